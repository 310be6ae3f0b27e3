import assert from "node:assert/strict";
import { join } from "node:path";
import { until } from "../support/until.ts";
import { writeSettled } from "../support/updsts.ts";
import { RawServer, refusalOf } from "./raw_server.ts";
import { withScene } from "./scene.ts";

for (const name of ["default", "admin_sts"]) {
  Deno.test(`an agent does not replace the scoped session [${name}]`, () =>
    withScene(async (scene) => {
      const role = scene.sts.addRole();
      scene.env.AWS_CONFIG_FILE = join(scene.directory, "config");
      await writeSettled(
        scene.env.AWS_CONFIG_FILE,
        `[profile admin]\nrole_arn = ${role.arn}\nsource_profile = main\n`,
      );
      const text = (await scene.read()).replaceAll("[default]", "[main]") +
        scopedBlock("admin", name, role.arn);
      await writeSettled(scene.file, text);
      await using server = RawServer.start(scene);
      await server.initialize();
      const result = await server.call("updsts_update_sts_credential", {
        profile_name: "admin",
        sts_profile_name: name,
        totp_token: scene.device.nextCode(),
      });
      assert.match(refusalOf(result), /an agent may not replace the session/);
      assert.equal(await scene.read(), text);
      assert.equal(scene.sts.requests.length, 0);
    }));
}

Deno.test("an agent does not replace a session that its user limits before STS answers", () =>
  withScene(async (scene) => {
    const role = scene.sts.addRole();
    const limited = (await scene.read()) +
      scopedBlock("default", "admin_sts", role.arn);
    await using server = RawServer.start(scene);
    await server.initialize();
    scene.sts.tell({ kind: "slow", delayMs: 1_000, moment: "before" });
    const call = server.call("updsts_update_sts_credential", {
      profile_name: "default",
      sts_profile_name: "admin_sts",
      role_arn: role.arn,
      totp_token: scene.device.nextCode(),
    });
    await until(() => scene.sts.requests.length > 0);
    await writeSettled(scene.file, limited);
    assert.match(
      refusalOf(await call),
      /cannot save the session that STS issued: an agent may not replace the session/,
    );
    assert.equal(await scene.read(), limited);
    assert.equal(scene.sts.spentCodes, 1);
  }));

/** The block of an expired session whose user has limited it. */
function scopedBlock(source: string, name: string, roleArn: string): string {
  return [
    `# \${{{ key=${source} [auto update by updsts]`,
    `[${name}]`,
    "aws_access_key_id = ASIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key = x",
    "aws_session_token = y",
    "expiration_datetime = 2020-01-01T00:00:00Z",
    `assumed_role_arn = ${roleArn}`,
    "assumed_role_scope = sha256:00112233445566778899aabbccddeeff",
    "# $}}} [auto update by updsts]",
    "",
  ].join("\n");
}
