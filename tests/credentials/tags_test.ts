import assert from "node:assert/strict";
import { beginTag, blockAt, END_TAG } from "../../src/credentials/blocks.ts";
import { parse } from "../../src/credentials/parse.ts";
import { problemOf } from "../../src/credentials/syntax_problems.ts";
import { BEGIN, END } from "./samples.ts";
import { hintOf } from "../support/hint_of.ts";

Deno.test("the tags are those of the Python updsts", () => {
  assert.equal(beginTag("default"), BEGIN);
  assert.equal(END_TAG, END);
});

for (
  const [what, begin, end] of [
    ["as they are written", BEGIN, END],
    ["indented", `    ${BEGIN}`, `\t${END}`],
    [
      "without a space behind #",
      BEGIN.replace("# ", "#"),
      END.replace(" ", ""),
    ],
    ["with space behind them", `${BEGIN}  `, `${END}\t`],
  ] as const
) {
  Deno.test(`tags ${what} make a block`, () => {
    for (const newline of ["\n", "\r\n", "\r"]) {
      const { blocks, tagFaults } = parse(
        ["# c", begin, "[x]", end, ""].join(newline),
      );
      assert.deepEqual(blocks, [{ source: "default", begin: 1, end: 3 }]);
      assert.deepEqual(tagFaults, []);
    }
  });
}

Deno.test("the source profile is read back from its tag", () => {
  for (
    const source of [
      "default",
      " x ",
      "a b",
      "",
      "日本",
      "a]b",
      "a [auto update by updsts]",
      "key=a",
      "$}}} [auto update by updsts]",
      "007",
      "__proto__",
    ]
  ) {
    const { blocks } = parse(`${beginTag(source)}\n${END_TAG}`);
    assert.deepEqual(blocks, [{ source, begin: 0, end: 1 }]);
  }
});

for (
  const [what, tag] of [
    ["text behind it", `${BEGIN} x`],
    ["text before it", `x ${BEGIN}`],
    ["; for #", BEGIN.replace("#", ";")],
    ["no mark", "# ${{{ key=default"],
    ["half a mark", BEGIN.slice(0, -1)],
    ["another program's mark", BEGIN.replace("updsts", "other")],
    ["no key", "# ${{{ [auto update by updsts]"],
    ["two braces", BEGIN.replace("{{{", "{{")],
  ] as const
) {
  Deno.test(`a begin tag with ${what} is not recognized`, () => {
    const document = parse(`${tag}\n[x]\n${END}\n`);
    assert.deepEqual(document.blocks, []);
    assert.deepEqual(document.tagFaults, []);
  });
}

for (
  const [what, tag] of [
    ["text behind it", `${END} x`],
    ["; for #", END.replace("#", ";")],
    ["no mark", "# $}}}"],
    ["half a mark", END.slice(0, -1)],
    ["two braces", END.replace("}}}", "}}")],
  ] as const
) {
  Deno.test(`an end tag with ${what} is not recognized`, () => {
    const document = parse(`# c\n${BEGIN}\n[x]\n${tag}\n`);
    assert.deepEqual(document.blocks, []);
    assert.deepEqual(document.tagFaults.map(({ line }) => line), [1]);
  });
}

Deno.test("an end tag alone is a comment", () => {
  const { blocks, tagFaults } = parse(
    `${END}\n${BEGIN}\n[x]\n${END}\n${END}\n`,
  );
  assert.deepEqual(blocks, [{ source: "default", begin: 1, end: 3 }]);
  assert.deepEqual(tagFaults, []);
});

Deno.test("a begin tag inside a block is a problem at the inner tag, which names the outer", () => {
  const { tagFaults } = parse(`# c\n${BEGIN}\n[x]\n${BEGIN}\n[y]\n${END}\n`);
  assert.deepEqual(tagFaults.map(({ line }) => line), [3]);
  assert.match(problemOf(tagFaults[0]!).message, /line 2$/);
  assert.ok(hintOf(problemOf(tagFaults[0]!)).includes(END));
});

Deno.test("blocks are found by any of their lines, and not by the lines around them", () => {
  const block = `${BEGIN}\n[x]\n${END}\n`;
  const document = parse(`\n${block}\n${block.replaceAll("x", "y")}${block}\n`);
  const begins = Array.from(
    { length: 13 },
    (_, line) => blockAt(document, line)?.begin,
  );
  const none = undefined;
  assert.deepEqual(
    begins,
    [none, 1, 1, 1, none, 5, 5, 5, 8, 8, 8, none, none],
  );
  assert.equal(blockAt(parse(""), 0), undefined);
});
