import assert from "node:assert/strict";
import { join } from "node:path";
import { OLD_BLOCK } from "../credentials/samples.ts";
import { makeHome } from "../support/updsts.ts";
import type { CredentialStore } from "../../src/operations/credential_store.ts";
import { UpdstsError } from "../../src/errors.ts";
import { makeServices } from "../../src/make_services.ts";
import { type FakeOutcome, runIn } from "./fake_runtime.ts";
import { doctor, KEYS, NOW } from "./run_doctor.ts";
import { ignoreOnWindows } from "../support/programs.ts";

Deno.test("doctor --fix removes expired sessions, shows the diff, and reports the other findings", async () => {
  const { status, stdout, after, names } = await doctor(
    `${KEYS}${OLD_BLOCK}region: eu-west-1\n`,
    ["--fix"],
  );
  assert.equal(status, 1);
  assert.deepEqual(names, ["credentials"]);
  assert.match(after, /\[default_sts\]\n# \$}}}.*\nregion: eu-west-1\n$/);
  assert.equal(
    stdout.split("\n\n")[0],
    `fixed: the session [default_sts] has expired
@@ line 3 @@
 aws_secret_access_key = ******** (6 chars)
 # \${{{ key=default [auto update by updsts]
 [default_sts]
-aws_access_key_id = ASIAOLDOLDOLDOLDOLD1
-aws_secret_access_key = ******** (40 chars)
-aws_session_token = ******** (40 chars)
-expiration_datetime = 2024-01-01T00:00:00+09:00
 # $}}} [auto update by updsts]
 region: eu-west-1`,
  );
  assert.match(stdout, /\n\nline 7: error: "region" has ":"/);
});

Deno.test("doctor --fix --json says what was result", async () => {
  const { status, stdout, after } = await doctor(KEYS + OLD_BLOCK, [
    "--fix",
    "--json",
  ]);
  assert.equal(status, 0);
  const { fixed, findings, diff } = JSON.parse(stdout);
  assert.deepEqual(fixed.map(({ code }: { code: string }) => code), [
    "session_expired",
  ]);
  assert.deepEqual(findings, []);
  assert.match(diff, /^-aws_session_token = \*{8} \(40 chars\)$/m);
  assert.equal(after, KEYS);
});

Deno.test("doctor --fix also reports findings that the removal of a session fixed", async () => {
  const { stdout, after } = await doctor(OLD_BLOCK, ["--fix"]);
  assert.equal(after, "");
  assert.deepEqual(stdout.match(/^fixed: .*/gm), [
    'fixed: the profile "default" of this block does not exist',
    "fixed: the session [default_sts] has expired",
  ]);
});

Deno.test("doctor --fix does not change a file whose fix needs a decision", async () => {
  const text = `${KEYS}CANARY\n${OLD_BLOCK}`;
  const { status, stdout, stderr, after } = await doctor(text, ["--fix"]);
  assert.equal(status, 1);
  assert.equal(after, text);
  assert.match(stdout, /^line 4: error: a line without "="/);
  assert.match(
    stdout,
    /line 6: warning: the session \[default_sts\] has expired/,
  );
  assert.match(
    stderr,
    /^updsts: warning: cannot remove the expired sessions: line 4: /,
  );
});

Deno.test("doctor --fix does not replace a file without faults", async () => {
  await using home = await makeHome(KEYS);
  const before = await Deno.stat(home.credentials);
  const { stdout } = await runIn({ home: home.path }, "doctor", "--fix");
  const after = await Deno.stat(home.credentials);
  assert.match(stdout, /^nothing found/);
  assert.deepEqual(
    [after.ino, after.mtime, after.ctime],
    [before.ino, before.mtime, before.ctime],
  );
});

Deno.test("doctor --fix reports the completed fixes after a system error", async () => {
  await using home = await makeHome(KEYS + OLD_BLOCK);
  const inTheWay = join(home.path, ".aws", ".credentials.updsts-new");
  await Deno.mkdir(join(inTheWay, "x"), { recursive: true });
  const { status, stdout, stderr } = await runIn(
    { home: home.path, now: NOW },
    ...["doctor", "--fix"],
  );
  assert.equal(status, 1);
  assert.match(stdout, /warning: the session \[default_sts\] has expired/);
  assert.match(stderr, /^updsts: error: cannot write .*\nupdsts: hint: move /);
  assert.equal(await home.read(), KEYS + OLD_BLOCK);
});

/** Runs `doctor --fix` where a step of the store fails. */
async function fixWith(
  fault: Partial<CredentialStore>,
): Promise<FakeOutcome & { after: string; mode: number }> {
  await using home = await makeHome(KEYS + OLD_BLOCK);
  if (Deno.build.os !== "windows") await Deno.chmod(home.credentials, 0o644);
  const log = { warn() {}, info() {}, debug() {} };
  const services = makeServices({
    env: () => undefined,
    home: () => home.path,
    log,
  });
  const openStore = (path: string): CredentialStore => {
    const store = services.openStore(path);
    return { ...bound(store), ...fault };
  };
  const outcome = await runIn(
    { home: home.path, now: NOW, services: { ...services, openStore } },
    ...["doctor", "--fix"],
  );
  const { mode } = await Deno.stat(home.credentials);
  return { ...outcome, after: await home.read(), mode: (mode ?? 0) & 0o777 };
}

/** Methods that still belong to their store when they are copied. */
function bound(store: CredentialStore): CredentialStore {
  return {
    read: (use) => store.read(use),
    inspect: (isComplete) => store.inspect(isComplete),
    isBindMounted: () => store.isBindMounted(),
    losesGroup: (signal) => store.losesGroup(signal),
    makePrivate: (signal) => store.makePrivate(signal),
    dryRun: (edit, signal) => store.dryRun(edit, signal),
    update: (edit, signal) => store.update(edit, signal),
    withSessionLock: (section, work, signal) =>
      store.withSessionLock(section, work, signal),
    lockTerminal: (terminal, options) => store.lockTerminal(terminal, options),
  };
}

const busy = () => Promise.reject(new UpdstsError("file_busy", "no luck"));

Deno.test(ignoreOnWindows("file modes", {
  name: "doctor --fix reports the fixed mode if the removal fails",
  async fn() {
    for (const fault of [{ dryRun: busy }, { update: busy }]) {
      const { status, stdout, stderr, after, mode } = await fixWith(fault);
      assert.equal(status, 1);
      assert.match(stdout, /^fixed: other users/);
      assert.match(stdout, /warning: the session \[default_sts\] has expired/);
      assert.match(stderr, /^updsts: error: no luck/);
      assert.equal(after, KEYS + OLD_BLOCK);
      assert.equal(mode, 0o600);
    }
  },
}));

Deno.test(ignoreOnWindows("file modes", {
  name: "doctor --fix removes expired sessions if the mode cannot be changed",
  async fn() {
    const { status, stdout, stderr, after, mode } = await fixWith({
      makePrivate: busy,
    });
    assert.equal(status, 1);
    assert.match(stdout, /^fixed: the session \[default_sts\] has expired/);
    assert.match(stdout, /warning: other users/);
    assert.match(stderr, /^updsts: error: no luck/);
    assert.equal(after, KEYS);
    assert.equal(mode, 0o644);
  },
}));

Deno.test(ignoreOnWindows("file modes", {
  name:
    "doctor --fix reports the completed fixes if the file can no longer be read",
  async fn() {
    let reads = 0;
    const inspect = () => {
      if (reads++ > 0) return busy();
      const bytes = new TextEncoder().encode(KEYS + OLD_BLOCK);
      return Promise.resolve({ bytes, mode: 0o644 });
    };
    const { status, stdout, stderr, after } = await fixWith({ inspect });
    assert.equal(status, 1);
    assert.match(stdout, /^fixed: other users.*\nfixed: the session/);
    assert.match(stderr, /^updsts: error: no luck/);
    assert.equal(after, KEYS);
  },
}));
