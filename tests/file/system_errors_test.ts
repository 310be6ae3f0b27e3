import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { ignoreWithout } from "../support/programs.ts";
import { type Home, makeHome } from "../support/updsts.ts";
import { failing, type Faults, straceTest, writeWith } from "./faults.ts";
import { isRoot, modeOf } from "./store.ts";

function own({ path }: Home, what: string): string {
  return join(path, ".aws", `.credentials.updsts-${what}`);
}

straceTest(ignoreWithout("root", {
  name: "a write survives one transient error in each step",
  async fn() {
    await using home = await makeHome("a\n");
    await Deno.chmod(home.credentials, 0o640);
    await Deno.chown(home.credentials, 12345, 54321);
    const faults: Faults = [
      ["openat", "ESTALE:when=1"],
      ["write", "EAGAIN:when=1"],
      ["fchown", "EBUSY:when=1"],
      ["fchmod", "EAGAIN:when=1"],
      ["fsync", "ESTALE:when=1"],
      ["rename,renameat,renameat2", "EBUSY:when=1"],
    ];
    const written = await writeWith(
      failing([own(home, "new")], faults),
      home.credentials,
    );
    assert.deepEqual(written, { warnings: [] });
    assert.equal(await home.read(), "a\nb\n");
    const { uid, gid } = await Deno.stat(home.credentials);
    assert.deepEqual([uid, gid], [12345, 54321]);
    assert.equal(modeOf(home.credentials), 0o640);
  },
}, isRoot));

for (const error of ["EINTR", "ENFILE"]) {
  straceTest({
    name: `a write survives one ${error} in the rename and in a read`,
    async fn() {
      await using home = await makeHome("a\n");
      const once = `${error}:when=1`;
      const written = await writeWith(
        failing([home.credentials, own(home, "new")], [
          ["openat", once],
          ["rename,renameat,renameat2", once],
        ]),
        home.credentials,
      );
      assert.deepEqual(written, { warnings: [] });
      assert.equal(await home.read(), "a\nb\n");
    },
  });
}

straceTest({
  name: "a lasting transient error ends the write",
  async fn() {
    await using home = await makeHome("a\n");
    const { message, hint } = await writeWith(
      failing([own(home, "new")], [["fsync", "ESTALE"]]),
      home.credentials,
    );
    assert.match(message!, /^cannot write .*credentials: .*stale file handle/);
    assert.match(hint!, /mount/);
    assert.equal(await home.read(), "a\n");
    assert.deepEqual(await home.names(), ["credentials"]);
  },
});

for (const [error, warnings] of [["EIO", 1], ["EINVAL", 0]] as const) {
  straceTest({
    name: `${error} of the directory's fsync gives ${warnings} warnings`,
    async fn() {
      await using home = await makeHome("a\n");
      const directory = join(home.path, ".aws");
      const written = await writeWith(
        failing([directory], [["fsync", error]]),
        home.credentials,
      );
      assert.equal(written.message, undefined);
      assert.equal(await home.read(), "a\nb\n");
      assert.equal(written.warnings.length, warnings);
      if (warnings === 0) return;
      assert.match(
        written.warnings[0]!,
        /wrote .*credentials, but cannot sync .*\.aws \(the device has an error\): a power failure may/,
      );
    },
  });
}

for (const error of ["EXDEV", "EPERM", "EIO"]) {
  straceTest({
    name: `the dry run detects a rename that always fails with ${error}`,
    async fn() {
      await using home = await makeHome("a\n");
      const { code } = await writeWith(
        failing([own(home, "trial")], [["rename,renameat,renameat2", error]]),
        home.credentials,
        "dryRun",
      );
      assert.equal(code, "file_not_writable");
      assert.equal(await home.read(), "a\n");
      assert.deepEqual(await home.names(), ["credentials"]);
    },
  });
}

for (
  const [error, words] of [
    ["ENOLCK", /cannot lock .*updsts-lock: the file system has no locks/],
    ["ENOSYS", /cannot lock .*updsts-lock: the file system does not support/],
  ] as const
) {
  straceTest({
    name: `${error} of flock is explained with a hint`,
    async fn() {
      await using home = await makeHome("a\n");
      const { message, hint } = await writeWith(
        failing([own(home, "lock")], [["flock", error]]),
        home.credentials,
        "dryRun",
      );
      assert.match(message!, words);
      assert.match(hint!, /local disk.*-c/);
      assert.equal(await home.read(), "a\n");
    },
  });
}

/** One system call for each error: all of them in one process. */
const CALLS: Record<string, [error: string, words: RegExp]> = {
  flock: ["EDQUOT", /: the disk quota is used up$/],
  write: ["ENOLCK", /: the file system has no locks$/],
  read: ["ESTALE", /: .*\(stale file handle\)$/],
  fsync: ["ETXTBSY", /: it is in use as a running program$/],
  fdatasync: ["ENOSYS", /: the file system does not support it$/],
  ftruncate: ["EMFILE", /: too many files are open in this process$/],
  lseek: ["EAGAIN", /: the system is out of resources for now$/],
  fchmod: ["ENOMEM", /: the system is out of memory$/],
  fchown: ["EBADF", /: the file is no longer open$/],
  "chmod,fchmodat": ["EINVAL", /: the file system does not accept it$/],
  "rename,renameat,renameat2": [
    "EUCLEAN",
    /: Structure needs cleaning \(os error 117\)$/,
  ],
  "link,linkat": ["ENOTCONN", /: the file system is not connected$/],
};

straceTest({
  name: "system errors are explained, with or without an error code of Deno",
  async fn() {
    await using home = await makeHome("a\n");
    const script = new URL("failing_calls.ts", import.meta.url);
    const faults = Object.entries(CALLS)
      .map(([call, [error]]) => [call, error] as const);
    const [command, ...args] = [
      ...failing([home.credentials], faults),
      ...[Deno.execPath(), "run", "--quiet", "--allow-all"],
      ...[fileURLToPath(script), home.credentials],
    ];
    const { stdout } = await new Deno.Command(command!, { args }).output();
    const said = new Map(
      Object.entries<string>(JSON.parse(new TextDecoder().decode(stdout))),
    );
    for (const [call, [error, words]] of Object.entries(CALLS)) {
      assert.match(said.get(call) ?? "", words, `${call}: ${error}`);
    }
  },
});

Deno.test(ignoreWithout("sh", {
  name: "the limit of open files is explained",
  async fn() {
    await using home = await makeHome("a\n");
    const limited = ["sh", "-c", 'ulimit -n 200; exec "$@"', "sh"];
    const { message, hint } = await writeWith(
      limited,
      home.credentials,
      "dryRun",
      "greedy",
    );
    assert.match(message!, /too many files are open in this process$/);
    assert.match(hint!, /ulimit -n/);
    assert.equal(await home.read(), "a\n");
    assert.deepEqual(await home.names(), ["credentials"]);
  },
}));
