import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commands, findCommand } from "../src/cli/command_table.ts";
import { parseArgs } from "../src/cli/parse_args.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The pages of users. */
async function pages(): Promise<string[]> {
  const docs = (await Array.fromAsync(Deno.readDir(join(ROOT, "docs"))))
    .filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => join("docs", name));
  return ["README.md", "README_ja.md", "SECURITY.md", "CHANGELOG.md", ...docs];
}

/** The arguments of each updsts command in the code of a page. */
function* commandsIn(page: string): Generator<string[]> {
  // The usage, which is made from the commands.
  const text = page.replace(/^```text\n[^]*?^```$/gm, "");
  const blocks = text.match(
    /^ *```(?:sh|bash|zsh|fish|console|ini)\n[^]*?```/gm,
  );
  const spans = text.replace(/^ *```[^]*?```/gm, "").match(/`[^`]+`/g);
  for (const code of [...blocks ?? [], ...spans ?? []]) {
    const lines = code.replaceAll(/ # .*$/gm, "").split("\n");
    for (const line of lines) {
      for (
        const [, args] of line.matchAll(
          /(?<![-/\w@:."])updsts ([^`|&;<>)\\]+)/g,
        )
      ) {
        yield args!.replace(/ \d?$/, "").trim().split(/\s+/)
          .map((word) => word.replaceAll(/["']/g, ""))
          .filter((word) => word !== "…");
      }
    }
  }
}

Deno.test("every updsts command of the pages is one that updsts accepts", async () => {
  const wrong: string[] = [];
  let count = 0;
  for (const path of await pages()) {
    for (const args of commandsIn(await Deno.readTextFile(join(ROOT, path)))) {
      count++;
      const { command, fault, unfinished } = parseArgs(args);
      const isKnown = command === "" || command === "help" ||
        command === "version" || findCommand(command) !== undefined;
      // In prose, `updsts get --format` has no value.
      if (!isKnown || (fault && !unfinished)) {
        wrong.push(`${path}: updsts ${args.join(" ")}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(count > 3 * Object.keys(commands).length, `${count} commands`);
});
