/** Windows: programs that have the credentials file open. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ignoreWithout } from "../support/programs.ts";
import { makeScene } from "../support/scene.ts";
import { makeHome } from "../support/updsts.ts";
import { asItIs, isWindows, open, signal } from "./store.ts";

const READ = 0x8000_0000;
const SHARE_NOTHING = 0;
const SHARE_READ = 1;
const SHARE_READ_WRITE = 3;

/** How programs open a file that they read. */
const READERS: Record<string, [share: number, ...locked: "locked"[]]> = {
  "Python's or Go's way": [SHARE_READ_WRITE],
  ".NET's way": [SHARE_READ],
  "a way that shares nothing": [SHARE_NOTHING],
  "Python's way, and locks it": [SHARE_READ_WRITE, "locked"],
};

for (const [way, args] of Object.entries(READERS)) {
  Deno.test(ignoreWithout("Windows", {
    name: `six updates succeed while a program reads in ${way}`,
    async fn() {
      await using home = await makeHome("a\n");
      await using _ = await startReader(home.credentials, READ, ...args);
      let expected = "a\n";
      for (let count = 0; count < 6; count++) {
        const store = open(home.credentials);
        assert.equal(await store.read(asItIs), expected);
        await store.dryRun((text) => `${text}b\n`, signal);
        await store.update((text) => `${text}b\n`);
        expected += "b\n";
        assert.deepEqual(await home.names(), ["credentials"]);
      }
      assert.equal(await open(home.credentials).read(asItIs), expected);
    },
  }, isWindows));
}

Deno.test(ignoreWithout("Windows", {
  name: "six gets succeed beside a program that reads in .NET's way",
  async fn() {
    await using scene = await makeScene({ codeWindow: 200 });
    await using _ = await startReader(scene.home.credentials, READ, SHARE_READ);
    for (let count = 0; count < 6; count++) {
      const code = scene.device.nextCode();
      const { status, stderr } = await scene.run([
        "get",
        "default",
        "-t",
        code,
      ]);
      assert.equal(status, 0, stderr);
      assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
    }
    assert.equal(scene.sts.requests.length, 6);
  },
}, isWindows));

/** Starts a program that has the file open most of the time. */
async function startReader(
  path: string,
  ...args: (number | string)[]
): Promise<AsyncDisposable> {
  const script = fileURLToPath(new URL("busy_reader.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-ffi", script, path, ...args.map(String)],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  return {
    async [Symbol.asyncDispose]() {
      child.kill();
      await reader.cancel();
      await child.status;
    },
  };
}
