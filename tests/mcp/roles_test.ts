/** What the update tool can do beside a plain session: roles, and nothing while a session lasts. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { StsRole } from "../support/sts_roles.ts";
import { RawServer, refusalOf, textOf } from "./raw_server.ts";
import { type McpScene, withScene } from "./scene.ts";
import { connectClient, PROTOCOLS } from "./sdk_clients.ts";
import { writeSettled } from "../support/updsts.ts";

const UPDATE = "updsts_update_sts_credential";
const DEFAULT = { profile_name: "default" };

/** A scene with a config file, in which `admin` has the role. */
function withRole(
  test: (scene: McpScene, role: StsRole) => Promise<void>,
): Promise<void> {
  return withScene(async (scene) => {
    const role = scene.sts.addRole({ needsMfa: true });
    scene.env.AWS_CONFIG_FILE = join(scene.directory, "config");
    await writeSettled(
      scene.env.AWS_CONFIG_FILE,
      `[profile admin]\nrole_arn = ${role.arn}\nsource_profile = default\n` +
        "duration_seconds = 1800\n",
    );
    await test(scene, role);
  });
}

const requestsOf = ({ sts }: McpScene) =>
  sts.requests.map(({ action, parameters }) => ({
    action,
    role: parameters.RoleArn,
    name: parameters.RoleSessionName,
    id: parameters.ExternalId,
    seconds: parameters.DurationSeconds,
  }));

Deno.test("the update tool assumes a role that is named, and shows nothing of its session", () =>
  withRole(async (scene, role) => {
    await using server = RawServer.start(scene, "-v", "2");
    await server.initialize();
    const result = await server.call(UPDATE, {
      ...DEFAULT,
      totp_token: scene.device.nextCode(),
      sts_profile_name: "prod",
      role_arn: role.arn,
      role_session_name: "agent",
      external_id: "a:b",
    });
    assert.equal(textOf(result).updated_profile_name, "prod");
    assert.deepEqual(requestsOf(scene), [{
      action: "AssumeRole",
      role: role.arn,
      name: "agent",
      id: "a:b",
      seconds: "3600",
    }]);
    const [session] = scene.sts.issued;
    assert.ok((await scene.read()).includes(session!.sessionToken));
    for (const secret of [session!.sessionToken, session!.secretAccessKey]) {
      assert.ok(!server.everything.includes(secret));
    }
  }));

Deno.test("the profile of a role works by its name, with its own duration_seconds by default", () =>
  withRole(async (scene, role) => {
    await using server = await RawServer.startProcess(scene);
    await server.initialize();
    for (const more of [{}, { duration: null }, { duration: 900 }]) {
      const result = await server.call(UPDATE, {
        profile_name: "admin",
        totp_token: scene.device.nextCode(),
        role_arn: "",
        role_session_name: null,
        external_id: "",
        if_expires_within: null,
        ...more,
      });
      assert.equal(textOf(result).updated_profile_name, "admin_sts");
    }
    assert.deepEqual(
      requestsOf(scene).map(({ role, seconds }) => [role, seconds]),
      [[role.arn, "1800"], [role.arn, "1800"], [role.arn, "900"]],
    );
  }));

Deno.test("a live session of the source profile assumes the role, and the user is not asked", () =>
  withRole(async (scene, role) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    const totp_token = scene.device.nextCode();
    await server.call(UPDATE, { ...DEFAULT, totp_token });
    const result = await server.call(UPDATE, { profile_name: "admin" });
    assert.equal(textOf(result).updated_profile_name, "admin_sts");
    assert.equal(scene.sts.requests[1]!.parameters["RoleArn"], role.arn);
    assert.equal(scene.sts.requests[1]!.parameters["TokenCode"], undefined);
    assert.equal(scene.sts.spentCodes, 1);
  }));

Deno.test("calls that temporary credentials sign are limited, whichever role they name", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    await server.call(UPDATE, {
      ...DEFAULT,
      totp_token: scene.device.nextCode(),
    });
    const refusals: string[] = [];
    for (let number = 0; number <= 30; number++) {
      const result = await server.call(UPDATE, {
        profile_name: "default_sts",
        role_arn: `arn:aws:iam::123456789012:role/guess-${number}`,
      });
      refusals.push(refusalOf(result));
    }
    assert.match(refusals[29]!, /AccessDenied/);
    assert.match(refusals[30]!, /30 times within a minute/);
    assert.equal(scene.sts.requests.length, 31);
  }));

Deno.test("the update tool with if_expires_within asks neither user nor STS while the session is valid", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    const first = await server.call(UPDATE, {
      ...DEFAULT,
      totp_token: scene.device.nextCode(),
      if_expires_within: 600,
    });
    const text = await scene.read();
    const again = await server.call(UPDATE, {
      ...DEFAULT,
      if_expires_within: "600",
    });
    assert.deepEqual(textOf(again), textOf(first));
    assert.equal(await scene.read(), text);
    assert.equal(scene.sts.requests.length, 1);
    const later = { ...DEFAULT, if_expires_within: 3600, duration: 7200 };
    assert.match(refusalOf(await server.call(UPDATE, later)), /type the MFA/);
    assert.equal(scene.sts.requests.length, 1);
  }));

const ROLE = "arn:aws:iam::123456789012:role/x";
const REFUSALS: [string, Record<string, unknown>, RegExp][] = [
  ["a role that is none", { role_arn: "role/x" }, /does not look like arn:/],
  ["a role with a line break", { role_arn: `${ROLE}\nx` }, /does not look/],
  [
    "an external id without a role",
    { external_id: "a:b" },
    /need role_arn/,
  ],
  ["a session name without a role", {
    role_session_name: "agent",
  }, /need role_arn/],
  ["a session name with spaces", {
    role_arn: ROLE,
    role_session_name: "a b",
  }, /session name is not/],
  ["an external id with a line break", {
    role_arn: ROLE,
    external_id: "a\nb",
  }, /external id is not/],
  ["more than twelve hours for a role", {
    role_arn: ROLE,
    duration: 43_201,
  }, /43200/],
  ["more than twelve hours for a role's profile", {
    profile_name: "admin",
    duration: 43_201,
  }, /43200 .*\n.* as duration$/],
  [
    "a time that is not shorter than the session",
    { if_expires_within: 3600 },
    /always expires within 3600 seconds\n.* if_expires_within, or a longer session as duration$/,
  ],
  ["a negative time", { if_expires_within: -1 }, /if_expires_within/],
  ["a time with a fraction", { if_expires_within: 0.5 }, /if_expires_within/],
  ["a time of days", { if_expires_within: 1e6 }, /if_expires_within/],
];

Deno.test("the update tool refuses for a role, writes nothing and uses no MFA code:", (t) =>
  withRole(async (scene) => {
    await using server = RawServer.start(scene, "-v", "2");
    await server.initialize();
    for (const [what, args, reason] of REFUSALS) {
      await t.step(what, async () => {
        const result = await server.call(UPDATE, {
          ...DEFAULT,
          totp_token: scene.device.code(),
          ...args,
        });
        assert.match(refusalOf(result), reason);
        await scene.assertUntouched();
        assert.equal(scene.sts.requests.length, 0);
      });
    }
  }));

for (const kind of PROTOCOLS) {
  Deno.test(`the ${kind} client's user is shown the role that the code is for`, () =>
    withRole(async (scene, role) => {
      const calls = [
        { ...DEFAULT, role_arn: role.arn, sts_profile_name: "prod" },
        { profile_name: "admin" },
      ];
      let page = "";
      let message = "";
      await using client = await connectClient(scene, {
        kind,
        elicitation: { url: {}, form: {} },
        async answer(asked) {
          message = asked.message;
          page = await (await fetch(asked.url)).text();
          return { action: "decline" };
        },
      });
      for (const call of calls) {
        const text = refusalOf(await client.call(UPDATE, call));
        assert.ok(message.includes(role.arn), message);
        assert.ok(page.includes(role.arn), page);
        assert.match(
          page,
          call.profile_name === "admin" ? />30 minutes</ : />1 hour</,
        );
        assert.equal(/--role-arn/.test(text), call.profile_name === "default");
        await scene.assertUntouched();
      }
    }));
}
