import assert from "node:assert/strict";
import type { BlockEdit } from "../../src/credentials/document.ts";
import { refusal } from "./refusal.ts";
import {
  BEGIN,
  END,
  OLD_BLOCK,
  OLD_SECRET,
  OLD_TOKEN,
  SESSION,
} from "./samples.ts";

/** Why the file can't be edited, at which line (counted from 1). */
interface Refusal {
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly says: RegExp;
  readonly edit?: BlockEdit;
}

const SECRET_LINE = `aws_secret_access_key = ${OLD_SECRET}`;
const SOURCE = `[default]\naws_access_key_id = AKIA\n${SECRET_LINE}\n`;
const OTHER = OLD_BLOCK.replace("key=default", "key=other");

const REFUSALS: readonly Refusal[] = [
  {
    name: "a begin tag without its end",
    text: `${SOURCE}${BEGIN}\n[default_sts]\n${SECRET_LINE}\n`,
    line: 4,
    says: /no end tag/,
  },
  {
    name: "a begin tag without its end, of another profile",
    text: `${SOURCE}${OLD_BLOCK}${OTHER.split("\n")[0]}\n`,
    line: 11,
    says: /no end tag/,
  },
  {
    name: "an end tag that is damaged",
    text: OLD_BLOCK.replace(END, END.slice(0, -1)),
    line: 1,
    says: /no end tag/,
  },
  {
    name: "a begin tag inside a block",
    text: `${BEGIN}\n${OLD_BLOCK}`,
    line: 2,
    says: /begins inside the block that begins at line 1/,
  },
  {
    name: "a begin tag inside a block that another edit would not touch",
    text: `${BEGIN}\n${OTHER}`,
    line: 2,
    says: /begins inside the block/,
    edit: { ...SESSION, section: "elsewhere" },
  },
  {
    name: "a section of that name outside of blocks",
    text: `${SOURCE}\n[default_sts]\n${SECRET_LINE}\n`,
    line: 5,
    says: /\[default_sts\]/,
  },
  {
    name: "a section of that name after the block's end tag",
    text: `${BEGIN}\n${END}\n[default_sts]\n${SECRET_LINE}\n`,
    line: 3,
    says: /\[default_sts\]/,
  },
  {
    name: "a section of that name after a damaged begin tag",
    text: OLD_BLOCK.replace("{{{", "{{"),
    line: 2,
    says: /\[default_sts\]/,
  },
  {
    name: "a section of that name in the block of another profile",
    text: `${SOURCE}${OTHER}`,
    line: 5,
    says: /\[default_sts\].*"other"/,
  },
  ...[
    "[ default_sts ]",
    "[default_sts ]",
    "[\tdefault_sts]",
    "[default_sts] ]",
    "[default_sts] # [x]",
    "[ default_sts ]; c",
  ].map((header) => ({
    name: `an ambiguous header: ${JSON.stringify(header)}`,
    text: `${SOURCE}${header}\n${SECRET_LINE}\n`,
    line: 4,
    says: /second \[default_sts\]/,
  })),
  ...["[default_sts]; c", "[default_sts] # c", "[default_sts] x = 1"].map(
    (header) => ({
      name: `a section of that name with spaces or text around it: ${header}`,
      text: `${SOURCE}${header}\n${SECRET_LINE}\n`,
      line: 4,
      says: /\[default_sts\]/,
    }),
  ),
  ...["  [default_sts]", "\t[ default_sts ] # c", " [default_sts]; c"].map(
    (header) => ({
      name: `a header that continues a value: ${JSON.stringify(header)}`,
      text: `${SOURCE}${header}\n`,
      line: 4,
      says: /second \[default_sts\]/,
    }),
  ),
  {
    name: "an ambiguous header beside the block",
    text: `${OLD_BLOCK}[ default_sts ]\n`,
    line: 8,
    says: /second \[default_sts\]/,
  },
  {
    name: "two blocks for one pair",
    text: `${OLD_BLOCK}\n${OLD_BLOCK}`,
    line: 10,
    says: /\[default_sts\] is defined twice, first at line 2/,
  },
  {
    name: "a session key after the end tag",
    text: OLD_BLOCK.replace(SECRET_LINE + "\n", "") + SECRET_LINE + "\n",
    line: 7,
    says: /"aws_secret_access_key".*below the block's end tag/,
  },
  {
    name: "an indented line that continues a session value",
    text: OLD_BLOCK.replace(SECRET_LINE, `${SECRET_LINE}\n  ${OLD_TOKEN}`),
    line: 5,
    says: /continues the value of "aws_secret_access_key"/,
  },
  {
    name: "an indented line that continues, when keys are missing",
    text: `${BEGIN}\n[default_sts]\n${SECRET_LINE}\n  ${OLD_TOKEN}\n${END}\n`,
    line: 4,
    says: /continues the value of "aws_secret_access_key"/,
  },
  {
    name: "an indented line after the end tag that continues a session value",
    text: `${OLD_BLOCK}\n  region = eu-west-1\n`,
    line: 9,
    says: /continues the value of "expiration_datetime"/,
  },
  {
    // The AWS CLI takes it for a piece of region, JavaScript's SDK for the token.
    name: "an indented session key below a line of the user's",
    text: OLD_BLOCK.replace(
      END,
      `region = x\n  aws_session_token = ${OLD_TOKEN}\n${END}`,
    ),
    line: 8,
    says: /aws_session_token/,
  },
  {
    name: "an indented line of a missing session key after the end tag",
    text: `${BEGIN}\n[default_sts]\n${END}\n` +
      `region = x\n  aws_secret_access_key=${OLD_SECRET}\n[a]\n`,
    line: 5,
    says: /aws_secret_access_key/,
  },
  {
    name: "aws_security_token in the section",
    text: OLD_BLOCK.replace(END, `aws_security_token = ${OLD_TOKEN}\n${END}`),
    line: 7,
    says: /aws_security_token/,
  },
  {
    name: "aws_security_token in the section, when keys are missing",
    text: `${BEGIN}\n[default_sts]\n${SECRET_LINE}\n` +
      `AWS_Security_Token: ${OLD_TOKEN}\n${END}\n`,
    line: 4,
    says: /aws_security_token/,
  },
  {
    name: "aws_security_token after the end tag",
    text: `${OLD_BLOCK}aws_security_token = ${OLD_TOKEN}\n`,
    line: 8,
    says: /aws_security_token/,
  },
  {
    name: "aws_security_token in [DEFAULT], for a new block",
    text: `[DEFAULT]\naws_security_token = ${OLD_TOKEN}\n${SOURCE}`,
    line: 2,
    says: /aws_security_token/,
  },
  {
    name: "aws_security_token in a [DEFAULT] below a block with missing keys",
    text: `${BEGIN}\n[default_sts]\n${END}\n` +
      `[DEFAULT]\naws_security_token = ${OLD_TOKEN}\n`,
    line: 5,
    says: /aws_security_token/,
  },
];

for (const { name, text, line, says, edit = SESSION } of REFUSALS) {
  for (const newline of ["\n", "\r\n", "\r"]) {
    const file = text.replaceAll("\n", newline);
    const ends = JSON.stringify(newline).slice(1, -1);
    Deno.test(`refused: ${name} (lines end in ${ends})`, () => {
      const error = refusal(file, edit);
      assert.match(error.code, /^file_(conflict|invalid)$/);
      assert.match(error.message, says);
      assert.ok(error.message.startsWith(`line ${line}: `), error.message);
      assert.ok(error.hint);
    });
  }
}

Deno.test("a conflict is not reported as an invalid file", () => {
  const codes = REFUSALS.map(({ text, edit = SESSION }) =>
    refusal(text, edit).code
  );
  assert.equal(codes.filter((code) => code === "file_invalid").length, 1);
});
