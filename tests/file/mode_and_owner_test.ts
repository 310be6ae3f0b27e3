/** Files of other users, and file systems that keep neither mode nor owner. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runIn } from "../cli/fake_runtime.ts";
import { OLD_BLOCK } from "../credentials/samples.ts";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { type Home, makeHome } from "../support/updsts.ts";
import { writeWith } from "./faults.ts";
import { isRoot, modeOf, open, refusal, signal } from "./store.ts";
import { hintOf } from "../support/hint_of.ts";

/** A directory that a mount shows again, with its own rules. */
interface Mounted extends AsyncDisposable {
  credentials: string;
}

/** Shows the home's `.aws` through a file system that refuses some calls. */
async function bindfs(
  { path }: Home,
  ...options: string[]
): Promise<Mounted> {
  const place = join(path, "mounted");
  await Deno.mkdir(place);
  const args = [...options, join(path, ".aws"), place];
  const { success } = await new Deno.Command("bindfs", { args }).output();
  assert.ok(success);
  return {
    credentials: join(place, "credentials"),
    async [Symbol.asyncDispose]() {
      await new Deno.Command("umount", { args: [place] }).output();
    },
  };
}

async function canUseBindfs(): Promise<boolean> {
  if (!isRoot || !canRun("bindfs", "--version")) return false;
  await using home = await makeHome("");
  try {
    await using _mounted = await bindfs(home);
    return true;
  } catch {
    return false;
  }
}

const hasBindfs = await canUseBindfs();

/** A test of a mount: ignored, with the reason in its name, where there is none. */
function mountTest(test: Deno.TestDefinition): void {
  Deno.test(ignoreWithout("root and bindfs", test, hasBindfs));
}

mountTest({
  name: "a mount that refuses chmod is accepted if the mode is right",
  async fn() {
    await using home = await makeHome("a\n");
    await using mounted = await bindfs(home, "--chmod-deny");
    const lines: string[] = [];
    const store = open(mounted.credentials, lines);
    await store.dryRun((text) => `${text}b\n`, signal);
    await store.update((text) => `${text}b\n`);
    assert.equal(await home.read(), "a\nb\n");
    assert.deepEqual(lines, []);
  },
});

mountTest({
  name: "a mount that refuses chmod causes a warning if the mode is lost",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.chmod(home.credentials, 0o640);
    await using mounted = await bindfs(home, "--chmod-deny");
    const lines: string[] = [];
    const store = open(mounted.credentials, lines);
    await store.dryRun((text) => `${text}b\n`, signal);
    assert.deepEqual(lines, []);
    await store.update((text) => `${text}b\n`);
    assert.equal(await home.read(), "a\nb\n");
    assert.equal(modeOf(home.credentials), 0o600);
    assert.deepEqual(lines, [
      `the mode of ${mounted.credentials} is now 0600, no longer 0640`,
    ]);
  },
});

mountTest({
  name: "makePrivate() names the file whose mode it cannot change",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.chmod(home.credentials, 0o640);
    await using mounted = await bindfs(home, "--chmod-deny");
    const error = await refusal(open(mounted.credentials).makePrivate(signal));
    assert.match(error.message, /^cannot change the mode of .*: the system/);
  },
});

for (
  const [what, text, status, mode] of [
    ["succeeds where the removal makes up for", OLD_BLOCK, 0, 0o600],
    ["names the file after", "[a]\n", 1, 0o640],
  ] as const
) {
  mountTest({
    name: `doctor --fix ${what} a refused chmod`,
    async fn() {
      await using home = await makeHome(text);
      await Deno.chmod(home.credentials, 0o640);
      await using mounted = await bindfs(home, "--chmod-deny");
      const run = await runIn(
        { home: home.path },
        ...["doctor", "--fix", "-c", mounted.credentials],
      );
      assert.equal(run.status, status);
      assert.match(run.stdout, status === 0 ? /^fixed: other/ : /^warning: ot/);
      assert.equal(/cannot change the mode of /.test(run.stderr), status === 1);
      assert.equal(modeOf(home.credentials), mode);
    },
  });
}

mountTest({
  name:
    "an owner that cannot be kept is refused if the owner would lose access",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.chown(home.credentials, 12345, 0);
    await using mounted = await bindfs(home, "--chown-deny", "--chgrp-deny");
    const store = open(mounted.credentials);
    const error = await refusal(store.dryRun((text) => `${text}b\n`, signal));
    assert.match(
      error.message,
      /^cannot keep the owner 12345 of .*credentials/,
    );
    assert.match(hintOf(error), /run updsts as the user/);
    assert.equal(await home.read(), "a\n");
    assert.deepEqual(await home.names(), ["credentials"]);
  },
});

for (const mode of [0o600, 0o604]) {
  mountTest({
    name: `a foreign group is accepted with mode ${mode.toString(8)}`,
    async fn() {
      await using home = await makeHome("a\n");
      await Deno.chown(home.credentials, 0, 54321);
      await Deno.chmod(home.credentials, mode);
      await using mounted = await bindfs(home, "--chgrp-deny");
      const lines: string[] = [];
      const store = open(mounted.credentials, lines);
      await store.dryRun((text) => `${text}b\n`, signal);
      await store.update((text) => `${text}b\n`);
      assert.equal(await home.read(), "a\nb\n");
      assert.equal(modeOf(home.credentials), mode);
      assert.deepEqual(lines, [
        `the group of ${mounted.credentials} is now 0, no longer 54321`,
      ]);
    },
  });
}

mountTest({
  name: "a foreign group that can read is refused with a hint",
  async fn() {
    await using home = await makeHome("[a]\n");
    await Deno.chown(home.credentials, 0, 54321);
    await Deno.chmod(home.credentials, 0o640);
    await using mounted = await bindfs(home, "--chgrp-deny");
    const store = open(mounted.credentials);
    const error = await refusal(store.dryRun((text) => `${text}b\n`, signal));
    assert.match(
      error.message,
      /^cannot keep the group 54321 of .*credentials/,
    );
    const path = mounted.credentials;
    assert.ok(hintOf(error).includes(`"chgrp 0 ${path}"`), hintOf(error));
    assert.ok(hintOf(error).includes(`"chmod 600 ${path}"`), hintOf(error));
    const fake = { home: home.path };
    const doctor = (...args: string[]) =>
      runIn(fake, "doctor", "-c", mounted.credentials, ...args);
    const group = "the file belongs to a group that you are not a member of";
    const found = await doctor();
    assert.equal(found.status, 1);
    assert.ok(found.stdout.includes(`error: ${group}\n`), found.stdout);
    assert.equal(await home.read(), "[a]\n");
    const names = await home.names();
    assert.deepEqual(names, ["credentials"]);
    const fixed = await doctor("--fix");
    assert.equal(fixed.status, 0, fixed.stdout);
    assert.ok(fixed.stdout.includes(`fixed: ${group}\n`), fixed.stdout);
    assert.equal(modeOf(home.credentials), 0o600);
  },
});

const USER = 12345;
const USER_FLAGS = [`--reuid=${USER}`, `--regid=${USER}`, "--clear-groups"];
const writer = fileURLToPath(new URL("writer.ts", import.meta.url));
const canBeUser = isRoot &&
  canRun("setpriv", ...USER_FLAGS, "test", "-r", writer) &&
  canRun("setpriv", ...USER_FLAGS, Deno.execPath(), "--version");

Deno.test(ignoreWithout("root and setpriv", {
  name: "a user's own file with a foreign group is written",
  async fn() {
    await using home = await makeHome("a\n");
    for (const path of [home.path, join(home.path, ".aws")]) {
      await Deno.chown(path, USER, USER);
    }
    await Deno.chown(home.credentials, USER, 54321);
    const cache = `DENO_DIR=${home.path}/deno`;
    const asUser = ["env", cache, "setpriv", ...USER_FLAGS];
    const written = await writeWith(asUser, home.credentials);
    assert.deepEqual(written, {
      warnings: [
        `the group of ${home.credentials} is now ${USER}, no longer 54321`,
      ],
    });
    await Deno.chown(home.credentials, USER, 54321);
    await Deno.chmod(home.credentials, 0o640);
    const refused = await writeWith(asUser, home.credentials, "dryRun");
    assert.match(refused.message!, /^cannot keep the group 54321 of /);
    assert.ok(hintOf(refused).includes(`"chgrp ${USER} ${home.credentials}"`));
    assert.equal(await home.read(), "a\nb\n");
  },
}, canBeUser));
