import assert from "node:assert/strict";
import { executable, writeSettled } from "../support/updsts.ts";
import { mask } from "../../src/credentials/mask_values.ts";
import { RawServer, refusalOf, textOf } from "./raw_server.ts";
import { CANARIES, withScene } from "./scene.ts";
import { ignoreWithoutSymlinks } from "../support/symlinks.ts";

const INFO = "updsts_get_credential_info";
const LIST = "updsts_get_credential_info_list";

Deno.test("the info tools show known keys only, with the secrets masked", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene, "-v", "2");
    await server.initialize();
    const expected = {
      profile_name: "default",
      aws_access_key_id: scene.user.accessKeyId,
      aws_secret_access_key: mask(CANARIES.key),
      aws_session_token: null,
      mfa_device_arn: scene.user.mfaSerial,
      totp_secret_name: "work-aws",
      expiration_datetime: null,
      managed: false,
      expired: null,
      remaining_seconds: null,
      role_arn: null,
      source_profile: null,
    };
    const one = await server.call(INFO, { profile_name: "default" });
    assert.deepEqual(textOf(one), expected);
    assert.deepEqual(one.structuredContent, { result: expected });

    const all = await server.call(LIST, {});
    const profiles = textOf(all);
    assert.deepEqual(all.structuredContent, { result: profiles });
    assert.deepEqual(profiles[0], expected);
    assert.deepEqual(
      // deno-lint-ignore no-explicit-any -- what comes back is what is tested
      profiles.map((profile: any) => [profile.profile_name, profile.expired]),
      [["default", null], ["other", null], ["session", true]],
    );
    for (const canary of Object.values(CANARIES)) {
      assert.ok(!server.everything.includes(canary));
    }
    await scene.assertUntouched();
  }));

Deno.test("the info tool returns null for a missing profile", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    for (const profile_name of ["nobody", "DEFAULT", "__proto__", "Default"]) {
      const result = await server.call(INFO, { profile_name });
      assert.equal(textOf(result), null);
      assert.deepEqual(result.structuredContent, { result: null });
    }
  }));

const ROLE = "arn:aws:iam::123456789012:role/admin";

Deno.test("the info tools return the role profiles of the config", () =>
  withScene(async (scene) => {
    scene.env.AWS_CONFIG_FILE = `${scene.directory}/config`;
    await writeSettled(
      scene.env.AWS_CONFIG_FILE,
      `[profile admin]
role_arn = ${ROLE}
source_profile = default
mfa_serial = ${scene.user.mfaSerial}
[profile plain]
region = eu-west-1
[profile session]
role_arn = ${ROLE}
[profile odd]
role_arn = ${CANARIES.key}
source_profile = default
  ${CANARIES.password}
[profile other]
mfa_serial = ${scene.user.mfaSerial}
`,
    );
    await using server = RawServer.start(scene);
    await server.initialize();
    const admin = {
      profile_name: "admin",
      aws_access_key_id: null,
      aws_secret_access_key: null,
      aws_session_token: null,
      mfa_device_arn: scene.user.mfaSerial,
      totp_secret_name: null,
      expiration_datetime: null,
      managed: false,
      expired: null,
      remaining_seconds: null,
      role_arn: ROLE,
      source_profile: "default",
    };
    const one = await server.call(INFO, { profile_name: "admin" });
    assert.deepEqual(textOf(one), admin);
    const plain = await server.call(INFO, { profile_name: "plain" });
    assert.equal(textOf(plain), null);
    const [, other, session, ...roles] = textOf(await server.call(LIST, {}));
    assert.equal(other.mfa_device_arn, scene.user.mfaSerial);
    assert.equal(session.role_arn, ROLE);
    assert.deepEqual(roles[0], admin);
    assert.deepEqual(
      [roles[1].profile_name, roles[1].role_arn],
      ["odd", mask(CANARIES.key)],
    );
    assert.equal(roles.length, 2);
    for (const canary of Object.values(CANARIES)) {
      assert.ok(!server.everything.includes(canary));
    }
    await Deno.remove(scene.file);
    assert.deepEqual(
      textOf(await server.call(LIST, {})).map((
        { profile_name }: { profile_name: string },
      ) => profile_name),
      ["admin", "session", "odd"],
    );
  }));

Deno.test("without the default credentials file there are no profiles, and a missing cred_file is an error", () =>
  withScene(async (scene) => {
    await Deno.remove(scene.file);
    await using server = RawServer.start(scene);
    await server.initialize();
    const all = await server.call(LIST, { cred_file: null });
    assert.deepEqual(textOf(all), []);
    assert.deepEqual(all.structuredContent, { result: [] });
    const one = await server.call(INFO, { profile_name: "default" });
    assert.equal(textOf(one), null);
    const cred_file = "missing";
    const missing = /^there is no credentials file /;
    assert.match(refusalOf(await server.call(LIST, { cred_file })), missing);
    const args = { profile_name: "default", cred_file };
    assert.match(refusalOf(await server.call(INFO, args)), missing);
  }));

Deno.test(ignoreWithoutSymlinks({
  name:
    "the info tools refuse files outside the directory, and show nothing of them",
  fn: (t) =>
    withScene(async (scene) => {
      await Deno.symlink("/etc/passwd", `${scene.directory}/link`, {
        type: "file",
      });
      const outside = await Deno.makeTempFile();
      await Deno.writeTextFile(outside, scene.original);
      await using server = await RawServer.startProcess(scene);
      await server.initialize();
      for (
        const cred_file of [outside, "link", "/dev/stdin", "~root/x", ".."]
      ) {
        await t.step(
          cred_file === outside ? "another directory" : cred_file,
          async () => {
            for (
              const [name, args] of [[LIST, {}], [INFO, { profile_name: "x" }]]
            ) {
              const result = await server.call(name as string, {
                ...args as object,
                cred_file,
              });
              assert.match(
                refusalOf(result),
                /^cred_file is not a file in the/,
              );
            }
          },
        );
      }
      await Deno.remove(outside);
    }),
}));

Deno.test(ignoreWithoutSymlinks({
  name:
    "a symlink to the credentials file limits an agent to the directory of its target",
  fn: () =>
    withScene(async (scene) => {
      const elsewhere = await Deno.realPath(await Deno.makeTempDir());
      try {
        await Deno.rename(scene.file, `${elsewhere}/real`);
        await Deno.writeTextFile(`${elsewhere}/neighbour`, scene.original);
        await Deno.symlink(`${elsewhere}/real`, scene.file);
        await using server = await RawServer.startProcess(scene);
        await server.initialize();
        for (const cred_file of [null, scene.file, `${elsewhere}/real`]) {
          const result = await server.call(LIST, { cred_file });
          assert.equal(textOf(result).length, 3);
        }
        const cred_file = `${elsewhere}/neighbour`;
        refusalOf(await server.call(LIST, { cred_file }));
        const update = await server.call("updsts_update_sts_credential", {
          profile_name: "default",
          totp_token: scene.device.nextCode(),
        });
        assert.equal(textOf(update).updated_profile_name, "default_sts");
        assert.ok((await Deno.lstat(scene.file)).isSymlink);
      } finally {
        await Deno.remove(elsewhere, { recursive: true });
      }
    }),
}));

Deno.test("a file that the AWS CLI cannot read is refused with the line number", () =>
  withScene(async (scene) => {
    await writeSettled(scene.file, `${scene.original}[a]\n[a]\n`);
    await using server = RawServer.start(scene);
    await server.initialize();
    assert.match(refusalOf(await server.call(LIST, {})), /^line \d+: /);
  }));

Deno.test({
  name:
    "without a home directory and without -c each tool says what is missing",
  ignore: executable !== undefined, // It is about flags of deno run.
  fn: () =>
    withScene(async (scene) => {
      const [program, ...args] = await scene.command();
      const bare = args.slice(0, args.indexOf("-c"))
        .filter((arg) => arg !== "--allow-sys=homedir");
      await using server = RawServer.spawn(program, bare, {});
      await server.initialize();
      for (const name of [LIST, INFO, "updsts_update_sts_credential"]) {
        const result = await server.call(name, {
          ...name === LIST ? {} : { profile_name: "default" },
        });
        assert.match(
          refusalOf(result),
          /no home directory.*\n.*name the file in the server\'s configuration, which only the user can change$/,
        );
      }
    }),
});
