import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type SceneOptions, usualFile } from "../support/scene.ts";
import type { StsUser } from "../support/sts_service.ts";
import { atTerminal, terminalTest } from "../support/terminal.ts";
import { updstsCommand, updstsEnv } from "../support/updsts.ts";

const PROCESS = ["get", "-n", "default", "--format", "process"];

/** The usual file, with a session in its block that is valid for some seconds. */
function fileWithSession(seconds: number): SceneOptions {
  const end = new Date(Date.now() + seconds * 1000).toISOString();
  const file = (user: StsUser) =>
    usualFile(user) + [
      "# ${{{ key=default [auto update by updsts]",
      "[default_sts]",
      "aws_access_key_id = ASIAIOSFODNN7EXAMPLE",
      "aws_secret_access_key = the/secret",
      "aws_session_token = the/token",
      `expiration_datetime = ${end}`,
      "# $}}} [auto update by updsts]",
      "",
    ].join("\n");
  return { file };
}

Deno.test("get --format prints the session in the file while it is valid for five minutes", async () => {
  await using scene = await makeScene(fileWithSession(330));
  const before = await scene.home.read();
  const { status, stdout, stderr } = await scene.run(PROCESS);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  const { Expiration: _, ...keys } = JSON.parse(stdout);
  assert.deepEqual(keys, {
    Version: 1,
    AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
    SecretAccessKey: "the/secret",
    SessionToken: "the/token",
    AccountId: "123456789012",
  });
  assert.equal(await scene.home.read(), before);
  assert.equal(scene.sts.requests.length, 0);
});

for (
  const [seconds, more] of [
    [290, []],
    [800, ["--if-expires-within", "900"]],
  ] as const
) {
  Deno.test(`get --format ${more.join(" ")} gets and prints a session if the one in the file is valid for ${seconds} seconds`, async () => {
    await using scene = await makeScene(fileWithSession(seconds));
    const args = [...PROCESS, ...more, "-t", scene.device.nextCode()];
    const { status, stdout, stderr } = await scene.runInProcess(args);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const { sessionToken } = scene.sts.issued[0]!;
    assert.equal(JSON.parse(stdout).SessionToken, sessionToken);
    assert.ok((await scene.home.read()).includes(sessionToken));
  });
}

Deno.test("get --format prints a role's session, with the role's account and region", async () => {
  await using scene = await makeScene();
  const role = scene.sts.addRole({
    arn: "arn:aws:iam::210987654321:role/admin",
  });
  await Deno.writeTextFile(
    join(scene.home.path, ".aws", "config"),
    `[profile admin]\nrole_arn = ${role.arn}\nsource_profile = default\nregion = eu-west-1\n`,
  );
  const { stdout, stderr } = await scene.run(
    [
      ...["get", "-n", "admin", "--format", "env"],
      ...["-t", scene.device.nextCode()],
    ],
    { net: ["sts.eu-west-1.amazonaws.com:443"] },
  );
  assert.equal(stderr, "");
  const { accessKeyId } = scene.sts.issued[0]!;
  assert.ok(stdout.includes(`export AWS_ACCESS_KEY_ID='${accessKeyId}'\n`));
  assert.ok(stdout.includes("export AWS_ACCOUNT_ID='210987654321'\n"));
  assert.ok(stdout.includes("export AWS_REGION='eu-west-1'\n"));
});

Deno.test("get --format prints nothing if STS rejects the MFA code or is unreachable", async () => {
  await using scene = await makeScene();
  const before = await scene.home.read();
  for (const code of [["-t", scene.device.wrongCode()], []]) {
    const { status, stdout } = await scene.run([...PROCESS, ...code]);
    assert.notEqual(status, 0);
    assert.equal(stdout, "");
  }
  assert.equal(await scene.home.read(), before);
});

terminalTest({
  name:
    "at a terminal get --format prompts for nothing and prints nothing without --to-terminal",
  async fn() {
    await using scene = await makeScene();
    const options = { home: scene.home.path, env: scene.env };
    const at = (more: string[], code?: string) =>
      atTerminal({
        argv: updstsCommand([...PROCESS, ...more], options),
        env: updstsEnv(options),
        cwd: scene.home.path,
        steps: code === undefined
          ? []
          : [{ wait: "MFA code for", type: `${code}\r` }],
        stdin: "terminal",
      });
    const refused = await at([]);
    assert.equal(refused.status, 2);
    assert.equal(
      refused.output,
      "updsts: error: get --format prints secrets, and standard output is a terminal\r\n" +
        "updsts: hint: pass the output to a program, or add --to-terminal\r\n",
    );
    assert.equal(scene.sts.requests.length, 0);
    const shown = await at(["--to-terminal"], scene.device.nextCode());
    assert.equal(shown.status, 0, shown.output);
    const { sessionToken } = scene.sts.issued[0]!;
    assert.ok(shown.output.includes(sessionToken), shown.output);
  },
});
