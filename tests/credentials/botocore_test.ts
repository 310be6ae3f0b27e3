import assert from "node:assert/strict";
import fc from "fast-check";
import type { BlockEdit } from "../../src/credentials/document.ts";
import { editBlock } from "../../src/credentials/edit_block.ts";
import { parse } from "../../src/credentials/parse.ts";
import { UpdstsError } from "../../src/errors.ts";
import {
  type BotocoreReading,
  hasBotocore,
  readWithBotocore,
  SKIPPED,
} from "./botocore.ts";
import { edit, soundFile, wildFile } from "./generators.ts";
import { UNUSUAL_FILES } from "./unusual_files.ts";
import { type Reading, readingOf, SESSION, withSession } from "./samples.ts";

const seed = 20251005;
const ignore = !hasBotocore;

Deno.test({
  name: `botocore reads every unusual file as in the table${SKIPPED}`,
  ignore,
  async fn() {
    const readings = await readWithBotocore(
      UNUSUAL_FILES.map(({ text }) => text),
    );
    UNUSUAL_FILES.forEach(({ name, reads }, i) => {
      assert.deepEqual(readings[i], reads, name);
    });
  },
});

for (
  const [what, files] of Object.entries({ wild: wildFile, sound: soundFile })
) {
  Deno.test({
    name: `botocore and updsts read 800 ${what} files alike${SKIPPED}`,
    ignore,
    async fn() {
      const texts = fc.sample(files, { numRuns: 800, seed }).map(inherited);
      const readings = await readWithBotocore(texts);
      const readByUpdsts = texts.map(read);
      assertSmallest(texts, (_, i) => {
        assert.deepEqual(readByUpdsts[i], readings[i]);
      });
      const isRead = readings.filter((reading) => reading !== "ERR").length;
      assert.ok(isRead > 100, `botocore read only ${isRead} of the files`);
    },
  });
}

Deno.test({
  name:
    `botocore reads every unusual file after an edit as before it${SKIPPED}`,
  ignore,
  async fn() {
    const texts = UNUSUAL_FILES.filter(({ reads }) => reads !== "ERR")
      .map(({ text }) => text);
    await assertSameAfter(texts, texts.map(() => SESSION), texts.length);
  },
});

Deno.test({
  name: `botocore reads 1,000 files after an edit as before it${SKIPPED}`,
  ignore,
  async fn() {
    const runs = fc.sample(fc.tuple(soundFile, edit), { numRuns: 1000, seed });
    const texts = runs.map(([text]) => text);
    await assertSameAfter(texts, runs.map(([, edit]) => edit), 200);
  },
});

async function assertSameAfter(
  texts: readonly string[],
  edits: readonly BlockEdit[],
  leastEdited: number,
): Promise<void> {
  const results = texts.map((text, i) => tryEdit(text, edits[i]!));
  const befores = await readWithBotocore(texts);
  const afters = await readWithBotocore(results.map((text) => text ?? ""));
  let edited = 0;
  assertSmallest(texts, (_, i) => {
    if (results[i] === undefined) return;
    edited++;
    const before = befores[i];
    assert.ok(before && before !== "ERR", "edited what botocore rejects");
    assert.deepEqual(afters[i], withBotocore(before, edits[i]!, texts[i]!));
  });
  assert.ok(edited >= leastEdited, `only ${edited} files could be edited`);
}

/** What is in `[DEFAULT]` shows up in a new section too. */
function withBotocore(
  before: Reading,
  edit: BlockEdit,
  text: string,
): BotocoreReading {
  const defaults = [...parse(text).defaults.values()]
    .map(({ key, value }): [string, string] => [key, value]);
  return withSession(before, edit, defaults);
}

/**
 * botocore doesn't mind a bad dictionary in `[DEFAULT]` while no section
 * inherits it. We do: the first new section would break the file.
 */
function inherited(text: string): string {
  return text.includes("[DEFAULT]") ? `${text}\n[heir]` : text;
}

function read(text: string): BotocoreReading {
  const document = parse(text);
  return document.faults.length > 0 ? "ERR" : readingOf(document);
}

function tryEdit(text: string, edit: BlockEdit): string | undefined {
  try {
    return editBlock(parse(text), edit);
  } catch (error) {
    if (error instanceof UpdstsError) return undefined;
    throw error;
  }
}

/** Fails with the shortest of the texts for which the check fails. */
function assertSmallest(
  texts: readonly string[],
  check: (text: string, index: number) => void,
): void {
  let smallest: { text: string; error: unknown } | undefined;
  texts.forEach((text, i) => {
    try {
      check(text, i);
    } catch (error) {
      if (!smallest || text.length < smallest.text.length) {
        smallest = { text, error };
      }
    }
  });
  if (!smallest) return;
  const { text, error } = smallest;
  throw new Error(`for the file ${JSON.stringify(text)}`, { cause: error });
}
