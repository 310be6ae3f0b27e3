import assert from "node:assert/strict";
import { join } from "node:path";
import { UpdstsError } from "../../src/errors.ts";
import { type LockOptions, withLock } from "../../src/file/lock.ts";
import {
  ignoreOnWindows,
  ignoreWithout,
  isInstalled,
} from "../support/programs.ts";
import { type Home, makeHome } from "../support/updsts.ts";
import { asItIs, isRoot, modeOf, open, refusal, signal } from "./store.ts";
import { hintOf } from "../support/hint_of.ts";

/** Works under a lock in the home directory. */
async function underLock<T>(
  { path }: Home,
  work: () => Promise<T>,
  wait?: LockOptions,
): Promise<T> {
  const owner = await Deno.stat(path);
  return await withLock(join(path, "lock"), owner, work, wait);
}

const nothing = () => Promise.resolve();

Deno.test("the wait for a lock has a timeout", async () => {
  await using home = await makeHome("");
  await underLock(home, async () => {
    const work = underLock(home, nothing, { timeout: 50 });
    assert.equal((await refusal(work)).code, "file_busy");
  });
  assert.equal(await underLock(home, () => Promise.resolve(7)), 7);
});

Deno.test("an interrupt ends the wait for a lock", async () => {
  await using home = await makeHome("");
  const controller = new AbortController();
  await underLock(home, async () => {
    const work = underLock(home, nothing, { signal: controller.signal });
    controller.abort(new UpdstsError("interrupted", "enough"));
    assert.equal((await refusal(work)).code, "interrupted");
  });
});

/** Holds the lock of the credentials file as another process would. */
async function hold(home: Home): Promise<Deno.FsFile> {
  const file = await Deno.open(lockOf(home), { create: true, write: true });
  await file.lock(true);
  return file;
}

function lockOf({ path }: Home): string {
  return join(path, ".aws", ".credentials.updsts-lock");
}

Deno.test("update() and dryRun() report the wait for a lock, and an interrupt ends it", async () => {
  await using home = await makeHome("a\n");
  using _held = await hold(home);
  for (const method of ["update", "dryRun"] as const) {
    const controller = new AbortController();
    const lines: string[] = [];
    const store = open(home.credentials, lines);
    const waiting = refusal(store[method](() => "b\n", controller.signal));
    while (lines.length === 0) await sleep(20);
    assert.match(lines[0]!, /another updsts is writing .*; waiting for it/);
    controller.abort(new UpdstsError("interrupted", "enough"));
    assert.equal((await waiting).code, "interrupted");
    assert.equal(lines.length, 1);
  }
  assert.equal(await home.read(), "a\n");
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("more updates can wait than the process has threads", async () => {
  await using home = await makeHome("");
  const store = open(home.credentials);
  const numbers = Array.from({ length: 100 }, (_, number) => `${number}\n`);
  await Promise.all(
    numbers.map((line) => store.update((text) => text + line)),
  );
  const lines = (await home.read()).split(/(?<=\n)/);
  assert.deepEqual(lines.toSorted(), numbers.toSorted());
});

Deno.test("more updates can time out than the process has threads, and the next gets the lock", async () => {
  await using home = await makeHome("a\n");
  const store = open(home.credentials);
  const held = await hold(home);
  const many = Array.from({ length: 100 }, async () => {
    const enough = AbortSignal.timeout(100);
    await assert.rejects(store.update((text) => text, enough));
  });
  await Promise.all(many);
  assert.equal(await store.read(asItIs), "a\n");
  held.close();
  await store.update((text) => `${text}b\n`);
  assert.equal(await home.read(), "a\nb\n");
});

Deno.test("a lock without a wait is not reported", async () => {
  await using home = await makeHome("a\n");
  const lines: string[] = [];
  const store = open(home.credentials, lines);
  await store.withSessionLock("a", () => sleep(1100), signal);
  assert.deepEqual(lines, []);
});

Deno.test(ignoreOnWindows("file modes", {
  name: "locks have mode 0600",
  async fn() {
    await using home = await makeHome("a\n");
    const store = open(home.credentials);
    await store.update((text) => `${text}b\n`);
    await store.withSessionLock("a", nothing, signal);
    const directory = join(home.path, ".aws");
    const [lock, refresh] = Array.from(
      Deno.readDirSync(directory),
      ({ name }) => join(directory, name),
    ).filter((path) => path.includes("updsts")).sort();
    assert.equal(modeOf(lock!), 0o600);
    assert.equal(modeOf(refresh!), 0o700);
    const [own, ...others] = Array.from(
      Deno.readDirSync(refresh!),
      ({ name }) => join(refresh!, name),
    );
    assert.equal(modeOf(own!), 0o600);
    assert.deepEqual(others, []);
  },
}));

Deno.test(ignoreOnWindows("file modes", {
  name: "a umask takes no access to the lock or to a new file away",
  async fn() {
    await using home = await makeHome("");
    await Deno.remove(home.credentials);
    const umask = Deno.umask(0o777);
    try {
      await open(home.credentials).update(() => "a\n");
    } finally {
      Deno.umask(umask);
    }
    assert.equal(modeOf(lockOf(home)), 0o600);
    assert.equal(modeOf(home.credentials), 0o600);
  },
}));

Deno.test(ignoreOnWindows("owners", {
  name: "a directory of locks that cannot be opened is refused",
  async fn() {
    await using home = await makeHome("a\n");
    const { mkdir } = Deno;
    Deno.mkdir = () => Promise.resolve();
    try {
      const work = open(home.credentials).withSessionLock("a", nothing, signal);
      assert.match(
        (await refusal(work)).message,
        /cannot create .*updsts-refresh: there is no such file/,
      );
    } finally {
      Deno.mkdir = mkdir;
    }
  },
}));

Deno.test(ignoreWithout("root", {
  name: "a lock that root creates gets the owner of the file",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.chown(home.credentials, 12345, 54321);
    await open(home.credentials).update((text) => `${text}b\n`);
    const { uid, gid } = await Deno.stat(lockOf(home));
    assert.deepEqual([uid, gid], [12345, 54321]);
  },
}, isRoot));

Deno.test(ignoreWithout("root", {
  name: "root follows no symlink with the name of the lock",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.chown(home.credentials, 12345, 54321);
    const victim = join(home.path, "victim");
    await Deno.symlink(victim, lockOf(home));
    for (const isThere of [false, true]) {
      if (isThere) await Deno.writeTextFile(victim, "");
      const work = open(home.credentials).update((text) => `${text}b\n`);
      assert.match((await refusal(work)).message, /lock is not a regular file/);
    }
    assert.equal((await Deno.stat(victim)).uid, 0);
  },
}, isRoot));

/** What may be in the place of a lock file, and the message about it. */
const OBSTACLES: [
  name: string,
  make: (home: Home) => unknown,
  RegExp,
  RegExp,
][] = [
  [
    "a directory in its place",
    (home) => Deno.mkdir(lockOf(home)),
    /cannot create .*updsts-lock: a directory is in its place/,
    /move the directory away/,
  ],
  [
    "a pipe in its place",
    (home) => new Deno.Command("mkfifo", { args: [lockOf(home)] }).output(),
    /the lock .*updsts-lock is not a regular file/,
    /move it away/,
  ],
  [
    "a directory in the place of the temporary file",
    (home) =>
      Deno.mkdir(lockOf(home).replace("-lock", "-new/x"), { recursive: true }),
    /cannot write .*: a directory has the name of a temporary file/,
    /updsts-new/,
  ],
];

for (const [name, make, message, hint] of OBSTACLES) {
  Deno.test(ignoreWithout("mkfifo", {
    name: `update() refuses ${name} with a hint`,
    async fn() {
      await using home = await makeHome("a\n");
      await make(home);
      const error = await refusal(open(home.credentials).update(() => "b\n"));
      assert.match(error.message, message);
      assert.match(hintOf(error), hint);
      assert.equal(await home.read(), "a\n");
    },
  }, !/pipe/.test(name) || isInstalled("mkfifo")));
}

Deno.test("update() refuses another user's lock with a hint", async () => {
  await using home = await makeHome("a\n");
  await Deno.writeTextFile(lockOf(home), "");
  const { open: openFile } = Deno;
  Deno.open = () =>
    Promise.reject(
      Object.assign(new Deno.errors.PermissionDenied(), { code: "EACCES" }),
    );
  try {
    const error = await refusal(open(home.credentials).update(() => "b\n"));
    assert.match(
      error.message,
      /cannot create .*updsts-lock: permission denied/,
    );
    assert.match(hintOf(error), /another user's, delete it/);
  } finally {
    Deno.open = openFile;
  }
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
