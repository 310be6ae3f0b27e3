import assert from "node:assert/strict";
import { join } from "node:path";
import { UpdstsError } from "../../src/errors.ts";
import {
  ignoreOnWindows,
  ignoreWithout,
  isInstalled,
} from "../support/programs.ts";
import { type Home, makeHome } from "../support/updsts.ts";
import {
  asItIs,
  isRoot,
  isWindows,
  modeOf,
  open,
  refusal,
  signal,
} from "./store.ts";

Deno.test("update() replaces the text and leaves nothing beside it", async () => {
  await using home = await makeHome("a\n");
  await open(home.credentials).update((text) => `${text}b\n`);
  assert.equal(await home.read(), "a\nb\n");
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("dryRun() does not replace the file", async () => {
  await using home = await makeHome("a\n");
  const before = await Deno.stat(home.credentials);
  await open(home.credentials).dryRun((text) => `${text}b\n`, signal);
  const after = await Deno.stat(home.credentials);
  assert.equal(await home.read(), "a\n");
  assert.equal(after.ino, before.ino);
  assert.deepEqual(after.mtime, before.mtime);
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("text that is not ASCII keeps its bytes, and so does a byte order mark", async () => {
  const text = "\ufeff# ключ 鍵 \ufffd \u0000 \u2028\r\n[é]\r";
  await using home = await makeHome(text);
  await open(home.credentials).update((text) => `${text}#`);
  assert.equal(await home.read(), `${text}#`);
});

Deno.test(ignoreOnWindows("file modes", {
  name: "update() keeps the mode, and creates a file with mode 0600",
  async fn() {
    await using home = await makeHome("a\n");
    for (const mode of [0o600, 0o640, 0o644, 0o400]) {
      await Deno.chmod(home.credentials, mode);
      await open(home.credentials).update((text) => `${text}b\n`);
      assert.equal(modeOf(home.credentials), mode);
    }
    await Deno.remove(home.credentials);
    await open(home.credentials).update(() => "new\n");
    assert.equal(modeOf(home.credentials), 0o600);
  },
}));

Deno.test(ignoreOnWindows("file modes", {
  name: "other users cannot read the temporary file",
  async fn() {
    await using home = await makeHome("a\n");
    const directory = join(home.path, ".aws");
    const modes = new Set<number>();
    const watcher = Deno.watchFs(directory);
    const watching = (async () => {
      for await (const { paths } of watcher) {
        for (const path of paths) {
          if (!path.endsWith("-new")) continue;
          try {
            modes.add(modeOf(path));
          } catch {
            // Renamed meanwhile.
          }
        }
      }
    })();
    const large = "x".repeat(8_000_000);
    for (let round = 0; round < 5; round++) {
      await open(home.credentials).update(() => `${large}${round}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    watcher.close();
    await watching;
    assert.deepEqual([...modes], [0o600]);
  },
}));

Deno.test(ignoreWithout("root", {
  name: "update() keeps the owner and the group",
  async fn() {
    await using home = await makeHome("a\n");
    for (const [uid, gid] of [[12345, 54321], [12345, 0], [0, 54321]]) {
      await Deno.chown(home.credentials, uid!, gid!);
      await open(home.credentials).update((text) => `${text}b\n`);
      const info = await Deno.stat(home.credentials);
      assert.deepEqual([info.uid, info.gid], [uid, gid]);
    }
  },
}, isRoot));

Deno.test(ignoreOnWindows("symlinks", {
  name: "a symlink stays a symlink, and its target is replaced",
  async fn() {
    await using home = await makeHome("a\n");
    const directory = join(home.path, "dotfiles");
    await Deno.mkdir(directory);
    const real = join(directory, "aws-credentials");
    await Deno.rename(home.credentials, real);
    await Deno.symlink("../dotfiles/aws-credentials", home.credentials);
    await open(home.credentials).update((text) => `${text}b\n`);
    assert.ok((await Deno.lstat(home.credentials)).isSymlink);
    assert.equal(await Deno.readTextFile(real), "a\nb\n");
    assert.deepEqual(await home.names(), ["credentials"]);
  },
}));

Deno.test(ignoreOnWindows("symlinks", {
  name: "a symlink without a target, or to itself, is refused and kept",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.remove(home.credentials);
    for (const target of ["nowhere", "credentials"]) {
      await Deno.symlink(target, home.credentials);
      const store = open(home.credentials);
      for (
        const work of [
          () => store.read(asItIs),
          () => store.update(() => "b\n"),
        ]
      ) {
        assert.equal((await refusal(work())).code, "file_unreadable");
      }
      assert.ok((await Deno.lstat(home.credentials)).isSymlink);
      await Deno.remove(home.credentials);
    }
  },
}));

const NOT_REGULAR: [
  name: string,
  make: (home: Home) => Promise<unknown>,
  RegExp,
][] = [
  [
    "a directory",
    (home) => Deno.mkdir(home.credentials),
    /is not a regular file/,
  ],
  [
    "a pipe",
    (home) => new Deno.Command("mkfifo", { args: [home.credentials] }).output(),
    /is not a regular file/,
  ],
  [
    "a device",
    (home) => Deno.symlink("/dev/zero", home.credentials),
    /is not a regular file/,
  ],
  [
    "a file that is far too large",
    async (home) => {
      await Deno.writeTextFile(home.credentials, "");
      await Deno.truncate(home.credentials, 65 * 1024 * 1024);
    },
    /is larger than 8 MiB/,
  ],
  [
    "UTF-16",
    (home) =>
      Deno.writeFile(home.credentials, new Uint8Array([0xff, 0xfe, 91, 0])),
    /is not UTF-8 text/,
  ],
  [
    "Latin-1",
    (home) => Deno.writeFile(home.credentials, new Uint8Array([35, 0xe9, 10])),
    /is not UTF-8 text/,
  ],
];

for (const [name, make, message] of NOT_REGULAR) {
  Deno.test(ignoreWithout("mkfifo and /dev/zero", {
    name: `a credentials file that is ${name} is refused`,
    async fn() {
      await using home = await makeHome("");
      await Deno.remove(home.credentials);
      await make(home);
      const before = await Deno.lstat(home.credentials);
      const store = open(home.credentials);
      const works = [
        () => store.read(asItIs),
        () => store.dryRun(() => "x", signal),
        () => store.update(() => "x"),
      ];
      for (const work of works) {
        assert.match((await refusal(work())).message, message);
      }
      assert.equal((await Deno.lstat(home.credentials)).ino, before.ino);
      assert.deepEqual(await home.names(), ["credentials"]);
    },
  }, !/pipe|device/.test(name) || isInstalled("mkfifo")));
}

Deno.test("the temporary file of a killed process is removed", async () => {
  await using home = await makeHome("a\n");
  const left = join(home.path, ".aws", ".credentials.updsts-new");
  await Deno.writeTextFile(left, "CANARY");
  await open(home.credentials).update((text) => `${text}b\n`);
  assert.equal(await home.read(), "a\nb\n");
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("a symlink with the name of the temporary file is not followed", async () => {
  if (isWindows) return;
  await using home = await makeHome("a\n");
  const victim = join(home.path, "victim");
  await Deno.writeTextFile(victim, "precious");
  await Deno.symlink(
    victim,
    join(home.path, ".aws", ".credentials.updsts-new"),
  );
  await open(home.credentials).update((text) => `${text}b\n`);
  assert.equal(await Deno.readTextFile(victim), "precious");
  assert.equal(await home.read(), "a\nb\n");
});

Deno.test("a failed edit leaves file and directory unchanged", async () => {
  await using home = await makeHome("a\n");
  const fails = () => {
    throw new UpdstsError("file_conflict", "no");
  };
  const store = open(home.credentials);
  const works = [
    () => store.dryRun(fails, signal),
    () => store.update(fails),
  ];
  for (const work of works) {
    assert.equal((await refusal(work())).code, "file_conflict");
  }
  assert.equal(await home.read(), "a\n");
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("read() warns of a file that other users can access", async () => {
  if (isWindows) return;
  await using home = await makeHome("a\n");
  for (
    const [mode, warnings] of [[0o600, 0], [0o640, 1], [0o604, 1]] as const
  ) {
    await Deno.chmod(home.credentials, mode);
    const lines: string[] = [];
    await open(home.credentials, lines).read(asItIs);
    assert.equal(lines.length, warnings);
  }
});
