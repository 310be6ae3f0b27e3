import assert from "node:assert/strict";
import { join } from "node:path";
import { compile } from "../../scripts/compile.ts";
import type { Target } from "../../scripts/targets.ts";
import { ignoreWithout } from "../support/programs.ts";

const own = Deno.build.target as Target;
const foreign: Target = own === "x86_64-pc-windows-msvc"
  ? "aarch64-apple-darwin"
  : "x86_64-pc-windows-msvc";
const name = foreign.includes("windows")
  ? "denort-win32-x64"
  : "denort-darwin-arm64";

/** Compiles with a script for Deno that writes which denort it was given. */
async function denortFor(
  target: Target | undefined,
  variables: (directory: string) => Record<string, string>,
): Promise<string> {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  const deno = join(directory, "deno");
  await Deno.writeTextFile(
    deno,
    '#!/bin/sh\nfor last; do [ "$before" = --output ] && out=$last; before=$last; done\nmkdir -p "${out%/*}" && echo "${DENORT_BIN-none}" >"$out"\n',
    { mode: 0o700 },
  );
  for (const each of ["own", name]) {
    await Deno.writeFile(join(directory, each), new Uint8Array());
    await Deno.truncate(join(directory, each), 20_000_000);
  }
  const env: Record<string, string | undefined> = {
    DENORT_BIN: undefined,
    DENORT_DIR: undefined,
    ...variables(directory),
    DENO_FOR_COMPILE: deno,
  };
  const before = Object.keys(env).map((key) =>
    [key, Deno.env.get(key)] as const
  );
  const set = (key: string, value: string | undefined) =>
    value === undefined ? Deno.env.delete(key) : Deno.env.set(key, value);
  try {
    for (const [key, value] of Object.entries(env)) set(key, value);
    const output = join(directory, "output");
    await compile(directory, [], output, target);
    return (await Deno.readTextFile(output)).trim().replace(directory, "DIR");
  } finally {
    for (const [key, value] of before) set(key, value);
    await Deno.remove(directory, { recursive: true });
  }
}

const CASES: [Target | undefined, string[], string | RegExp][] = [
  [undefined, [], "none"],
  [foreign, [], "none"],
  [undefined, ["DENORT_BIN"], join("DIR", "own")],
  [own, ["DENORT_BIN", "DENORT_DIR"], join("DIR", "own")],
  [foreign, ["DENORT_BIN", "DENORT_DIR"], join("DIR", name)],
  [foreign, ["DENORT_DIR"], join("DIR", name)],
  [foreign, ["DENORT_BIN"], /is for this machine .*set DENORT_DIR/],
  ["x86_64-apple-darwin", ["DENORT_DIR"], /denort-darwin-x64 is not a denort/],
];

for (const [target, variables, expected] of CASES) {
  const given = variables.join(" and ") || "no variable";
  Deno.test(ignoreWithout("sh", {
    name: `compiling for ${target ?? "this machine"} with ${given}`,
    async fn() {
      const denort = denortFor(
        target,
        (directory) =>
          Object.fromEntries(variables.map((key) => [
            key,
            key === "DENORT_BIN" ? join(directory, "own") : directory,
          ])),
      );
      if (expected instanceof RegExp) await assert.rejects(denort, expected);
      else assert.equal(await denort, expected);
    },
  }));
}
