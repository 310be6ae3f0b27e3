/** Root in the directory of a user who swaps files while root works there. */
import assert from "node:assert/strict";
import { lchown } from "node:fs/promises";
import { join } from "node:path";
import { age, makeHome } from "../support/updsts.ts";
import { isRoot, modeOf, open, refusal, signal } from "./store.ts";
import { hintOf } from "../support/hint_of.ts";
import { ignoreWithout } from "../support/programs.ts";

const ROUNDS = 100;

/**
 * Puts a symlink or a hard link to a file of root's in the place of a name,
 * again and again, as the owner of the directory can.
 */
const SWAP = `
self.onmessage = ({ data: { link, name, victim, isOver } }) => {
  postMessage("ready");
  while (Atomics.load(isOver, 0) === 0) {
    try {
      Deno[link](victim, name + "-evil");
    } catch {
      // It is there.
    }
    try {
      Deno.lstatSync(name);
      Deno.renameSync(name + "-evil", name);
    } catch {
      // Not there at the moment.
    }
  }
  postMessage("done");
};
`;

for (const link of ["symlinkSync", "linkSync"]) {
  Deno.test(ignoreWithout("root", {
    name:
      `root gives no file of its own away where a user swaps the new file by ${link}`,
    async fn() {
      await using home = await makeHome("a\n");
      const victim = join(home.path, "victim");
      await Deno.writeTextFile(victim, "precious\n", { mode: 0o600 });
      const directory = join(home.path, ".aws");
      const url = URL.createObjectURL(
        new Blob([SWAP], { type: "text/javascript" }),
      );
      const attacker = new Worker(url, { type: "module" });
      const message = () =>
        new Promise((resolve) => attacker.onmessage = resolve);
      const isOver = new Int32Array(new SharedArrayBuffer(4));
      const name = join(directory, ".credentials.updsts-new");
      attacker.postMessage({ link, name, victim, isOver });
      await message();
      try {
        for (let round = 0; round < ROUNDS; round++) {
          await reset(home.credentials);
          await open(home.credentials).update((text) => `${text}b\n`)
            .catch(() => {});
          const { uid, gid } = await Deno.stat(victim);
          assert.deepEqual([uid, gid, modeOf(victim)], [0, 0, 0o600]);
        }
      } finally {
        Atomics.store(isOver, 0, 1);
        await message();
        attacker.terminate();
        URL.revokeObjectURL(url);
      }
    },
  }, isRoot));
}

Deno.test(ignoreWithout("root", {
  name:
    "root does not change the owner of its own file with the name of the lock",
  async fn() {
    await using home = await makeHome("a\n");
    await reset(home.credentials);
    const victim = join(home.path, "victim");
    await Deno.writeTextFile(victim, "precious\n", { mode: 0o600 });
    const lock = join(home.path, ".aws", ".credentials.updsts-lock");
    const { lstatSync } = Deno;
    let isPlanted = false;
    // Between the look for the lock's file and its creation.
    Deno.lstatSync = (path) => {
      if (path !== lock || isPlanted) return lstatSync(path);
      isPlanted = true;
      Deno.linkSync(victim, lock);
      throw new Deno.errors.NotFound();
    };
    try {
      await open(home.credentials).update((text) => `${text}b\n`)
        .catch(() => {});
    } finally {
      Deno.lstatSync = lstatSync;
    }
    assert.ok(isPlanted);
    assert.equal(await Deno.readTextFile(victim), "precious\n");
    const { uid, gid } = await Deno.stat(victim);
    assert.deepEqual([uid, gid, modeOf(victim)], [0, 0, 0o600]);
  },
}, isRoot));

/** A file of the user's that makes updsts set an owner and a mode. */
async function reset(path: string): Promise<void> {
  await Deno.remove(path).catch(() => {});
  await Deno.writeTextFile(path, "a\n");
  await Deno.chown(path, 12345, 12345);
  await Deno.chmod(path, 0o4755);
  await age(path); // Else each round would wait until the file has settled.
}

Deno.test(ignoreWithout("root", {
  name: "no new file is setuid, setgid or sticky",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.chmod(home.credentials, 0o7640);
    await open(home.credentials).update((text) => `${text}b\n`);
    assert.equal(modeOf(home.credentials), 0o640);
  },
}, isRoot));

Deno.test(ignoreWithout("root", {
  name: "root does not change another user's file through a symlink",
  async fn() {
    await using home = await makeHome("a\n");
    const directory = join(home.path, "roots");
    const victim = join(directory, "victim");
    await Deno.mkdir(directory);
    await Deno.writeTextFile(victim, "precious\n");
    await Deno.chmod(victim, 0o644);
    await Deno.remove(home.credentials);
    await Deno.symlink(victim, home.credentials);
    await lchown(home.credentials, 12345, 12345);
    const store = open(home.credentials);
    const edit = (text: string) => `${text}b\n`;
    const works = [
      () => store.makePrivate(signal),
      () => store.dryRun(edit, signal),
      () => store.update(edit),
      () => store.withSessionLock("a", () => Promise.resolve(), signal),
    ];
    for (const work of works) {
      const error = await refusal(work());
      const hint = hintOf(error);
      assert.match(
        error.message,
        /is a symlink of the user 12345 to a file of the/,
      );
      assert.ok(hint.includes(`-c ${victim}`), hint);
    }
    assert.equal(await Deno.readTextFile(victim), "precious\n");
    assert.equal(modeOf(victim), 0o644);
    assert.equal((await Array.fromAsync(Deno.readDir(directory))).length, 1);
    // The user's own file, and a symlink that root made, are written.
    for (const [link, file] of [[12345, 12345], [0, 12345]] as const) {
      await lchown(home.credentials, link, link);
      await Deno.chown(victim, file, file);
      await open(home.credentials).update(edit);
    }
    assert.equal(await Deno.readTextFile(victim), "precious\nb\nb\n");
  },
}, isRoot));
