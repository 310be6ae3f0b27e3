import assert from "node:assert/strict";
import { join } from "node:path";
import { UpdstsError } from "../../mod.ts";
import { readKeys } from "../../src/library/credentials.ts";
import type { GetSessionOptions } from "../../src/library/get_session.ts";
import { usualFile } from "../support/scene.ts";
import type { StsUser } from "../support/sts_service.ts";
import { until } from "../support/until.ts";
import { type LibraryScene, makeLibraryScene } from "./library_scene.ts";

/** A directory here makes every write fail. */
const temporaryFile = ({ home }: LibraryScene) =>
  join(home.path, ".aws", ".credentials.updsts-new", "x");

Deno.test("getSession writes a session and returns what it is", async () => {
  await using scene = await makeLibraryScene();
  const { home, user } = scene;
  const before = await home.read();
  const devices: string[] = [];
  const session = await scene.getSession({
    duration: 900,
    async mfaCode(device) {
      devices.push(device);
      assert.equal(await home.read(), before);
      return scene.device.nextCode().replace(/^.../, "$& ");
    },
  });
  const { accessKeyId, expiration, ...rest } = session;
  assert.deepEqual(rest, { stsProfileName: "default_sts", isNew: true });
  assert.deepEqual(devices, [user.mfaSerial]);
  const after = await home.read();
  assert.ok(after.startsWith(before));
  const keys = readKeys(after, "default_sts");
  assert.equal(keys.accessKeyId, accessKeyId);
  assert.deepEqual(keys.expiration, expiration);
  assert.equal(scene.sts.requests[0]?.parameters["DurationSeconds"], "900");
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("getSession takes the MFA code as a string, a role and another name", async () => {
  await using scene = await makeLibraryScene();
  const { arn } = scene.sts.addRole({ needsMfa: true, externalId: "id-1" });
  const { stsProfileName } = await scene.getSession({
    mfaCode: scene.device.nextCode(),
    stsProfileName: "admin",
    role: { arn, externalId: "id-1" },
  });
  assert.equal(stsProfileName, "admin");
  const file = await scene.home.read();
  assert.match(file, /^\[admin\]$/m);
  assert.ok(file.includes(`assumed_role_arn = ${arn}\n`));
});

Deno.test("getSession keeps a session that is valid for long enough", async () => {
  await using scene = await makeLibraryScene();
  const first = await scene.getSession();
  const before = await scene.home.read();
  const second = await scene.getSession({
    ifExpiresWithin: 600,
    mfaCode: () => assert.fail("asked for a code"),
  });
  assert.deepEqual(second, { ...first, isNew: false });
  assert.equal(await scene.home.read(), before);
});

Deno.test("one of several calls of getSession gets the new session", async () => {
  await using scene = await makeLibraryScene();
  const sessions = await Promise.all(
    Array.from({ length: 3 }, () => scene.getSession({ ifExpiresWithin: 600 })),
  );
  assert.equal(sessions.filter(({ isNew }) => isNew).length, 1);
  assert.equal(scene.sts.requests.length, 1);
});

Deno.test("getSession passes warnings to the program, and none without onWarning", async () => {
  await using scene = await makeLibraryScene();
  await Deno.chmod(scene.home.credentials, 0o644);
  const warnings: string[] = [];
  await scene.getSession({
    onWarning(text) {
      warnings.push(text);
      throw new Error("ignored");
    },
  });
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /^other users can access /);
  await scene.getSession();
});

/** Refused with the file unchanged, before a code is asked for. */
const REFUSALS: {
  name: string;
  code: string;
  message: RegExp;
  file?: (user: StsUser) => string;
  options?: Partial<GetSessionOptions>;
  prepare?: (scene: LibraryScene) => unknown;
}[] = [
  {
    name: "an MFA code that is not six digits",
    code: "usage",
    message: /^the MFA code is not six digits$/,
    options: { mfaCode: "12345" },
  },
  {
    name: "an STS profile name with a line break",
    code: "usage",
    message: /cannot be a profile name/,
    options: { stsProfileName: "a]\n[b" },
  },
  {
    name: "a duration that STS does not allow",
    code: "usage",
    message: /^the duration is not a whole number/,
    options: { duration: 60 },
  },
  {
    name: "a role whose ARN is none",
    code: "usage",
    message: /ARN does not look like/,
    options: { role: { arn: "admin" } },
  },
  {
    name: "a file that does not exist",
    code: "file_not_found",
    message: /^there is no credentials file /,
    prepare: ({ env, home }) =>
      env.AWS_SHARED_CREDENTIALS_FILE = join(home.path, "none"),
  },
  {
    name: "a directory in place of the file",
    code: "file_unreadable",
    message: /is not a regular file$/,
    options: { credentialsFile: "~/.aws" },
  },
  {
    name: "a file that the AWS CLI rejects",
    code: "file_invalid",
    message: /^line 10: /,
    file: (user) => `${usualFile(user)}[other]\n`,
  },
  {
    name: "a section of the STS profile's name outside a block",
    code: "file_conflict",
    message: /^line 10: the section \[default_sts\] is not in a block/,
    file: (user) => `${usualFile(user)}[default_sts]\nregion = eu-west-1\n`,
  },
  {
    name: "a file that cannot be replaced",
    code: "file_not_writable",
    message: /^cannot write /,
    prepare: (scene) => Deno.mkdir(temporaryFile(scene), { recursive: true }),
  },
  {
    name: "a profile that does not exist",
    code: "profile_not_found",
    message: /^there is no profile "work"/,
    options: { profile: "work" },
  },
  {
    name: "a profile without an MFA device",
    code: "profile_incomplete",
    message: /^the profile "other" has no mfa_device_arn/,
    options: { profile: "other" },
  },
  {
    name: "a region that does not exist",
    code: "settings_invalid",
    message: /region/,
    prepare: ({ env }) => env.AWS_REGION = "No Region",
  },
];

for (const { name, code, message, file, options, prepare } of REFUSALS) {
  Deno.test(`getSession refuses ${name} before it asks for an MFA code`, async () => {
    await using scene = await makeLibraryScene(file);
    await prepare?.(scene);
    const before = await scene.home.read();
    const names = await scene.home.names();
    await assert.rejects(
      scene.getSession({
        mfaCode: () => assert.fail("asked for a code"),
        // Wrong arguments are refused before any file is read.
        ...code === "usage" ? { credentialsFile: "~/none" } : {},
        ...options,
      }),
      (error) => {
        assert.ok(error instanceof UpdstsError, String(error));
        assert.equal(error.code, code);
        assert.match(error.message, message);
        // The command line's options and commands mean nothing to a program.
        assert.doesNotMatch(`${error.message} ${error.hint}`, / --?\w|"updsts/);
        return true;
      },
    );
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
    assert.deepEqual(await scene.home.names(), names);
  });
}

/** Refused after the code was asked for, with the file unchanged. */
const FAILURES: [
  code: string,
  prepare: (scene: LibraryScene) => unknown,
  options?: (scene: LibraryScene) => Partial<GetSessionOptions>,
][] = [
  ["sts_refused", () => {}, ({ device }) => ({ mfaCode: device.wrongCode() })],
  ["sts_unreachable", ({ sts }) => sts.close()],
  ["sts_bad_answer", ({ sts }) => sts.tell({ kind: "web page" })],
  ["usage", () => {}, () => ({ mfaCode: () => "" })],
  ["not_saved", () => {}, (scene) => ({
    async mfaCode() {
      await Deno.mkdir(temporaryFile(scene), { recursive: true });
      return scene.device.nextCode();
    },
  })],
];

for (const [code, prepare, options] of FAILURES) {
  Deno.test(`getSession that fails with ${code} leaves the file unchanged`, async () => {
    await using scene = await makeLibraryScene();
    const before = await scene.home.read();
    await prepare(scene);
    await assert.rejects(scene.getSession(options?.(scene)), (error) => {
      assert.ok(error instanceof UpdstsError, String(error));
      assert.equal(error.code, code);
      assert.equal(error.cause, undefined);
      return true;
    });
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test("an abort ends the wait for an MFA code, and nothing is sent to STS", async () => {
  await using scene = await makeLibraryScene();
  const before = await scene.home.read();
  const controller = new AbortController();
  const reason = new Error("shutting down");
  const result = scene.getSession({
    signal: controller.signal,
    mfaCode() {
      controller.abort(reason);
      return new Promise(() => {});
    },
  });
  await assert.rejects(result, (error) => error === reason);
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
});

Deno.test("getSession with an aborted signal does nothing", async () => {
  await using scene = await makeLibraryScene();
  const reason = new Error("too late");
  await assert.rejects(
    scene.getSession({
      signal: AbortSignal.abort(reason),
      mfaCode: () => assert.fail("asked for a code"),
    }),
    (error) => error === reason,
  );
  const names = await Array.fromAsync(
    Deno.readDir(join(scene.home.path, ".aws")),
  );
  assert.deepEqual(names.map(({ name }) => name), ["credentials"]);
});

Deno.test("an abort while STS answers leaves the file unchanged", async () => {
  await using scene = await makeLibraryScene();
  const before = await scene.home.read();
  scene.sts.tell({ kind: "slow", delayMs: 60_000, moment: "before" });
  const controller = new AbortController();
  const reason = new Error("shutting down");
  const result = scene.getSession({ signal: controller.signal });
  await until(() => scene.sts.requests.length > 0);
  controller.abort(reason);
  await assert.rejects(result, (error) => error === reason);
  assert.equal(await scene.home.read(), before);
});

Deno.test("a session that STS has issued is saved after an abort", async () => {
  await using scene = await makeLibraryScene();
  const controller = new AbortController();
  const lockFile = join(scene.home.path, ".aws", ".credentials.updsts-lock");
  using lock = await Deno.open(lockFile, { write: true, create: true });
  scene.sts.tell({ kind: "slow", delayMs: 300, moment: "before" });
  const result = scene.getSession({
    signal: controller.signal,
    async onWarning(message) {
      assert.match(message, /^another updsts is writing .*; waiting for it$/);
      controller.abort();
      await lock.unlock();
    },
  });
  await until(() => scene.sts.spentCodes > 0);
  await lock.lock(true);
  assert.equal((await result).isNew, true);
  assert.ok(controller.signal.aborted);
  const [session] = scene.sts.issued;
  assert.ok((await scene.home.read()).includes(session!.sessionToken));
});

Deno.test("an error of mfaCode is thrown as it is", async () => {
  await using scene = await makeLibraryScene();
  const before = await scene.home.read();
  for (const ifExpiresWithin of [undefined, 600]) {
    const thrown = new TypeError("no TOTP secret");
    await assert.rejects(
      scene.getSession({
        ifExpiresWithin,
        mfaCode() {
          throw thrown;
        },
      }),
      (error) => error === thrown,
    );
  }
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
});
