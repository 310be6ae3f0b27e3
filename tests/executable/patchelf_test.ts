import assert from "node:assert/strict";
import { join } from "node:path";
import { flake } from "../../scripts/release/nix.ts";
import { archiveName, VERSION } from "../../scripts/release/names.ts";
import { TARGET_NAMES } from "../../scripts/targets.ts";
import { ignoreWithout, isInstalled } from "../support/programs.ts";
import { sharedExecutable } from "./build.ts";

const isLinux = Deno.build.target === "x86_64-unknown-linux-gnu";
const canPatch = isLinux && isInstalled("patchelf");
const executable = canPatch ? await sharedExecutable() : undefined;

Deno.test(ignoreWithout("denort and patchelf", {
  name: "the executable starts after the flake has patched it",
  async fn() {
    const directory = await Deno.makeTempDir({ prefix: "updsts" });
    try {
      const run = async (program: string, ...args: string[]) => {
        const { success, stdout, stderr } = await new Deno.Command(program, {
          args,
          cwd: directory,
          env: { out: directory },
        }).output();
        const decoder = new TextDecoder();
        return success ? decoder.decode(stdout) : decoder.decode(stderr);
      };
      const patched = join(directory, "bin/updsts");
      await Deno.mkdir(join(directory, "bin"));
      for (const path of [join(directory, "updsts"), patched]) {
        await Deno.copyFile(executable!, path);
      }
      // As long as a path of the Nix store.
      const loader = join(directory, "x".repeat(64));
      await Deno.symlink("/lib64/ld-linux-x86-64.so.2", loader);
      await run("patchelf", "--set-interpreter", loader, patched);
      // Else the flake need not append the program again.
      assert.match(await run(patched, "--version"), /Could not find/);
      const sums = new Map(TARGET_NAMES.map((name) => [archiveName(name), ""]));
      const [commands] = /^ *length=[^]*?\$out\/bin\/updsts$/m.exec(
        flake(sums),
      )!;
      await run("sh", "-euc", commands);
      assert.match(
        await run(patched, "--version"),
        RegExp(`^updsts ${VERSION}`),
      );
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
}, executable !== undefined));
