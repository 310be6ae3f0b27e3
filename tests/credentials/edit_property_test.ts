import assert from "node:assert/strict";
import fc from "fast-check";
import { beginTag, blockAt, END_TAG } from "../../src/credentials/blocks.ts";
import type {
  BlockEdit,
  CredentialsDocument,
} from "../../src/credentials/document.ts";
import { editBlock } from "../../src/credentials/edit_block.ts";
import { joinLines, splitLines } from "../../src/credentials/split_lines.ts";
import { parse } from "../../src/credentials/parse.ts";
import { verifyEdit } from "../../src/credentials/verify_edit.ts";
import { UpdstsError } from "../../src/errors.ts";
import { edit, soundFile, wildFile } from "./generators.ts";
import { BEGIN, END, readingOf, withSession } from "./samples.ts";
import { hintOf } from "../support/hint_of.ts";

const anyFile = fc.oneof(soundFile, soundFile, wildFile);

Deno.test("the lines of any text join to the same text", () => {
  fc.assert(
    fc.property(fc.oneof(anyFile, fc.string({ unit: "binary" })), (text) => {
      const lines = splitLines(text);
      assert.equal(joinLines(lines), text);
      assert.equal(joinLines(parse(text).lines), text);
      for (const line of lines) assert.doesNotMatch(line.text, /[\r\n]/);
      for (const { end } of lines.slice(0, -1)) assert.notEqual(end, "");
    }),
    { numRuns: 1000 },
  );
});

Deno.test("an edit of any file changes no byte outside of the block", () => {
  everyEdit(({ text, edit, edited }) => {
    const [head, tail] = around(text, edit);
    assert.ok(edited.startsWith(head));
    assert.ok(edited.endsWith(tail));
    if (parse(text).sections.has(edit.section)) return;
    const block = edited.slice(head.length);
    assert.ok(block.trimStart().startsWith(beginTag(edit.source)));
    assert.match(
      block,
      new RegExp(`^\r?\n?# .*# ${RegExp.escape(END_TAG.slice(2))}\r?\n$`, "s"),
    );
  });
});

Deno.test("the edited file has the new session and all other settings unchanged", () => {
  everyEdit(({ text, edit, edited }) => {
    const before = parse(text);
    const after = parse(edited);
    const defaults = pairs(before.defaults);
    assert.deepEqual(after.faults, []);
    assert.deepEqual(after.tagFaults, []);
    assert.deepEqual(
      readingOf(after),
      withSession(readingOf(before), edit, defaults),
    );
    const { line } = after.sections.get(edit.section)!;
    assert.equal(
      after.blocks.find(({ begin, end }) => begin < line && line < end)?.source,
      edit.source,
    );
  });
});

Deno.test("any damage in an edited file is refused", () => {
  let refused = 0;
  let accepted = 0;
  const wrongLine = fc.constantFrom(
    ...["[a]", "[b]", "[DEFAULT]", "[default_sts]", "[new]", BEGIN, END],
    ...["region = x", "  region = x", "# c", "", "k", "\0"],
  );
  const fault = fc.tuple(fc.nat(), fc.option(wrongLine), fc.boolean());
  // So that a failing file fails again.
  const faultsOf = ({ length: seed }: string) =>
    fc.sample(fault, { numRuns: 4, seed });
  everyEdit(({ text, edit, edited }) => {
    const before = parse(text);
    const lines = splitLines(edited);
    for (const [place, line, isAdded] of faultsOf(edited)) {
      const at = place % lines.length;
      const { end } = lines[at]!;
      const wrong = lines.toSpliced(
        at,
        isAdded ? 0 : 1,
        ...line === null ? [] : [{ text: line, end }],
      );
      const result = joinLines(wrong);
      try {
        verifyEdit(before, result, edit);
        accepted++;
      } catch (error) {
        assert.ok(error instanceof UpdstsError);
        refused++;
        continue;
      }
      const after = parse(result);
      assert.deepEqual([after.faults, after.tagFaults], [[], []]);
      assert.deepEqual(pairs(after.defaults), pairs(before.defaults));
      assert.deepEqual(
        readingOf(after),
        withSession(readingOf(before), edit, pairs(before.defaults)),
      );
      assert.deepEqual(
        blockSources(after),
        blockSources(before).set(edit.section, edit.source),
      );
    }
  });
  assert.ok(refused > 300 && accepted > 30, `${refused}, ${accepted}`);
});

function pairs(
  settings: CredentialsDocument["defaults"],
): [key: string, value: string][] {
  return [...settings.values()].map(({ key, value }) => [key, value]);
}

function blockSources(
  document: CredentialsDocument,
): Map<string, string | undefined> {
  return new Map(
    [...document.sections.values()]
      .map(({ name, line }) => [name, blockAt(document, line)?.source]),
  );
}

Deno.test("repeating an edit changes nothing, in any file", () => {
  everyEdit(({ edit, edited }) => {
    assert.equal(editBlock(parse(edited), edit), edited);
  });
});

Deno.test("a second session changes only values of the block, in any file", () => {
  everyEdit(({ edit, edited, next }) => {
    const second = editBlock(parse(edited), { ...edit, settings: next });
    const before = splitLines(edited);
    const after = splitLines(second);
    const { settings } = parse(edited).sections.get(edit.section)!;
    const changed = new Set([...next.keys()].map((k) => settings.get(k)!.line));
    assert.equal(after.length, before.length);
    before.forEach((line, i) => {
      if (!changed.has(i)) assert.deepEqual(after[i], line);
      else assert.equal(after[i]!.end, line.end);
    });
  });
});

Deno.test("a block for another section does not change the first one, in any file", () => {
  everyEdit(({ edit, edited }) => {
    const other = { ...edit, section: "other_sts" };
    assert.equal(
      editBlock(parse(edited), other).slice(0, edited.length),
      edited,
    );
  });
});

Deno.test("a block has only line ends of the file or LF, in any file", () => {
  everyEdit(({ text, edited }) => {
    const known = new Set([...splitLines(text).map(({ end }) => end), "\n"]);
    if (text.endsWith("\r")) known.add("\r\n");
    for (const { end } of splitLines(edited)) assert.ok(known.has(end));
  });
});

Deno.test("a refusal has a hint and shows no value, for any file", () => {
  fc.assert(
    fc.property(anyFile, edit, fc.nat(), (text, edit, at) => {
      const lines = splitLines(text);
      const secret = "aVery/Secret+Value0123456789";
      lines.splice(at % (lines.length + 1), 0, {
        text: `${at % 3 ? "  " : ""}${at % 2 ? "k = " : ""}${secret}`,
        end: "\n",
      });
      const file = joinLines(lines);
      try {
        editBlock(parse(file), edit);
      } catch (error) {
        assert.ok(error instanceof UpdstsError);
        assert.match(error.code, /^file_(conflict|invalid)$/);
        assert.ok(error.hint);
        const words = `${error.message} ${hintOf(error)}`;
        assert.ok(!words.toLowerCase().includes(secret.toLowerCase()), words);
        const line = /^line (\d+): /.exec(words)?.[1];
        if (line) assert.ok(Number(line) >= 1);
        if (line) assert.ok(Number(line) <= splitLines(file).length, words);
      }
    }),
    { numRuns: 1000 },
  );
});

/** Checks something for every file and edit that is not refused. */
function everyEdit(
  check: (run: {
    text: string;
    edit: BlockEdit;
    edited: string;
    next: BlockEdit["settings"];
  }) => void,
): void {
  let count = 0;
  fc.assert(
    fc.property(anyFile, edit, edit, (text, edit, { settings: next }) => {
      let edited: string;
      try {
        edited = editBlock(parse(text), edit);
      } catch (error) {
        if (error instanceof UpdstsError) return;
        throw error;
      }
      count++;
      const session = [...next].filter(([key]) => key !== "region");
      check({ text, edit, edited, next: new Map(session) });
    }),
    { numRuns: 1000 },
  );
  assert.ok(count > 100, `only ${count} files could be edited`);
}

/** The text before and behind the block that the edit is about. */
function around(text: string, edit: BlockEdit): [head: string, tail: string] {
  const { lines, sections, blocks } = parse(text);
  const section = sections.get(edit.section);
  if (!section) return [text, ""];
  const block = blocks.find(({ begin, end }) =>
    begin < section.line && section.line < end
  )!;
  return [
    joinLines(lines.slice(0, block.begin + 1)),
    joinLines(lines.slice(block.end)),
  ];
}
