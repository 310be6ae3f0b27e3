import assert from "node:assert/strict";
import { loadSharedConfigFiles } from "@smithy/shared-ini-file-loader";
import fc from "fast-check";
import { blockAt, isTag } from "../../src/credentials/blocks.ts";
import { joinLines } from "../../src/credentials/split_lines.ts";
import { parse } from "../../src/credentials/parse.ts";
import {
  type Removal,
  removeSessions,
} from "../../src/credentials/remove_sessions.ts";
import { UpdstsError } from "../../src/errors.ts";
import { hasBotocore, readWithBotocore, SKIPPED } from "./botocore.ts";
import { soundFile, wildFile } from "./generators.ts";
import { OLD_BLOCK, type Reading, readingOf } from "./samples.ts";
import { ignoreWithout } from "../support/programs.ts";

const SESSION_KEY =
  /^(aws_access_key_id|aws_secret_access_key|aws_session_token|expiration_datetime)$/;

/** Files with a block that `updsts get` wrote at some place in them. */
const withBlock = fc.tuple(soundFile, soundFile).map(([before, behind]) => {
  const end = before === "" || /[\r\n]$/.test(before) ? "" : "\n";
  return before.replaceAll("default_sts", "x_sts") + end + OLD_BLOCK +
    behind.replaceAll(/^(\s*\[)/gm, "$1z");
});
const anyFile = fc.oneof(withBlock, withBlock, soundFile, wildFile)
  // A lone CR is refused; with fewer of them more is left to look at.
  .map((text) => text.replaceAll(/\r(?!\n)/g, "\n"));

interface Run {
  text: string;
  names: string[];
  removal: Removal;
}

Deno.test("a removal deletes only lines of sessions and blank lines between them, in any file", () => {
  everyRemoval(({ text, names, removal }) => {
    const { lines, sections } = parse(text);
    const settings = names.flatMap((name) => {
      const { settings } = sections.get(name)!;
      return [...settings.values()].filter(({ key }) => SESSION_KEY.test(key));
    });
    const headers = names.map((name) => sections.get(name)!.line);
    const sessionLines = new Set([
      ...headers,
      ...settings.map(({ line }) => line),
    ]);
    for (const line of removal.lines) {
      const { text } = lines[line]!;
      assert.ok(
        sessionLines.has(line) || isTag(text) || text.trim() === "",
        text,
      );
      assert.ok(blockAt(parse(joinLines(lines)), line));
    }
    for (const { line } of settings) assert.ok(removal.lines.has(line));
    assert.equal(
      removal.text,
      joinLines(lines.filter((_, line) => !removal.lines.has(line))),
    );
  });
});

Deno.test("a removal changes no other profile, in any file", () => {
  everyRemoval(({ text, names, removal }) => {
    const after = parse(removal.text);
    assert.deepEqual([after.faults, after.tagFaults], [[], []]);
    const before = readingOf(parse(text));
    assert.deepEqual(others(readingOf(after), names), others(before, names));
  });
});

Deno.test("the user's lines stay in their section and block, in any file", () => {
  everyRemoval(({ text, names, removal: { text: removed, sections } }) => {
    const before = parse(text);
    const after = parse(removed);
    for (const name of names) {
      const old = before.sections.get(name)!;
      const now = after.sections.get(name);
      const kept = [...old.settings.values()]
        .filter(({ key }) => !SESSION_KEY.test(key));
      assert.equal(now === undefined, sections.has(name));
      assert.deepEqual(
        [...now?.settings.values() ?? []].map(({ key, value }) => [key, value]),
        kept.map(({ key, value }) => [key, value]),
      );
      assert.ok(now === undefined || blockAt(after, now.line));
    }
  });
});

Deno.test("a second removal finds only sections with the user's lines, in any file", () => {
  everyRemoval(({ names, removal }) => {
    const left = names.filter((name) => !removal.sections.has(name));
    const again = removeSessions(parse(removal.text), left);
    assert.equal(again.text, removal.text);
  });
});

Deno.test("the AWS SDK for JavaScript reads every other profile as before", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/credentials`;
  const read = async (text: string) => {
    await Deno.writeTextFile(path, text);
    const { credentialsFile } = await loadSharedConfigFiles({
      filepath: path,
      configFilepath: `${directory}/config`,
      ignoreCache: true,
    });
    return Object.entries(credentialsFile);
  };
  for (const { text, names, removal } of runs(700)) {
    const [before, after] = [await read(text), await read(removal.text)];
    const isOther = ([name]: [string, unknown]) => !names.includes(name);
    assert.deepEqual(after.filter(isOther), before.filter(isOther), text);
  }
  await Deno.remove(directory, { recursive: true });
});

Deno.test(ignoreWithout("botocore", {
  name: `botocore reads every other profile as before${SKIPPED}`,
  async fn() {
    const all = runs(1500);
    const befores = await readWithBotocore(all.map(({ text }) => text));
    const afters = await readWithBotocore(
      all.map(({ removal }) => removal.text),
    );
    all.forEach(({ text, names }, i) => {
      const [before, after] = [befores[i]!, afters[i]!];
      assert.ok(before !== "ERR" && after !== "ERR", text);
      assert.deepEqual(others(after, names), others(before, names), text);
    });
  },
}, hasBotocore));

function others(reading: Reading, names: string[]): Reading {
  return reading.filter(([name]) => !names.includes(name));
}

/** Removes every section that is in a block; nothing where that is refused. */
function run(text: string): Run | undefined {
  const document = parse(text);
  const names = [...document.sections.values()]
    .filter(({ line }) => blockAt(document, line)).map(({ name }) => name);
  if (names.length === 0) return undefined;
  try {
    return { text, names, removal: removeSessions(document, names) };
  } catch (error) {
    if (error instanceof UpdstsError) return undefined;
    throw error;
  }
}

function runs(numRuns: number): Run[] {
  const found = fc.sample(anyFile, { numRuns, seed: 20251005 }).map(run)
    .filter((run) => run !== undefined);
  assert.ok(found.length > numRuns / 20, `only ${found.length} were removed`);
  return found;
}

function everyRemoval(check: (run: Run) => void): void {
  let count = 0;
  fc.assert(
    fc.property(anyFile, (text) => {
      const found = run(text);
      if (!found) return;
      count++;
      check(found);
    }),
    { numRuns: 1000 },
  );
  assert.ok(count > 50, `only ${count} files had sessions removed`);
}
