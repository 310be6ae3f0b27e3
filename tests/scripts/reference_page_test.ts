import assert from "node:assert/strict";
import { commandHelp } from "../../src/cli/help.ts";
import { findCommand, shownCommands } from "../../src/cli/command_table.ts";
import { explainedCommands } from "../../src/cli/man_page.ts";
import {
  REFERENCE_PAGE,
  referenceParts,
  withParts,
} from "../../scripts/reference_page.ts";

const PAGE = await Deno.readTextFile(REFERENCE_PAGE);

/** Lines and columns are those of `deno fmt`. */
function unwrapped(text: string): string {
  return text.replace(/-{3,}/g, "---").replace(/\s+/g, " ");
}

Deno.test("docs/reference.md is as the commands make it", async () => {
  const made = withParts(PAGE, await referenceParts());
  assert.equal(unwrapped(PAGE), unwrapped(made), 'run "deno task reference"');
});

Deno.test("docs/reference.md has every part that the commands make", async () => {
  for (const name of Object.keys(await referenceParts())) {
    assert.ok(PAGE.includes(`<!-- made: ${name} -->`), name);
  }
});

Deno.test("docs/reference.md has each option of the help", async () => {
  const commands = await explainedCommands({ shownCommands, findCommand });
  for (const { name, spec } of commands) {
    const help = commandHelp(name, spec, 200);
    for (const [, option] of help.matchAll(/^ {2}.*(--[\w-]+)/gm)) {
      assert.match(PAGE, new RegExp(`\`[^\`]*${option}\\b`), option);
    }
  }
});
