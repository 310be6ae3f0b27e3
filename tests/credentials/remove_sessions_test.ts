import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { removeSessions } from "../../src/credentials/remove_sessions.ts";
import { UpdstsError } from "../../src/errors.ts";
import { BEGIN, END, OLD_BLOCK, OLD_SECRET, OLD_TOKEN } from "./samples.ts";
import { hintOf } from "../support/hint_of.ts";

const OTHER = "[other]\nregion = eu-west-1\n";
const SESSION = OLD_BLOCK.split("\n").slice(2, 6).join("\n");
const WORK = OLD_BLOCK.replaceAll("default", "work");

function remove(text: string, ...names: string[]): string {
  return removeSessions(parse(text), names).text;
}

const EDITS: [what: string, before: string, after: string][] = [
  ["a block alone", OLD_BLOCK, ""],
  [
    "a block between two profiles",
    `[default]\nk = v\n\n${OLD_BLOCK}\n${OTHER}`,
    `[default]\nk = v\n\n\n${OTHER}`,
  ],
  [
    "a block with CRLF",
    `[default]\r\nk = v\r\n${OLD_BLOCK.replaceAll("\n", "\r\n")}`,
    "[default]\r\nk = v\r\n",
  ],
  ["a block without a final newline", `${OTHER}${OLD_BLOCK.trimEnd()}`, OTHER],
  [
    "a block of the Python updsts",
    `${OTHER}  ${BEGIN}\n[default_sts]\n${
      SESSION.replaceAll(" = ", "=")
    }\n  ${END}\n`,
    OTHER,
  ],
  [
    "a block with blank lines",
    `${BEGIN}\n\n[default_sts]\n\n${SESSION}\n  \n${END}\n\n${OTHER}`,
    `\n\n${OTHER}`,
  ],
  [
    "a block with a comment behind it",
    `${OLD_BLOCK}# about other\n${OTHER}`,
    `# about other\n${OTHER}`,
  ],
  [
    "a block whose section has a line of the user's",
    `${OTHER}${BEGIN}\n[default_sts]\nregion = eu-west-1\n${SESSION}\noutput = json\n${END}\n`,
    `${OTHER}${BEGIN}\n[default_sts]\nregion = eu-west-1\noutput = json\n${END}\n`,
  ],
  [
    "a block whose section has a comment of the user's",
    `${BEGIN}\n[default_sts]\n${SESSION}\n# mine\n${END}\n${OTHER}`,
    `${BEGIN}\n[default_sts]\n# mine\n${END}\n${OTHER}`,
  ],
  [
    "a block with a line of its section behind the end tag",
    `[default]\nk = v\n${OLD_BLOCK}# about region\n\nregion = eu-west-1\n\n${OTHER}`,
    `[default]\nk = v\n${BEGIN}\n[default_sts]\n${END}\n# about region\n\nregion = eu-west-1\n\n${OTHER}`,
  ],
  [
    "a block with an indented comment behind it",
    `[default]\nk = v\n${OLD_BLOCK}  # some tools add this to k\n`,
    `[default]\nk = v\n${BEGIN}\n[default_sts]\n${END}\n  # some tools add this to k\n`,
  ],
  ...["[other]; c", "[other] x = 1"].map((
    header,
  ): [string, string, string] => [
    `a block before "${header}", which some tools take for a line of its section`,
    `[default]\nk = v\n${OLD_BLOCK}${header}\nk = w\n`,
    `[default]\nk = v\n${BEGIN}\n[default_sts]\n${END}\n${header}\nk = w\n`,
  ]),
  [
    "an indented block before an indented header",
    `[default]\n${OLD_BLOCK.replaceAll(/^/gm, " ")}[other]\nk = w\n`,
    `[default]\n ${BEGIN}\n [default_sts]\n ${END}\n [other]\nk = w\n`,
  ],
  [
    "a block with a line of the profile above behind the begin tag",
    `[default]\n${
      OLD_BLOCK.replace("\n", "\nregion = us-east-1\n# mine\n")
    }${OTHER}`,
    `[default]\nregion = us-east-1\n# mine\n${OTHER}`,
  ],
  [
    "a block followed by one with a line of its section behind the begin tag",
    `${OLD_BLOCK}${WORK.replace("\n", "\nregion = us-east-1\n")}`,
    `${BEGIN}\n[default_sts]\n${END}\n${
      WORK.replace("\n", "\nregion = us-east-1\n")
    }`,
  ],
  ["a block followed by another", `${OLD_BLOCK}${WORK}`, WORK],
  [
    "a block followed by one with an indented tag",
    `${OTHER}${OLD_BLOCK}  ${WORK}`,
    `${OTHER}  ${WORK}`,
  ],
  [
    "a block with a second section",
    `${BEGIN}\n[default_sts]\n${SESSION}\n${OTHER}${END}\n`,
    `${BEGIN}\n${OTHER}${END}\n`,
  ],
  [
    "a block with [DEFAULT] in it",
    `${BEGIN}\n[default_sts]\n${SESSION}\n[DEFAULT]\nk = v\n${END}\n`,
    `${BEGIN}\n[DEFAULT]\nk = v\n${END}\n`,
  ],
];

for (const [what, before, after] of EDITS) {
  Deno.test(`the session is removed from ${what}`, () => {
    assert.equal(remove(before, "default_sts"), after);
  });
}

const COPIED = SESSION.replace("expiration", "region = eu-west-1\nexpiration");
const WITH_REGION = `${OTHER}${BEGIN}\n[default_sts]\n${COPIED}\n${END}\n`;
const LEFT = `${OTHER}${BEGIN}\n[default_sts]\nregion = eu-west-1\n${END}\n`;

const REGIONS: [
  what: string,
  before: string,
  region: string | undefined,
  after: string,
][] = [
  ["goes with its block", WITH_REGION, "eu-west-1", OTHER],
  ["stays where the source has another", WITH_REGION, "eu-west-2", LEFT],
  ["stays where the source has none", WITH_REGION, undefined, LEFT],
  [
    "stays where the user added it",
    WITH_REGION.replace(COPIED, `${SESSION}\nregion = eu-west-1`),
    "eu-west-1",
    LEFT,
  ],
  [
    "stays with a line of the user's",
    WITH_REGION.replace(END, `output = json\n${END}`),
    "eu-west-1",
    LEFT.replace(END, `output = json\n${END}`),
  ],
];

for (const [what, before, region, after] of REGIONS) {
  Deno.test(`the region of the source profile in a block ${what}`, () => {
    const removal = removeSessions(
      parse(before),
      ["default_sts"],
      (source) => source === "default" ? region : undefined,
    );
    assert.equal(removal.text, after);
  });
}

Deno.test("the removed lines of two blocks are returned", () => {
  const { lines, sections } = removeSessions(
    parse(`${OTHER}${OLD_BLOCK}${WORK}region = x\n`),
    ["work_sts", "default_sts"],
  );
  assert.deepEqual([...sections], ["default_sts"]);
  assert.deepEqual(
    [...lines].sort((a, b) => a - b),
    [2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14],
  );
});

Deno.test("both sections of a block are removed, with its tags", () => {
  const second = SESSION.replace(/^/, "[second]\n");
  assert.equal(
    remove(
      `${BEGIN}\n[default_sts]\n${SESSION}\n${second}\n${END}\n${OTHER}`,
      ...["default_sts", "second"],
    ),
    OTHER,
  );
});

Deno.test("a section that some tools read as a line of the section above is removed with it", () => {
  const text = `${BEGIN}\n[default_sts]\n  [a]\n${END}\n`;
  assert.equal(remove(text, "default_sts", "a"), "");
});

Deno.test("10,000 sessions are removed in one pass", () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `p${i}_sts`);
  const text = names.map((_, i) =>
    OLD_BLOCK.replaceAll("default", `p${i}`) + OTHER.replace("other", `o${i}`)
  ).join("");
  assert.equal(
    remove(text, ...names),
    names.map((_, i) => OTHER.replace("other", `o${i}`)).join(""),
  );
});

const REFUSED: [what: string, text: string, line: number, message: RegExp][] = [
  [
    "a file that the AWS CLI rejects",
    `${OLD_BLOCK}CANARY\n`,
    8,
    /a line without "="/,
  ],
  [
    "a begin tag without its end",
    `${OLD_BLOCK}${BEGIN}\n`,
    8,
    /has no end tag/,
  ],
  [
    "a session key after the block",
    `${BEGIN}\n[default_sts]\n${END}\n${SESSION}\n`,
    4,
    /"aws_access_key_id" of \[default_sts\] is set below the block's end tag/,
  ],
  [
    "a value that goes on in an indented line",
    OLD_BLOCK.replace(END, `  region = CANARY\n${END}`)
      .replace(/(expiration.*\n)(.*)\n/, "$2\n$1"),
    6,
    /continues the value of/,
  ],
  [
    "a lone CR",
    `[a]\nk = v\r${OLD_BLOCK}${OTHER}`,
    2,
    /ends in a CR alone/,
  ],
];

for (const [what, text, line, message] of REFUSED) {
  Deno.test(`a removal is refused if there is ${what}`, () => {
    assert.throws(() => remove(text, "default_sts"), (error) => {
      assert.ok(error instanceof UpdstsError);
      const words = `${error.message} ${hintOf(error)}`;
      assert.match(error.message, new RegExp(`^line ${line}: `));
      assert.match(error.message, message);
      assert.ok(error.hint);
      for (const secret of [OLD_SECRET, OLD_TOKEN, "CANARY"]) {
        assert.ok(!words.includes(secret));
      }
      return true;
    });
  });
}
