import type { Hint } from "../errors.ts";
import type { SyntaxFault } from "./document.ts";
import { END_TAG } from "./blocks.ts";

/** A problem for which a reader, or updsts, rejects the file. */
export interface Problem {
  /** Its line, counted from 0. */
  readonly line: number;
  /** The problem, without the line number. Never contains a value. */
  readonly message: string;
  readonly hint: Hint;
}

/** The problem that a fault is, with its texts. */
export function problemOf(fault: SyntaxFault): Problem {
  const [message, hint] = textOf(fault);
  return { line: fault.line, message, hint };
}

function textOf(
  { kind, section, key = "", earlier = 0 }: SyntaxFault,
): [message: string, hint: string] {
  switch (kind) {
    case "NUL byte":
      return ["a NUL byte", "this is not a text file"];
    case "byte order mark":
      return [
        "the file begins with a byte order mark",
        'save it as "UTF-8", not as "UTF-8 with BOM"',
      ];
    case "line before a section":
      return [
        "a line before the first [section]",
        "put # before it, move it below a [section], or delete it",
      ];
    case "repeated section":
      return [
        `the section [${section}] is defined twice, first at line ${
          earlier + 1
        }`,
        "merge the two sections or rename one",
      ];
    case "repeated key":
      return [
        `the key "${shownKey(key)}" is in [${section}] twice, first at line ${
          earlier + 1
        }`,
        "delete one of the two lines",
      ];
    case "line without key":
      return ['a line without a key before "="', KEY_AND_VALUE];
    case "line without delimiter":
      return ['a line without "="', KEY_AND_VALUE];
    case "nested line without delimiter":
      return [
        `an indented line below "${shownKey(key)}" has no "="`,
        "write it as key = value, or remove its indentation",
      ];
    case "nested block":
      return [
        `a block begins inside the block that begins at line ${earlier + 1}`,
        `put the missing end tag "${END_TAG}" before it, or delete the tag`,
      ];
    case "unclosed block":
      return [
        "a block begins here that has no end tag",
        `put "${END_TAG}" after the block's last line, or delete the tag`,
      ];
  }
}

const KEY_AND_VALUE = "write it as key = value, put # before it, or delete it";

/** A key is shown only where it cannot be a part of a secret. */
function shownKey(key: string): string {
  return /^(?=.{1,40}$)[a-z][a-z0-9]{0,14}(_[a-z0-9]{1,14})*$/.test(key)
    ? key
    : "…";
}
