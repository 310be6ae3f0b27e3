import assert from "node:assert/strict";
import { join } from "node:path";
import { readKeys } from "../../src/library/credentials_text.ts";
import { ignoreOnWindows } from "../support/programs.ts";
import { until } from "../support/until.ts";
import { makeLibraryScene } from "./library_scene.ts";

Deno.test("getSession writes a session and returns its name and expiry", async () => {
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

Deno.test("getSession accepts the MFA code as a string, a role and another name", async () => {
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

Deno.test("getSession creates only the default file for keys in the config", async () => {
  await using scene = await makeLibraryScene();
  const { home } = scene;
  const config = join(home.path, ".aws", "config");
  await Deno.rename(home.credentials, config);
  await assert.rejects(
    scene.getSession({
      credentialsFile: home.credentials,
      mfaCode: () => assert.fail("asked for a code"),
    }),
    { code: "file_not_found" },
  );
  assert.deepEqual(await home.names(), ["config"]);
  const { accessKeyId } = await scene.getSession();
  const file = await home.read();
  assert.match(file, /^# .* key=default .*\n\[default_sts\]\n/);
  assert.equal(readKeys(file, "default_sts").accessKeyId, accessKeyId);
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

Deno.test("one of several concurrent calls of getSession gets the new session", async () => {
  await using scene = await makeLibraryScene();
  const sessions = await Promise.all(
    Array.from({ length: 3 }, () => scene.getSession({ ifExpiresWithin: 600 })),
  );
  assert.equal(sessions.filter(({ isNew }) => isNew).length, 1);
  assert.equal(scene.sts.requests.length, 1);
});

Deno.test(ignoreOnWindows("file modes", {
  name: "getSession passes warnings to the program, and none without onWarning",
  async fn() {
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
  },
}));

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
  let isLocked = false;
  scene.sts.tell({ kind: "slow", delayMs: 300, moment: "before" });
  const result = scene.getSession({
    signal: controller.signal,
    onWarning(message) {
      assert.match(message, /^another updsts is writing .*; waiting for it$/);
      if (!isLocked) return; // A slow computer can take a second for any lock.
      controller.abort();
      lock.close();
    },
  });
  await until(() => scene.sts.spentCodes > 0);
  await lock.lock(true);
  isLocked = true;
  assert.equal((await result).isNew, true);
  assert.ok(controller.signal.aborted);
  const [session] = scene.sts.issued;
  assert.ok((await scene.home.read()).includes(session!.sessionToken));
});

Deno.test("an error of mfaCode is thrown unchanged", async () => {
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
