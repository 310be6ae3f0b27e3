/** What needs a file system of its own; only root can set one up. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { ignoreWithout } from "../support/programs.ts";
import { makeScene, type Scene } from "../support/scene.ts";
import { type Outcome, updstsCommand, updstsEnv } from "../support/updsts.ts";
import { failing, straceTest } from "./faults.ts";

async function mount(...args: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("mount", {
      args,
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

async function unmount(path: string): Promise<void> {
  await new Deno.Command("umount", { args: [path] }).output();
}

async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const directory = await Deno.makeTempDir();
  const can = await mount("-t", "tmpfs", "none", directory);
  if (can) await unmount(directory);
  await Deno.remove(directory);
  return can;
}

const hasMounts = await canMount();

/** A test of a mount: ignored, with the reason in its name, where there is none. */
function mountTest(test: Deno.TestDefinition): void {
  Deno.test(ignoreWithout("root on Linux and mount", test, hasMounts));
}

async function refusesEarly(
  scene: Scene,
  error: RegExp,
  before: readonly string[] = [],
): Promise<void> {
  const text = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await runBehind(
    before,
    scene,
    "get",
    "-n",
    "default",
    "-t",
    code,
  );
  assert.equal(run.status, 1, run.stdout);
  assert.match(run.stderr, error);
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), text);
}

/** Runs updsts behind another command, with the permissions that it ships with. */
async function runBehind(
  before: readonly string[],
  { home, env }: Scene,
  ...args: string[]
): Promise<Outcome> {
  const options = { home: home.path, env };
  const [command, ...rest] = [...before, ...updstsCommand(args, options)];
  const { code, stdout, stderr } = await new Deno.Command(command!, {
    args: rest,
    clearEnv: true,
    env: updstsEnv(options),
    cwd: home.path,
    stdin: "null",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { status: code, stdout: decode(stdout), stderr: decode(stderr) };
}

mountTest({
  name: "get uses no MFA code on a full disk",
  async fn() {
    await using scene = await makeScene();
    const directory = join(scene.home.path, ".aws");
    const text = await scene.home.read();
    const ca = await Deno.readFile(join(directory, "ca.pem"));
    await mount("-t", "tmpfs", "-o", "size=64k", "none", directory);
    try {
      await Deno.writeTextFile(scene.home.credentials, text, { mode: 0o600 });
      await Deno.writeFile(join(directory, "ca.pem"), ca);
      await fill(join(directory, "filler"));
      await refusesEarly(scene, /no space is left on the device/);
      assert.deepEqual(await scene.home.names(), [
        "ca.pem",
        "credentials",
        "filler",
      ]);
    } finally {
      await unmount(directory);
    }
  },
});

async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { create: true, write: true });
  try {
    for (;;) await file.write(new Uint8Array(4096));
  } catch {
    // Full.
  }
}

mountTest({
  name: "get uses no MFA code on a read-only file system",
  async fn() {
    await using scene = await makeScene();
    const directory = join(scene.home.path, ".aws");
    await mount("--bind", directory, directory);
    try {
      await mount("-o", "remount,bind,ro", directory);
      await refusesEarly(scene, /the file system is read-only/);
    } finally {
      await unmount(directory);
    }
  },
});

mountTest({
  name: "get uses no MFA code for a bind-mounted file",
  async fn() {
    await using scene = await makeScene();
    const path = scene.home.credentials;
    await mount("--bind", path, path);
    try {
      await refusesEarly(scene, /is bind-mounted.*\n.*mount its directory/);
    } finally {
      await unmount(path);
    }
  },
});

mountTest({
  name: "doctor finds a file that is bind-mounted from another file system",
  async fn() {
    await using scene = await makeScene();
    const path = scene.home.credentials;
    const finding = /warning: the file is bind-mounted.*\n.*\n.*mount its dir/;
    const before = await scene.run(["doctor"]);
    assert.doesNotMatch(before.stdout, finding);
    const elsewhere = join(scene.home.path, "elsewhere");
    await Deno.mkdir(elsewhere);
    await mount("-t", "tmpfs", "none", elsewhere);
    const source = join(elsewhere, "credentials");
    try {
      await Deno.copyFile(path, source);
      await Deno.chmod(source, 0o600);
      await mount("--bind", source, path);
      const { stdout, status } = await scene.run(["doctor"]);
      assert.equal(status, 0);
      assert.match(stdout, finding);
    } finally {
      await unmount(path);
      await unmount(elsewhere);
    }
  },
});

mountTest({
  name: "get uses no MFA code for an immutable file",
  async fn() {
    await using scene = await makeScene();
    const path = scene.home.credentials;
    try {
      if (!await chattr("+i", path)) return;
      await refusesEarly(scene, /the system does not permit it/);
    } finally {
      await chattr("-i", path);
    }
  },
});

mountTest({
  name: "get uses no MFA code, and leaves no file, in an append-only directory",
  async fn() {
    await using scene = await makeScene();
    const directory = join(scene.home.path, ".aws");
    try {
      if (!await chattr("+a", directory)) return;
      await refusesEarly(
        scene,
        /cannot remove .*updsts-lock.*\n.*chattr -a -i/,
      );
      assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
    } finally {
      await chattr("-a", directory);
    }
  },
});

async function chattr(flag: string, path: string): Promise<boolean> {
  const command = new Deno.Command("chattr", {
    args: [flag, path],
    stderr: "null",
  });
  return (await command.output()).success;
}

for (
  const [what, call, error, words] of [
    ["lock", "flock", "ENOLCK", /the file system has no locks.*\n.*with -c/],
    ["lock", "flock", "ENOSYS", /does not support it.*\n.*with -c/],
    ["new", "write", "EDQUOT", /the disk quota is used up/],
    ["new", "fsync", "EIO", /the device has an error/],
    ["trial", "rename,renameat,renameat2", "EPERM", /does not permit it/],
  ] as const
) {
  straceTest({
    name:
      `get spends no code where ${call} of the ${what} file fails: ${error}`,
    async fn() {
      await using scene = await makeScene();
      const name = `.credentials.updsts-${what}`;
      const path = join(scene.home.path, ".aws", name);
      await refusesEarly(scene, words, failing([path], [[call, error]]));
      assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
    },
  });
}

straceTest({
  name: "get saves the session, and warns, if the directory cannot be synced",
  async fn() {
    await using scene = await makeScene();
    const directory = join(scene.home.path, ".aws");
    const code = scene.device.nextCode();
    const { status, stderr } = await runBehind(
      failing([directory], [["fsync", "EIO"]]),
      scene,
      ...["get", "-n", "default", "-t", code],
    );
    assert.equal(status, 0);
    assert.match(
      stderr,
      /warning: wrote .*, but cannot sync .*: a power failure may/,
    );
    assert.match(await scene.home.read(), /\[default_sts\]/);
  },
});
