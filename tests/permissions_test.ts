import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ENVIRONMENT } from "../src/permissions.ts";

const ROOT = new URL("../", import.meta.url);

Deno.test("ENVIRONMENT is what the source reads, no more and no less", async () => {
  const named = new Set<string>();
  for await (const path of sources(new URL("src/", ROOT))) {
    if (path.pathname.endsWith("/permissions.ts")) continue;
    const text = await Deno.readTextFile(path);
    for (const [, name] of text.matchAll(/"([A-Z][A-Z0-9_]+)"/g)) {
      if (/^(AWS_|UPDSTS_|HOME$|TERM$|USERPROFILE$)/.test(name!)) {
        named.add(name!);
      }
    }
  }
  assert.deepEqual([...named].sort(), [...ENVIRONMENT].sort());
});

Deno.test("the flags of the README name the variables of ENVIRONMENT", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", ROOT));
  const [, names] = /--allow-env=(\S+)/.exec(readme) ?? [];
  // Windows' own name of the home folder stands for HOME there.
  const documented = [...names!.split(","), "USERPROFILE"];
  assert.deepEqual([...new Set(documented)].sort(), [...ENVIRONMENT].sort());
});

async function* sources(folder: URL): AsyncGenerator<URL> {
  for await (
    const { name, isDirectory } of Deno.readDir(fileURLToPath(folder))
  ) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}
