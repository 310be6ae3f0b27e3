/** The limits of agents that the user sets when the server is started. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { StsRole } from "../support/sts_roles.ts";
import { writeSettled } from "../support/updsts.ts";
import { RawServer, refusalOf, textOf, withServer } from "./raw_server.ts";
import { type McpScene, withScene } from "./scene.ts";

const UPDATE = "updsts_update_sts_credential";
const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const OWN = "arn:aws:iam::123456789012:policy/agents";
const CAP = ["--role-policy-arn", READ_ONLY, "--role-policy-arn", OWN];

/** A scene with a config in which `admin` and `audit` have roles. */
function withRoles(
  test: (scene: McpScene, role: StsRole) => Promise<void>,
): Promise<void> {
  return withScene(async (scene) => {
    const role = scene.sts.addRole({ needsMfa: true });
    scene.env.AWS_CONFIG_FILE = join(scene.directory, "config");
    const settings = `role_arn = ${role.arn}\nsource_profile = default\n`;
    await writeSettled(
      scene.env.AWS_CONFIG_FILE,
      `[profile admin]\n${settings}[profile audit]\n${settings}`,
    );
    await test(scene, role);
  });
}

Deno.test("with a cap each role session of an agent has its policies, and no earlier session is kept", () =>
  withRoles(async (scene, role) => {
    const admin = { profile_name: "admin", if_expires_within: 60 };
    const named = { profile_name: "default", role_arn: role.arn };
    const code = () => ({ totp_token: scene.device.nextCode() });
    await withServer(
      scene,
      [],
      (server) => server.call(UPDATE, { ...admin, ...code() }),
    );
    await withServer(scene, CAP, async (server) => {
      for (const args of [admin, named]) {
        const result = await server.call(UPDATE, { ...args, ...code() });
        assert.ok(textOf(result).aws_token_expiration);
      }
      const kept = await server.call(UPDATE, admin);
      assert.equal(textOf(kept).updated_profile_name, "admin_sts");
    });
    const policiesOf = ({ parameters }: McpScene["sts"]["requests"][number]) =>
      Object.entries(parameters)
        .filter(([name]) => name.startsWith("PolicyArns"))
        .map(([, arn]) => arn);
    const { requests } = scene.sts;
    assert.deepEqual(
      requests.map(({ action }) => action),
      ["AssumeRole", "AssumeRole", "AssumeRole"],
    );
    assert.deepEqual(
      requests.map(policiesOf),
      [[], [READ_ONLY, OWN], [READ_ONLY, OWN]],
    );
  }));

Deno.test("with a cap a session without a role is refused, with and without an MFA code", () =>
  withRoles((scene) =>
    withServer(scene, CAP, async (server) => {
      for (const more of [{}, { totp_token: scene.device.nextCode() }]) {
        const result = await server.call(UPDATE, {
          profile_name: "default",
          ...more,
        });
        assert.match(refusalOf(result), /need a role/);
      }
      await scene.assertUntouched();
      assert.deepEqual(scene.sts.requests, []);
    })
  ));

Deno.test("with a cap an agent does not replace an unlimited session in [default]", () =>
  withRoles(async (scene, role) => {
    const text = (await scene.read()).replace("[default]", "[main]") + [
      "# ${{{ key=main [auto update by updsts]",
      "[default]",
      "aws_access_key_id = ASIAIOSFODNN7EXAMPLE",
      "aws_secret_access_key = x",
      "aws_session_token = y",
      "expiration_datetime = 2020-01-01T00:00:00Z",
      `assumed_role_arn = ${role.arn}`,
      "# $}}} [auto update by updsts]",
      "",
    ].join("\n");
    await writeSettled(scene.file, text);
    await withServer(scene, CAP, async (server) => {
      const result = await server.call(UPDATE, {
        profile_name: "main",
        sts_profile_name: "default",
        role_arn: role.arn,
        totp_token: scene.device.nextCode(),
      });
      assert.match(refusalOf(result), /may not write the profile \[default\]/);
    });
    assert.equal(await scene.read(), text);
    assert.deepEqual(scene.sts.requests, []);
  }));

Deno.test("an agent sees the allowed profiles and their sessions alone", () =>
  withRoles((scene) =>
    withServer(scene, ["--profile", "audit"], async (server) => {
      const names = async () =>
        textOf(await server.call("updsts_get_credential_info_list", {}))
          .map((each: { profile_name: string }) => each.profile_name);
      const info = async (profile_name: string) =>
        textOf(
          await server.call("updsts_get_credential_info", { profile_name }),
        );
      assert.deepEqual(await names(), ["audit"]);
      const totp_token = scene.device.nextCode();
      await server.call(UPDATE, { profile_name: "audit", totp_token });
      assert.deepEqual(await names(), ["audit_sts", "audit"]);
      assert.equal((await info("audit_sts")).managed, true);
      assert.equal(await info("default"), null);
      assert.equal(await info("missing"), null);
    })
  ));

Deno.test("an agent may name the allowed profiles alone, and does not learn whether another exists", () =>
  withRoles((scene) =>
    withServer(
      scene,
      ["-n", "admin", "-n", "adnim", ...CAP],
      async (server) => {
        const totp_token = scene.device.nextCode();
        const refusal = async (args: Record<string, string>) =>
          refusalOf(await server.call(UPDATE, { totp_token, ...args }));
        const refusals = await Promise.all(
          ["default", "missing"].map(async (name) =>
            (await refusal({ profile_name: name })).replaceAll(name, "NAME")
          ),
        );
        assert.match(refusals[0]!, /does not allow the profile "NAME"/);
        assert.match(refusals[0]!, /"admin", "adnim"/);
        assert.equal(refusals[0], refusals[1]);
        const targets = await Promise.all(
          ["session", "missing"].map(async (name) =>
            (await refusal({ profile_name: "admin", sts_profile_name: name }))
              .replaceAll(name, "NAME")
          ),
        );
        assert.match(targets[0]!, /does not allow writing/);
        assert.equal(targets[0], targets[1]);
        const missing = await refusal({ profile_name: "adnim" });
        assert.match(missing, /no profile "adnim"/);
        assert.doesNotMatch(missing, /did you mean/);
        await scene.assertUntouched();
        assert.deepEqual(scene.sts.requests, []);
      },
    )
  ));

Deno.test("the instructions name the allowed profiles and the policies", () =>
  withRoles(async (scene) => {
    await using server = await RawServer.startProcess(
      scene,
      "-n",
      "admin",
      ...CAP,
    );
    const { result } = await server.request("initialize", {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "test", version: "1" },
    });
    assert.match(result.instructions, /these profiles alone: "admin"\./);
    assert.ok(result.instructions.includes(`${READ_ONLY}, ${OWN}.`));
  }));

Deno.test("an empty limit is refused, or ignored with --ignore-empty", () =>
  withScene(async (scene) => {
    const empty = ["--profile=", "--role-policy-arn="];
    for (const arg of empty) {
      const server = RawServer.start(scene, arg);
      assert.notEqual(await server.end(), 0, arg);
    }
    const names = async (...args: string[]) =>
      await withServer(
        scene,
        ["--ignore-empty", ...empty, ...args],
        async (server) => {
          const result = await server.call(
            "updsts_get_credential_info_list",
            {},
          );
          return JSON.stringify(textOf(result));
        },
      );
    assert.match(await names(), /"other"/);
    const limited = await names("--profile=default");
    assert.match(limited, /"default"/);
    assert.doesNotMatch(limited, /"other"/);
  }));
