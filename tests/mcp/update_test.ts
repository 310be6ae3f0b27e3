import assert from "node:assert/strict";
import { CANARIES, type McpScene, withScene } from "./scene.ts";
import { RawServer, refusalOf, textOf } from "./raw_server.ts";
import { writeSettled } from "../support/updsts.ts";
import { ignoreWithoutSymlinks } from "../support/symlinks.ts";

const UPDATE = "updsts_update_sts_credential";

Deno.test("the update tool writes a session and gives the contract's three keys", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    const result = await server.call(UPDATE, {
      profile_name: "default",
      totp_token: scene.device.nextCode().replace(/^.../, "$& "),
    });
    const [session] = scene.sts.issued;
    assert.deepEqual(textOf(result), {
      updated_profile_name: "default_sts",
      aws_access_key_id: session!.accessKeyId,
      aws_token_expiration: result.structuredContent.result
        .aws_token_expiration,
    });
    assert.deepEqual(result.structuredContent, { result: textOf(result) });
    assert.equal(
      Date.parse(result.structuredContent.result.aws_token_expiration),
      session!.expiration.getTime(),
    );
    const text = await scene.read();
    assert.ok(text.startsWith(scene.original));
    assert.ok(text.includes(`aws_session_token = ${session!.sessionToken}`));
    for (const secret of [session!.sessionToken, session!.secretAccessKey]) {
      assert.ok(!server.everything.includes(secret));
    }
  }));

Deno.test("the update tool takes another name, another duration and another file of the same directory", () =>
  withScene(async (scene) => {
    const other = `${scene.directory}/other`;
    await Deno.writeTextFile(other, scene.original, { mode: 0o600 });
    await using server = await RawServer.startProcess(scene);
    await server.initialize();
    for (const cred_file of [other, "other"]) {
      const result = await server.call(UPDATE, {
        profile_name: "default",
        totp_token: scene.device.nextCode(),
        sts_profile_name: "work",
        duration: 7200,
        cred_file,
      });
      assert.equal(
        result.structuredContent.result.updated_profile_name,
        "work",
      );
    }
    assert.match(await Deno.readTextFile(other), /^\[work\]$/m);
    assert.equal(await scene.read(), scene.original);
  }));

/** Each call is refused, and the text says why. */
const REFUSALS: [string, Record<string, unknown>, RegExp][] = [
  [
    "an unknown profile",
    { profile_name: "defautl" },
    /no profile "defautl".*\n.*"default"/,
  ],
  ["a profile without keys to ask with", { profile_name: "other" }, /no mfa_/],
  [
    "a profile of session keys",
    { profile_name: "session" },
    /has temporary credentials/,
  ],
  [
    "a profile of long-term access keys as the one to write",
    { sts_profile_name: "other" },
    /not in a block of updsts.*\n.*as sts_profile_name/,
  ],
  ["the source profile as the one to write", {
    sts_profile_name: "default",
  }, /source profile/],
  ["a name with a line break that would plant a command", {
    sts_profile_name: "a]\ncredential_process = sh -c id\n[b",
  }, /cannot be a profile name/],
  ["a profile name with a line break", {
    profile_name: "default\ncredential_process = id",
  }, /control characters/],
  ["a name that no AWS SDK reads back", {
    sts_profile_name: "a]b",
  }, /cannot be a profile name/],
  [
    "a huge name",
    { sts_profile_name: "x".repeat(500_000) },
    /cannot be a profile name/,
  ],
  ["a huge profile name", { profile_name: "x".repeat(500_000) }, /too long/],
  ["a section of the config that is code for the AWS CLI", {
    sts_profile_name: "plugins",
  }, /cannot be a profile name/],
  ["the AWS config", { cred_file: "config" }, /^cred_file is the AWS config/],
  ["the AWS config by a hard link", { cred_file: "hard" }, /the AWS config/],
  [
    "a file in a directory below",
    { cred_file: "cli/alias" },
    /not a file in the directory/,
  ],
  [
    "a section that every tool uses",
    { profile_name: "work", sts_profile_name: "default" },
    /\[default\].*\n.*updsts get -n work -sn default/,
  ],
  ["an empty profile name", { profile_name: "" }, /empty/],
  ["a code of seven digits", { totp_token: "1234567" }, /not six digits/],
  ["a code with letters", { totp_token: "12345a" }, /not six digits/],
  ["a code of other scripts' digits", {
    totp_token: "١٢٣٤٥٦",
  }, /not six digits/],
  ["a negative number as the code", { totp_token: -12345 }, /not six digits/],
  ["a number with a fraction as the code", { totp_token: 1.5 }, /totp_token/],
  ["an object as the code", { totp_token: { code: 1 } }, /totp_token/],
  ["a duration that is too short", { duration: 899 }, /900/],
  ["a duration that is too long", { duration: 129_601 }, /129600/],
  ["a duration with a fraction", { duration: 3600.5 }, /duration/],
  ["a duration in words", { duration: "an hour" }, /duration/],
  [
    "a misspelled parameter",
    { sts_profil_name: "x" },
    /no parameter "sts_profil_name"\ndid you mean sts_profile_name\?/,
  ],
  ["a file outside the directory", { cred_file: "/etc/passwd" }, /cred_file/],
  ["a way out of the directory", { cred_file: "../x" }, /cred_file/],
  ["a device", { cred_file: "/dev/zero" }, /cred_file/],
  ["the directory itself", { cred_file: "." }, /cred_file/],
  ["a path with a zero byte", { cred_file: "credentials\0" }, /cred_file/],
  ["a huge path", { cred_file: "x/".repeat(200_000) }, /cred_file/],
  ["a link out of the directory", { cred_file: "link" }, /cred_file/],
  ["a symlink without a target", { cred_file: "dangling" }, /cred_file/],
  [
    "a missing file of the directory",
    { cred_file: "missing" },
    /no credentials/,
  ],
];

Deno.test(ignoreWithoutSymlinks({
  name: "the update tool refuses, writes nothing and uses no MFA code:",
  fn: (t) =>
    withScene(async (scene) => {
      await Deno.symlink("/etc/passwd", `${scene.directory}/link`, {
        type: "file",
      });
      await Deno.symlink("/nowhere/at/all", `${scene.directory}/dangling`, {
        type: "file",
      });
      const { directory, original } = scene;
      await Deno.writeTextFile(`${directory}/config`, original);
      await Deno.link(`${directory}/config`, `${directory}/hard`);
      await Deno.mkdir(`${directory}/cli`);
      await Deno.writeTextFile(`${directory}/cli/alias`, original);
      scene.env.AWS_CONFIG_FILE = `${directory}/config`;
      await using server = RawServer.start(scene, "-v", "2");
      await server.initialize();
      for (const [what, args, reason] of REFUSALS) {
        await t.step(what, async () => {
          const result = await server.call(UPDATE, {
            profile_name: "default",
            totp_token: scene.device.code(),
            ...args,
          });
          const text = refusalOf(result);
          assert.match(text, reason);
          assert.ok(text.length < 3000);
          await scene.assertUntouched();
          assert.equal(scene.sts.requests.length, 0);
        });
      }
      for (const canary of [...Object.values(CANARIES), scene.device.code()]) {
        assert.ok(!server.everything.includes(canary));
      }
    }),
}));

Deno.test("a rejected MFA code changes nothing, and is not in the result", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene, "-v", "2");
    await server.initialize();
    const code = scene.device.wrongCode();
    const text = refusalOf(
      await server.call(UPDATE, { profile_name: "default", totp_token: code }),
    );
    assert.match(text, /rejected the MFA code.*\(AccessDenied\)/);
    await scene.assertUntouched();
    assert.ok(!server.everything.includes(code));
  }));

Deno.test("a code given as the profile's name is not repeated", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene, "-v", "2");
    await server.initialize();
    const code = scene.device.code();
    const text = refusalOf(
      await server.call(UPDATE, { profile_name: code, totp_token: code }),
    );
    assert.match(text, /no profile "\*{6}"/);
    assert.ok(!server.everything.includes(code));
    await scene.assertUntouched();
  }));

Deno.test("the sixth request to STS within a minute is refused with the time to wait", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    const call = (totp_token: string) =>
      server.call(UPDATE, { profile_name: "default", totp_token });
    for (let i = 0; i < 5; i++) {
      assert.match(refusalOf(await call(scene.device.wrongCode())), /rejected/);
    }
    const text = refusalOf(await call(scene.device.code()));
    assert.match(text, /locks a device.*\ntry again in \d+ seconds/);
    assert.equal(scene.sts.requests.length, 5);
    await scene.assertUntouched();
  }));

Deno.test("calls without an MFA code have their own limit, and calls for a valid session do not count", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    const call = (args = {}) =>
      server.call(UPDATE, { profile_name: "default", ...args });
    const other = (i: number) => ({ sts_profile_name: `work${i}` });
    for (let i = 0; i < 30; i++) {
      refusalOf(await call(other(i)));
    }
    const text = refusalOf(await call());
    assert.match(
      text,
      /30 times within a minute without .*\ntry again in \d+ /,
    );
    await scene.assertUntouched();
    // With a code it goes on.
    textOf(await call({ totp_token: scene.device.nextCode() }));
    for (let i = 0; i < 40; i++) {
      textOf(await call({ if_expires_within: 60 }));
    }
    assert.equal(scene.sts.requests.length, 1);
  }));

/** The scene's profile is called `work`, and `[default]` is what is given. */
async function withDefault(
  scene: McpScene,
  text: (work: string) => string,
): Promise<string> {
  const work = scene.original.replace("[default]", "[work]");
  const all = text(work);
  await writeSettled(scene.file, all);
  return all;
}

const blockOf = (source: string, role = "") => `
# \${{{ key=${source} [auto update by updsts]
[default]
aws_access_key_id = ASIASESSIONSESSION23
aws_secret_access_key = ${CANARIES.key}
aws_session_token = ${CANARIES.token}
expiration_datetime = 2020-01-01T00:00:00+00:00
${role}# $}}} [auto update by updsts]
`;
const ROLE = "arn:aws:iam::123456789012:role/admin";

Deno.test("an agent can renew the [default] that its user made a block", (t) =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    const call = (args = {}) =>
      server.call(UPDATE, {
        profile_name: "work",
        sts_profile_name: "default",
        totp_token: scene.device.code(),
        ...args,
      });
    const refusals: [string, (work: string) => string, object?][] = [
      ["there is none", (work) => work],
      ["it is another profile's", (work) => work + blockOf("session")],
      ["it is to be a role's", (work) => work + blockOf("work"), {
        role_arn: ROLE,
      }],
      [
        "it is a role's",
        (work) => work + blockOf("work", `assumed_role_arn = ${ROLE}\n`),
      ],
      ["it is not updsts's own", (work) => `${work}\n[default]\nregion = x\n`],
    ];
    for (const [what, text, args] of refusals) {
      await t.step(`not where ${what}`, async () => {
        const before = await withDefault(scene, text);
        assert.match(
          refusalOf(await call(args)),
          /may not write .*\[default\]/,
        );
        assert.equal(await scene.read(), before);
        assert.equal(scene.sts.requests.length, 0);
      });
    }
    await withDefault(scene, (work) => work + blockOf("work"));
    textOf(await call({ totp_token: scene.device.nextCode() }));
    const [session] = scene.sts.issued;
    assert.ok((await scene.read()).includes(session!.sessionToken));
  }));
