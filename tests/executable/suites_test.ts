/** The tests that start updsts as a process of its own, with the executable. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { executableTest, sharedExecutable } from "./build.ts";

const ROOT = new URL("../../", import.meta.url);
const executable = await sharedExecutable();

/** Test files that start what `UPDSTS_EXECUTABLE` names; others ran already. */
async function testFiles(): Promise<string[]> {
  const files: string[] = [];
  for (const directory of ["tests/mcp/", "tests/e2e/"]) {
    for await (const { name } of Deno.readDir(new URL(directory, ROOT))) {
      if (!name.endsWith("_test.ts") || ONCE.has(name)) continue;
      const text = await Deno.readTextFile(new URL(directory + name, ROOT));
      if (STARTS_UPDSTS.test(text)) files.push(directory + name);
    }
  }
  return files;
}

/** Tests that the executable cannot fail otherwise than `deno run`. */
const ONCE = new Set([
  // It tests a command line that has `deno run` in it.
  "command_test.ts",
  // It tests the JSON of the protocol, with a program that takes seconds.
  "inspector_test.ts",
]);

const STARTS_UPDSTS =
  /\b(scene\.(run|spawn|command)|startProcess|asProcess|runUpdsts|spawnUpdsts|updstsCommand|installedIn)\b/;

executableTest(
  executable,
  "the executable passes the tests of updsts as a process",
  async () => {
    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: [
          ...["test", "--config=tests/deno.json", "--frozen", "--allow-all"],
          // Their types were checked with those of this file.
          ...["--no-check", "--parallel", "--quiet", "--reporter=dot"],
          ...await testFiles(),
        ],
        cwd: fileURLToPath(ROOT),
        env: { UPDSTS_EXECUTABLE: executable!, NO_COLOR: "1" },
      },
    ).output();
    const decoder = new TextDecoder();
    assert.ok(success, decoder.decode(stdout) + decoder.decode(stderr));
  },
);
