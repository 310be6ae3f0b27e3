import assert from "node:assert/strict";
import { open as openFile } from "node:fs/promises";
import { type Home, makeHome } from "../support/updsts.ts";
import { isWindows, modeOf, open, refusal } from "./store.ts";
import { ignoreOnWindows } from "../support/programs.ts";

Deno.test("another program's change between reading and replacing is kept", async () => {
  await using home = await makeHome("a\n");
  let calls = 0;
  await open(home.credentials).update((text) => {
    if (++calls <= 2) {
      Deno.writeTextFileSync(home.credentials, `${text}theirs\n`);
    }
    return `${text}ours\n`;
  });
  assert.equal(await home.read(), "a\ntheirs\ntheirs\nours\n");
  assert.equal(calls, 3);
});

Deno.test("a change of the same length at the same time is detected", async () => {
  await using home = await makeHome("aaaa\n");
  const { mtime } = await Deno.stat(home.credentials);
  let calls = 0;
  await open(home.credentials).update((text) => {
    if (++calls === 1) {
      Deno.writeTextFileSync(home.credentials, "bbbb\n");
      Deno.utimeSync(home.credentials, mtime!, mtime!);
    }
    return `${text}ours\n`;
  });
  assert.equal(await home.read(), "bbbb\nours\n");
});

Deno.test("an error names another program that keeps changing the file", async () => {
  await using home = await makeHome("a\n");
  let calls = 0;
  const work = open(home.credentials).update((text) => {
    Deno.writeTextFileSync(home.credentials, `${++calls}\n`);
    // Else the next attempt would wait until the file has settled.
    const aMinuteAgo = Date.now() / 1_000 - 60;
    Deno.utimeSync(home.credentials, aMinuteAgo, aMinuteAgo);
    return `${text}ours\n`;
  });
  assert.match((await refusal(work)).message, /another program keeps changing/);
  assert.equal(await home.read(), `${calls}\n`);
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test(ignoreOnWindows("file modes", {
  name: "another program's change of the mode is detected and kept",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.chmod(home.credentials, 0o644);
    let calls = 0;
    await open(home.credentials).update((text) => {
      if (++calls === 1) Deno.chmodSync(home.credentials, 0o600);
      return `${text}ours\n`;
    });
    assert.equal(modeOf(home.credentials), 0o600);
    assert.equal(calls, 2);
  },
}));

Deno.test({
  name: "another file with the same text is detected",
  async fn() {
    await using home = await makeHome("a\n");
    const other = `${home.credentials}-other`;
    let calls = 0;
    await open(home.credentials).update((text) => {
      if (++calls === 1) {
        Deno.writeTextFileSync(other, text, { mode: 0o600 });
        Deno.renameSync(other, home.credentials);
      }
      return `${text}ours\n`;
    });
    assert.equal(await home.read(), "a\nours\n");
    assert.equal(calls, 2);
  },
});

Deno.test("file and directory are synced, before and after the rename", async () => {
  await using home = await makeHome("a\n");
  const done: string[] = [];
  const { rename } = Deno;
  const syncs = [Deno.FsFile.prototype, await fileHandlePrototype(home)];
  const originals = syncs.map(({ sync }) => sync);
  for (const [at, prototype] of syncs.entries()) {
    prototype.sync = function () {
      done.push("sync");
      return originals[at]!.call(this);
    };
  }
  Deno.rename = (from, to) => {
    done.push("rename");
    return rename(from, to);
  };
  try {
    await open(home.credentials).update((text) => `${text}b\n`);
  } finally {
    for (const [at, prototype] of syncs.entries()) {
      prototype.sync = originals[at]!;
    }
    Deno.rename = rename;
  }
  assert.deepEqual(done, ["sync", "rename", ...isWindows ? [] : ["sync"]]);
});

/** Of the files that node:fs opens. */
async function fileHandlePrototype(
  { credentials }: Home,
): Promise<{ sync(): Promise<void> }> {
  const file = await openFile(credentials);
  await file.close();
  return Object.getPrototypeOf(file);
}
