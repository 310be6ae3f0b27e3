import assert from "node:assert/strict";
import { blockAt } from "../../src/credentials/blocks.ts";
import { settingOf } from "../../src/credentials/read_setting.ts";
import { parse, refuseInvalid } from "../../src/credentials/parse.ts";
import { problemOf } from "../../src/credentials/syntax_problems.ts";
import {
  joinLines,
  splitLines,
  usualLineEnd,
} from "../../src/credentials/split_lines.ts";
import { UpdstsError } from "../../src/errors.ts";
import { UNUSUAL_FILES } from "./unusual_files.ts";
import { readingOf } from "./samples.ts";
import { hintOf } from "../support/hint_of.ts";

for (const { name, text, reads, line } of UNUSUAL_FILES) {
  Deno.test(`parse: ${name} is read as botocore reads it`, () => {
    const document = parse(text);
    if (reads === "ERR") {
      assert.equal(document.faults[0]?.line, line! - 1);
    } else {
      assert.deepEqual(document.faults, []);
      assert.deepEqual(readingOf(document), reads);
    }
  });
}

Deno.test("parse keeps every character of every unusual file", () => {
  for (const { name, text } of UNUSUAL_FILES) {
    assert.equal(joinLines(parse(text).lines), text, name);
  }
});

Deno.test("lines end at LF, CRLF and lone CR, and nowhere else", () => {
  assert.deepEqual(splitLines("a\nb\r\nc\rd\x85\u2028\v\f\x1ce"), [
    { text: "a", end: "\n" },
    { text: "b", end: "\r\n" },
    { text: "c", end: "\r" },
    { text: "d\x85\u2028\v\f\x1ce", end: "" },
  ]);
  assert.deepEqual(splitLines("\r\r\n\n"), [
    { text: "", end: "\r" },
    { text: "", end: "\r\n" },
    { text: "", end: "\n" },
  ]);
  assert.deepEqual(splitLines(""), []);
});

Deno.test("a new line ends as most lines do, but never in a lone CR", () => {
  const usual = (text: string) => usualLineEnd(text);
  assert.equal(usual(""), "\n");
  assert.equal(usual("a"), "\n");
  assert.equal(usual("a\r\n"), "\r\n");
  assert.equal(usual("a\r\nb"), "\r\n");
  assert.equal(usual("a\r\nb\r\nc\n"), "\r\n");
  assert.equal(usual("a\r\nb\n"), "\n");
  assert.equal(usual("a\r\nb\nc\n"), "\n");
  assert.equal(usual("a\rb\rc\r"), "\n");
});

Deno.test("a setting has its line number and that of the last line that continues it", () => {
  const { sections } = parse("[a]\n\nk = v\n# c\n\n  w\n\n# c\nl = x\n");
  const settings = sections.get("a")!.settings;
  assert.equal(sections.get("a")!.line, 0);
  assert.deepEqual(settings.get("k"), {
    key: "k",
    value: "v\n\nw",
    line: 2,
    lastLine: 5,
  });
  assert.deepEqual(settings.get("l"), {
    key: "l",
    value: "x",
    line: 8,
    lastLine: 8,
  });
});

Deno.test("a profile's own setting overrides the one of [DEFAULT]", () => {
  const document = parse("[DEFAULT]\nk = d\nl = d\n[a]\nk = v\n");
  const section = document.sections.get("a")!;
  assert.equal(settingOf(document, section, "k")?.value, "v");
  assert.equal(settingOf(document, section, "l")?.value, "d");
  assert.equal(settingOf(document, section, "m"), undefined);
  assert.deepEqual([...document.sections.keys()], ["a"]);
});

Deno.test("a duplicate section is merged, as in the SDKs, and is a problem", () => {
  const { sections, faults } = parse("[a]\nk = v\n[b]\n[a]\nl = w\n");
  assert.deepEqual([...sections.get("a")!.settings.keys()], ["k", "l"]);
  assert.match(problemOf(faults[0]!).message, /\[a\].*line 1$/);
});

Deno.test("the last of duplicate keys takes precedence, and is a problem", () => {
  const { sections, faults } = parse("[a]\nregion = v\nRegion = w\n");
  assert.equal(sections.get("a")!.settings.get("region")?.value, "w");
  assert.match(problemOf(faults[0]!).message, /"region".*line 2$/);
});

Deno.test("a NUL byte is a problem at its line, although botocore accepts it", () => {
  const { faults } = parse("[a]\n# c\nk = v\0\n");
  assert.deepEqual(faults.map(({ line }) => line), [2]);
  assert.match(problemOf(faults[0]!).message, /NUL/);
});

Deno.test("problems come in the order of their lines", () => {
  const { faults } = parse("[a]\ns3 =\n  x\n[b]\nhello\n[a]\n");
  assert.deepEqual(faults.map(({ line }) => line), [1, 4, 5]);
});

Deno.test("a byte order mark is a problem with its own message", () => {
  const { faults } = parse("\ufeff[a]\nk = v\n");
  assert.match(problemOf(faults[0]!).message, /byte order mark/);
  assert.doesNotMatch(
    problemOf(parse("k = v\n").faults[0]!).message,
    /byte order/,
  );
});

Deno.test("the message of a problem shows no text that may be a part of a secret", () => {
  const secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12";
  const seed = "JBSWY3DPEHPK3PXPJBSWY3DP";
  const files = [secret, seed, `${secret}/+${secret}`].flatMap((text) => [
    `${text}\n`,
    `[a]\n${text}\n`,
    `[a]\n${text} = 1\n${text} = 2\n`,
    `[a]\n${text}=\n  ${text}\n`,
    `[a]\nk = ${text}\nk = ${text}\n`,
    `[a]\ns3 =\n  ${text}\n`,
    `[a]\n= ${text}\n`,
    `\ufeff${text}\n`,
  ]);
  for (const file of files) {
    const { faults } = parse(file);
    assert.notEqual(faults.length, 0, JSON.stringify(file));
    for (const problem of faults.map(problemOf)) {
      const words = `${problem.message} ${hintOf(problem)}`.toLowerCase();
      for (const text of [secret, seed]) {
        assert.ok(!words.includes(text.toLowerCase()), words);
      }
      assert.ok(!words.includes("\n"), "one line");
    }
  }
});

Deno.test("known keys are named in a problem", () => {
  for (const key of ["s3", "aws_secret_access_key", "mfa_device_arn"]) {
    const [problem] = parse(`[a]\n${key} = 1\n${key} = 2\n`).faults
      .map(problemOf);
    assert.ok(problem?.message.includes(`"${key}"`), problem?.message);
  }
});

Deno.test("refuseInvalid reports the line of the first problem, from 1, and accepts valid files", () => {
  refuseInvalid(parse("[a]\nk = v\n# ${{{ key=a [auto update by updsts]\n"));
  assert.throws(() => refuseInvalid(parse("[a]\nk = v\nhello\n[a]\n")), (e) => {
    assert.ok(e instanceof UpdstsError);
    assert.equal(e.code, "file_invalid");
    assert.match(e.message, /^line 3: a line without "="/);
    assert.ok(e.hint);
    return true;
  });
});

Deno.test("10,000 profiles with comments, blocks and long values are read and found", () => {
  const count = 10_000;
  const text = Array.from({ length: count }, (_, i) =>
    [
      `# \${{{ key=p${i} [auto update by updsts]`,
      `[p${i}_sts]`,
      `aws_access_key_id = ASIA${String(i).padStart(16, "0")}`,
      `aws_secret_access_key = ${"x".repeat(40)}`,
      `aws_session_token = ${"y".repeat(250)}`,
      "# $}}} [auto update by updsts]",
      "",
    ].join("\n")).join("");
  const document = parse(text);
  assert.equal(document.sections.size, count);
  assert.equal(document.blocks.length, count);
  for (const i of [0, 1, 4_999, 5_000, 9_998, 9_999]) {
    const section = document.sections.get(`p${i}_sts`)!;
    assert.equal(section.line, i * 6 + 1);
    assert.equal(blockAt(document, section.line)?.source, `p${i}`);
  }
});

Deno.test("the first hundred of millions of faults are kept", () => {
  const { faults } = parse("[a]\n".repeat(100_000));
  assert.equal(faults.length, 100);
  assert.equal(faults[0]?.line, 1);
});

Deno.test("parsing the same text again returns the same document", () => {
  const [one, other] = ["[a]\nk = v\n", "[a]\nk = w\n"];
  const document = parse(one);
  assert.equal(parse(other).sections.get("a")?.settings.get("k")?.value, "w");
  assert.equal(parse(one.split("").join("")), document);
});
