/** What needs a file system of its own; only root can set one up. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene } from "../support/scene.ts";

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
  const folder = await Deno.makeTempDir();
  const can = await mount("-t", "tmpfs", "none", folder);
  if (can) await unmount(folder);
  await Deno.remove(folder);
  return can;
}

const ignore = !(await canMount());

async function refusesEarly(scene: Scene, error: RegExp): Promise<void> {
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "default", "-t", code]);
  assert.equal(run.status, 1, run.stdout);
  assert.match(run.stderr, error);
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
}

Deno.test({
  name: "get spends no code on a full disk",
  ignore,
  async fn() {
    await using scene = await makeScene();
    const folder = join(scene.home.path, ".aws");
    const text = await scene.home.read();
    const ca = await Deno.readFile(join(folder, "ca.pem"));
    await mount("-t", "tmpfs", "-o", "size=64k", "none", folder);
    try {
      await Deno.writeTextFile(scene.home.credentials, text, { mode: 0o600 });
      await Deno.writeFile(join(folder, "ca.pem"), ca);
      await fill(join(folder, "filler"));
      await refusesEarly(scene, /no space is left on the device/);
      assert.deepEqual(await scene.home.names(), [
        "ca.pem",
        "credentials",
        "filler",
      ]);
    } finally {
      await unmount(folder);
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

Deno.test({
  name: "get spends no code on a read-only file system",
  ignore,
  async fn() {
    await using scene = await makeScene();
    const folder = join(scene.home.path, ".aws");
    await mount("--bind", folder, folder);
    try {
      await mount("-o", "remount,bind,ro", folder);
      await refusesEarly(scene, /the file system is read-only/);
    } finally {
      await unmount(folder);
    }
  },
});

Deno.test({
  name: "get spends no code on a file that is bind-mounted",
  ignore,
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

Deno.test({
  name: "get spends no code on a file that its user made immutable",
  ignore,
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

Deno.test({
  name: "get spends no code, and leaves no file, in an append-only directory",
  ignore,
  async fn() {
    await using scene = await makeScene();
    const folder = join(scene.home.path, ".aws");
    try {
      if (!await chattr("+a", folder)) return;
      await refusesEarly(scene, /cannot remove .*updsts-lock.*\n.*chattr -ai/);
      assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
    } finally {
      await chattr("-a", folder);
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
