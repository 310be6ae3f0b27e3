import assert from "node:assert/strict";
import type { BlockEdit } from "../../src/credentials/document.ts";
import { editBlock } from "../../src/credentials/edit_block.ts";
import { parse } from "../../src/credentials/parse.ts";
import { UpdstsError } from "../../src/errors.ts";
import { UNUSUAL_FILES } from "./unusual_files.ts";
import {
  BEGIN,
  END,
  NEW_BLOCK,
  NEW_SECRET,
  NEW_TOKEN,
  OLD_BLOCK,
  OLD_SECRET,
  readingOf,
  SESSION,
  withSession,
} from "./samples.ts";

const NEW_KEYS = NEW_BLOCK.split("\n").slice(2, 6).join("\n");

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly edit?: BlockEdit;
}

const CASES: readonly Case[] = [
  { name: "an empty file gets the block", before: "", after: NEW_BLOCK },
  {
    name: "a key that the new session does not have is removed with its line",
    before: OLD_BLOCK.replace(END, `assumed_role_arn = x\nregion = y\n${END}`),
    after: NEW_BLOCK.replace(END, `region = y\n${END}`),
    edit: {
      ...SESSION,
      settings: new Map([...SESSION.settings, ["assumed_role_arn", undefined]]),
    },
  },
  {
    name: "a missing key without a value is not written",
    before: "",
    after: NEW_BLOCK,
    edit: {
      ...SESSION,
      settings: new Map([...SESSION.settings, ["assumed_role_arn", undefined]]),
    },
  },
  {
    name: "a new block is added after the last line",
    before: "[default]\nk = v\n\n",
    after: `[default]\nk = v\n\n${NEW_BLOCK}`,
  },
  {
    name: "a last line without its newline gets it first",
    before: `[default]\naws_secret_access_key = ${OLD_SECRET}`,
    after: `[default]\naws_secret_access_key = ${OLD_SECRET}\n${NEW_BLOCK}`,
  },
  {
    name: "a file with CRLF gets a CRLF block",
    before: "[default]\r\nk = v\r\n",
    after: "[default]\r\nk = v\r\n" + NEW_BLOCK.replaceAll("\n", "\r\n"),
  },
  {
    name: "a last line without its newline gets the CRLF of the others",
    before: "[default]\r\nk = v",
    after: "[default]\r\nk = v\r\n" + NEW_BLOCK.replaceAll("\n", "\r\n"),
  },
  {
    name: "a file with mixed line ends gets a block with the more frequent one",
    before: "[default]\nk = v\r\nl = w\n",
    after: `[default]\nk = v\r\nl = w\n${NEW_BLOCK}`,
  },
  {
    // A lone CR ends a line for Python alone: for others the tag would be
    // behind the last value.
    name: "a last line that ends in a lone CR gets its newline first",
    before: "[default]\rk = v\r",
    after: `[default]\rk = v\r\n${NEW_BLOCK}`,
  },
  {
    name: "an old block gets new values in place",
    before: `[default]\nk = v\n\n${OLD_BLOCK}\n[b]\nk = v`,
    after: `[default]\nk = v\n\n${NEW_BLOCK}\n[b]\nk = v`,
  },
  {
    name: "a block before its source profile keeps its place",
    before: `${OLD_BLOCK}[default]\n`,
    after: `${NEW_BLOCK}[default]\n`,
  },
  {
    name: "line ends inside the block stay, the missing last one too",
    before: OLD_BLOCK.replaceAll("\n", "\r\n").trimEnd(),
    after: NEW_BLOCK.replaceAll("\n", "\r\n").trimEnd(),
  },
  {
    name: "a block of the Python updsts is updated in place",
    before: `\t${BEGIN}\n${
      OLD_BLOCK.replaceAll(" = ", "=").slice(BEGIN.length + 1, -END.length - 1)
    }  ${END}\n`,
    after: `\t${NEW_BLOCK.slice(0, -END.length - 1)}  ${END}\n`,
  },
  {
    name: "colons and capital letters are replaced in session keys",
    before: block("AWS_ACCESS_KEY_ID:x", "Expiration_DateTime = soon").replace(
      "soon\n",
      "soon\naws_secret_access_key : x\naws_session_token = x\n",
    ),
    after: block(
      "aws_access_key_id = ASIANEWNEWNEWNEWNEW1",
      "expiration_datetime = 2025-10-05T15:30:00+09:00",
      `aws_secret_access_key = ${NEW_SECRET}`,
      `aws_session_token = ${NEW_TOKEN}`,
    ),
  },
  {
    name: "the user's lines inside the section are kept in their order",
    before: block(
      "region = eu-west-1",
      ...keys(OLD_BLOCK).slice(0, 2),
      "# mine",
      "",
      ...keys(OLD_BLOCK).slice(2),
      "s3 =",
      "  max_concurrent_requests = 20",
      "output: json",
    ),
    after: block(
      "region = eu-west-1",
      ...keys(NEW_BLOCK).slice(0, 2),
      "# mine",
      "",
      ...keys(NEW_BLOCK).slice(2),
      "s3 =",
      "  max_concurrent_requests = 20",
      "output: json",
    ),
  },
  {
    name: "missing keys are added below the last session key",
    before: block("region = x", keys(OLD_BLOCK)[0]!, "# c", "output = json"),
    after: block("region = x", ...keys(NEW_BLOCK), "# c", "output = json"),
  },
  {
    name: "an empty section gets the keys below its header",
    before: `${BEGIN}\r\n[default_sts]\r\n${END}\r\n`,
    after: NEW_BLOCK.replaceAll("\n", "\r\n"),
  },
  {
    name: "a section with only lines of the user's gets the keys",
    before: block("region = x"),
    after: block(...keys(NEW_BLOCK), "region = x"),
  },
  {
    name:
      "indented keys stay indented, and missing keys get the same indentation",
    before: block("  region = x", "  aws_access_key_id = x"),
    after: block("  region = x", ...keys(NEW_BLOCK).map((key) => `  ${key}`)),
  },
  {
    name: "missing keys are indented like the line above them",
    before: block("  aws_secret_access_key = x", "aws_access_key_id = x"),
    after: block(
      `  aws_secret_access_key = ${NEW_SECRET}`,
      "aws_access_key_id = ASIANEWNEWNEWNEWNEW1",
      ...keys(NEW_BLOCK).slice(2),
    ),
  },
  {
    name: "missing keys are not continued by the user's indented lines",
    before: block("  region = x"),
    after: block(...keys(NEW_BLOCK).map((key) => `  ${key}`), "  region = x"),
  },
  {
    name: "missing keys are not continued by an indented header",
    before: `${BEGIN}\n[default_sts]\n${END}\n  [b]\nk = v\n`,
    after: block(...keys(NEW_BLOCK).map((key) => `  ${key}`)) +
      "  [b]\nk = v\n",
  },
  {
    name: "lines that `aws configure set` put between tag and header stay",
    before: "[default]\nk = v\n" +
      OLD_BLOCK.replace("[def", "region = eu-west-1\n[def"),
    after: "[default]\nk = v\n" +
      NEW_BLOCK.replace("[def", "region = eu-west-1\n[def"),
  },
  {
    name: "lines between the end tag and the next header stay",
    before: `${OLD_BLOCK}region = eu-west-1\n\n[b]\n`,
    after: `${NEW_BLOCK}region = eu-west-1\n\n[b]\n`,
  },
  {
    name: "indented lines of session keys in other sections are ignored",
    before: `[a]\nk = v\n  aws_session_token = x\n${OLD_BLOCK}[b]\nk = v\n` +
      "  aws_session_token = x\n",
    after: `[a]\nk = v\n  aws_session_token = x\n${NEW_BLOCK}[b]\nk = v\n` +
      "  aws_session_token = x\n",
  },
  {
    name: "another -sn adds another block and keeps the first",
    before: `[default]\n${OLD_BLOCK}`,
    after: `[default]\n${OLD_BLOCK}${
      NEW_BLOCK.replace("[default_sts]", "[other]")
    }`,
    edit: { ...SESSION, section: "other" },
  },
  {
    name: "of two blocks for one source profile the right one is updated",
    before: OLD_BLOCK.replace("[default_sts]", "[other]") + OLD_BLOCK,
    after: OLD_BLOCK.replace("[default_sts]", "[other]") + NEW_BLOCK,
  },
  {
    name: "two sections in one block are distinguished",
    before: block(...keys(OLD_BLOCK), "[other]", ...keys(OLD_BLOCK)),
    after: block(...keys(NEW_BLOCK), "[other]", ...keys(OLD_BLOCK)),
  },
  {
    name: "a block without a section is unchanged",
    before: `${BEGIN}\n${END}\n`,
    after: `${BEGIN}\n${END}\n${NEW_BLOCK}`,
  },
  {
    name: "headers that only begin or end with the name do not match",
    before: "[default_sts2]\n[a default_sts]\n# [default_sts]\n",
    after: `[default_sts2]\n[a default_sts]\n# [default_sts]\n${NEW_BLOCK}`,
  },
  {
    name: "the name in a value is not read as a header",
    before: "[a]\nk = [default_sts]\nl = default_sts\n",
    after: `[a]\nk = [default_sts]\nl = default_sts\n${NEW_BLOCK}`,
  },
  {
    name: "a source profile of any name gets its block",
    before: "[ 日本 é ]\n",
    after: `[ 日本 é ]\n${NEW_BLOCK.replace("=default ", "= 日本 é  ")}`,
    edit: { ...SESSION, source: " 日本 é " },
  },
];

for (const { name, before, after, edit = SESSION } of CASES) {
  Deno.test(`edit: ${name}`, () => {
    const edited = editBlock(parse(before), edit);
    assert.equal(edited, after);
    assert.equal(editBlock(parse(edited), edit), after, "the second time");
  });
}

Deno.test("every unusual file that the AWS CLI reads keeps its text and gets the block", () => {
  for (const { name, text, reads } of UNUSUAL_FILES) {
    if (reads === "ERR") continue;
    const edited = editBlock(parse(text), SESSION);
    assert.ok(edited.startsWith(text), name);
    const defaults = [...parse(text).defaults.values()]
      .map(({ key, value }): [string, string] => [key, value]);
    assert.deepEqual(
      readingOf(parse(edited)),
      withSession(reads, SESSION, defaults),
      name,
    );
  }
});

Deno.test("every unusual file that the AWS CLI rejects is refused with the line number", () => {
  for (const { name, text, reads, line } of UNUSUAL_FILES) {
    if (reads !== "ERR") continue;
    assert.throws(() => editBlock(parse(text), SESSION), (error) => {
      assert.ok(error instanceof UpdstsError, name);
      assert.equal(error.code, "file_invalid", name);
      assert.ok(error.message.startsWith(`line ${line}: `), name);
      assert.ok(error.hint, name);
      return true;
    });
  }
});

Deno.test("one of 10,000 blocks is updated, and nothing else changes", () => {
  const blocks = Array.from(
    { length: 10_000 },
    (_, i) => OLD_BLOCK.replaceAll("default", `p${i}`),
  );
  const edit = { ...SESSION, source: "p7000", section: "p7000_sts" };
  const edited = editBlock(parse(blocks.join("")), edit);
  blocks[7000] = NEW_BLOCK.replaceAll("default", "p7000");
  assert.ok(edited === blocks.join(""));
});

Deno.test("an edit handles a value of 10,000 lines and 10,000 keys", () => {
  const long = "[a]\nk = v\n" + "\n  x\n".repeat(10_000);
  const many = "[b]\n" + Array.from({ length: 10_000 }, (_, i) => `k${i} = v\n`)
    .join("");
  for (const text of [long, many, long + many]) {
    assert.ok(editBlock(parse(text), SESSION) === text + NEW_BLOCK);
  }
});

function block(...lines: string[]): string {
  return [BEGIN, "[default_sts]", ...lines, END, ""].join("\n");
}

function keys(block: string): string[] {
  return block.split("\n").slice(2, 6);
}

Deno.test("the block's keys come in the order in which they were given", () => {
  const reversed = new Map([...SESSION.settings].reverse());
  const edited = editBlock(parse(""), { ...SESSION, settings: reversed });
  assert.deepEqual(keys(edited), NEW_KEYS.split("\n").reverse());
});
