import fc from "fast-check";
import type { BlockEdit } from "../../src/credentials/document.ts";
import { BEGIN, END } from "./samples.ts";

const INDENTS = ["", "", "", "", " ", "  ", "\t", "\x85", "\xa0", "\u2028"];
const ENDS = ["\n", "\n", "\r\n", "\r"];
const SPACES = ["", " ", "\t", "\x1f", "\u3000", "\ufeff"];

const NAMES = [
  ...["default", "default_sts", "a", "b", "DEFAULT", "a b", " a ", "a]", "[a"],
  ...["profile a", "__proto__", "constructor", "日本", '"a"', "7", "\ufeffa"],
];
const KEYS = [
  ...["aws_access_key_id", "AWS_Access_Key_ID", "aws_secret_access_key"],
  ...["aws_session_token", "aws_security_token", "expiration_datetime"],
  ...["region", "s3", "my key", "İ", "ΑΣ", "__proto__", "\ufeffk", "k#", "-"],
];
const VALUES = [
  ...["v", "", "=", ":", "v # c", "#v", "a = b", "[a]", "v\x85w = x", "v\x85w"],
  ...["v\u2028", '"v"', "\ufeff", "v\x1c x", "é", "😀"],
];
const TAGS = [
  ...[BEGIN, BEGIN, END, END, END.slice(0, -1), `${BEGIN} x`, `x${END}`],
  ...[BEGIN.replace("default", "a b"), BEGIN.replace("=default", ""), "# $}}}"],
];

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: nasty(4) },
);
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KEYS) },
  { weight: 1, arbitrary: nasty(4) },
);
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: nasty(6) },
);
const indent = fc.constantFrom(...INDENTS);
const space = fc.constantFrom(...SPACES);
const end = fc.constantFrom(...ENDS);
const tag = fc.constantFrom(...TAGS);

const header = join(
  indent,
  name.map((name) => `[${name}]`),
  fc.constantFrom("", "", " # c", "; c", " ]", "x = 1"),
);
const setting = join(
  indent,
  key,
  space,
  fc.constantFrom("=", "=", ":"),
  space,
  value,
  space,
);
const comment = join(indent, fc.constantFrom("# c", ";", "# k = v", "#[a]"));
const continuation = join(fc.constantFrom("  ", "\t\t", "\xa0 "), value);

const anyLine = fc.oneof(
  { weight: 3, arbitrary: header },
  { weight: 8, arbitrary: setting },
  { weight: 2, arbitrary: continuation },
  { weight: 2, arbitrary: join(indent, tag) },
  { weight: 1, arbitrary: comment },
  { weight: 1, arbitrary: join(indent, space) },
  { weight: 1, arbitrary: join(indent, nasty(8)) },
);

/** Lines thrown together; botocore rejects many of these files. */
export const wildFile: fc.Arbitrary<string> = file(
  fc.array(anyLine, { maxLength: 9 }),
);

const bodyLine = fc.oneof(
  { weight: 6, arbitrary: setting },
  { weight: 1, arbitrary: continuation },
  { weight: 1, arbitrary: comment },
  { weight: 1, arbitrary: join(indent, space.filter((s) => s !== "\ufeff")) },
);

/** Sections and keys come once each, so that botocore reads most of them. */
const section = fc.tuple(header, fc.array(bodyLine, { maxLength: 5 }));
const sections = fc.uniqueArray(section, {
  maxLength: 4,
  selector: ([header]) => header.trim(),
}).map((sections) =>
  sections.map(([header, body]) => [header, ...withoutDoubles(body)])
);
const blockTag = fc.constantFrom(
  ...[BEGIN, `  ${BEGIN}`, BEGIN.replace("=default", "=b")],
);
const block = fc.tuple(
  blockTag,
  fc.array(bodyLine, { maxLength: 1 }),
  fc.constantFrom("[default_sts]", "[default_sts]", "  [default_sts] # c"),
  fc.array(bodyLine, { maxLength: 5 }),
  fc.constantFrom(END, `\t${END}`),
  fc.array(bodyLine, { maxLength: 1 }),
).map(([begin, before, header, body, end, behind]) => [
  begin,
  ...before,
  header,
  ...withoutDoubles(body),
  end,
  ...behind,
]);

/** Files that botocore reads, with and without a block of updsts. */
export const soundFile: fc.Arbitrary<string> = file(
  fc.tuple(sections, fc.option(block, { nil: [] }), sections).map(
    ([before, block, behind]) => [
      ...before.flat(),
      ...block,
      ...behind.flat().filter((line) => !before.flat().includes(line)),
    ],
  ),
);

/** Something to write, into the block that the files may have or another. */
export const edit: fc.Arbitrary<BlockEdit> = fc.record({
  source: fc.constantFrom("default", "default", "b", "日本", " a "),
  section: fc.constantFrom("default_sts", "default_sts", "a.b_sts", "7"),
  settings: fc.record({
    aws_access_key_id: printable(20),
    aws_secret_access_key: printable(40),
    aws_session_token: printable(80),
    expiration_datetime: printable(25),
    region: fc.option(printable(12), { nil: undefined }),
  }).map(({ region, ...settings }) =>
    new Map([
      ...Object.entries(settings),
      // Only a new block gets one.
      ...region === undefined ? [] : [["region", region] as const],
    ])
  ),
});

function withoutDoubles(lines: string[]): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const key = line.split(/[=:]/)[0]!.trim().toLowerCase();
    return seen.size < seen.add(key).size;
  });
}

function file(lines: fc.Arbitrary<string[]>): fc.Arbitrary<string> {
  const oneEnd = end.map((end) => [end]);
  const ends = fc.oneof(oneEnd, fc.array(end, { minLength: 1, maxLength: 4 }));
  return fc.tuple(lines, ends, fc.boolean()).map(([lines, ends, isOpen]) => {
    const text = lines.map((line, i) => line + ends[i % ends.length]).join("");
    return isOpen ? text.replace(/[\r\n]+$/, "") : text;
  });
}

function printable(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.integer({ min: 0x21, max: 0x7e })
    .map((code) => String.fromCharCode(code));
  return fc.string({ unit, minLength: 1, maxLength })
    .filter((text) => !/^[#;"']/.test(text));
}

/** Short text of characters that parsers stumble over; no NUL. */
function nasty(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.constantFrom(..."[]=:#; \t\v\f\x1c\x1f\x85\xa0\u2028\u2029\ufeff\u200b"),
    fc.constantFrom(..."aAß7{}$_\u1680\u180e\u3000"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 })
      .filter((text) => !/[\0\r\n]/.test(text)),
  );
  return fc.string({ unit, maxLength });
}

function join(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((parts) => parts.join(""));
}
