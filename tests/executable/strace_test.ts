import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { makeScene, type Scene } from "../support/scene.ts";
import { sharedExecutable } from "./build.ts";

const executable = await sharedExecutable();
const hasStrace = canRun("strace", "-f", "true");

/** What the system was asked for, a call a line. */
async function trace(
  args: string[],
  home: string,
  env: Record<string, string>,
): Promise<string[]> {
  const log = join(home, "strace.log");
  const { code } = await new Deno.Command("strace", {
    args: [
      ...["-f", "-s", "4096", "-e", "trace=file,process,connect", "-o", log],
      ...[executable!, ...args],
    ],
    clearEnv: true,
    // No DENO_DIR: a directory of Deno's must not be used.
    env: { HOME: home, ...env },
    // Deno looks at the working directory, wherever it is.
    cwd: "/",
    stdin: "null",
  }).output();
  assert.equal(code, 0);
  const text = await Deno.readTextFile(log);
  return text.split("\n").map((line) => line.replace(/^\d+\s+/, ""));
}

const COMMANDS: Record<string, (scene: Scene) => string[]> = {
  list: () => ["list"],
  get: ({ device }) => ["get", "-n", "default", "-t", device.nextCode()],
};

for (const [command, args] of Object.entries(COMMANDS)) {
  Deno.test(ignoreWithout("denort and strace", {
    name:
      `${command} uses no file at home but in .aws, no other process, no shared temporary file and at most one address`,
    async fn() {
      await using scene = await makeScene();
      const { path } = scene.home;
      const calls = await trace(args(scene), path, scene.env);

      const directory = join(path, ".aws");
      const files = calls.flatMap((call) =>
        [...call.matchAll(/"(\/[^"]*)"/g)].map(([, file]) => file!)
      );
      assert.ok(files.includes(join(directory, "credentials")));
      const isBelow = (file: string, place: string) =>
        file.startsWith(`${place}/`);
      const others = files.filter((file) =>
        [path, tmpdir(), "/tmp", "/var/tmp"].some((place) =>
          isBelow(file, place)
        ) &&
        // The directories above are read to follow symlinks.
        ![directory, executable!].some((own) =>
          file === own || isBelow(file, own) || isBelow(own, file)
        )
      );
      assert.deepEqual(others, []);

      const starts = calls.filter((call) => /^(execve|v?fork)/.test(call));
      assert.equal(starts.length, 1, starts.join("\n"));
      const children = calls.filter((call) =>
        /^clone/.test(call) && !call.includes("CLONE_THREAD")
      );
      assert.deepEqual(children, []);

      const addresses = calls.flatMap((call) =>
        /^connect\(.*htons\((\d+)\).*"([\d.]+)"/.exec(call)?.slice(1, 3)
          .join() ?? []
      );
      const { port, hostname } = new URL(scene.proxy.url);
      assert.deepEqual(
        [...new Set(addresses)],
        command === "get" ? [`${port},${hostname}`] : [],
      );
    },
  }, hasStrace && executable !== undefined));
}
