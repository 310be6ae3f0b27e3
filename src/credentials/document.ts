import type { Hint } from "../errors.ts";
import type { Line } from "./lines.ts";

/** `key = value` as botocore reads it. Line numbers count from 0. */
export interface Setting {
  /** Lower-cased, as botocore does. */
  readonly key: string;
  /** With the lines that continue it, joined by `"\n"`. */
  readonly value: string;
  /** The line that the key is on. */
  readonly line: number;
  /** The last line with text that continues the value; else the same. */
  readonly lastLine: number;
}

/** A `[name]` and the settings below it. */
export interface Section {
  /** The text between the brackets, verbatim. */
  readonly name: string;
  /** The line of the header. */
  readonly line: number;
  /** The offset of that line in the text. */
  readonly start: number;
  /** By key. */
  readonly settings: ReadonlyMap<string, Setting>;
}

/** The lines between a begin tag and its end tag, tags included. */
export interface Block {
  /** The source profile: the tag's `key=`. */
  readonly source: string;
  /** The line of the begin tag. */
  readonly begin: number;
  /** The line of the end tag. */
  readonly end: number;
}

/** A problem for which a reader, or updsts, rejects the file. */
export interface Problem {
  /** Its line, counted from 0. */
  readonly line: number;
  /** The problem, without the line number. Never contains a value. */
  readonly message: string;
  /** A step that solves it. */
  readonly hint: Hint;
}

/** A credentials file, read as botocore reads it, with every byte kept. */
export interface CredentialsDocument {
  /** The whole file. */
  readonly text: string;
  /** Every line, in order. */
  readonly lines: readonly Line[];
  /** In file order, `[DEFAULT]` not among them. */
  readonly sections: ReadonlyMap<string, Section>;
  /** The keys of `[DEFAULT]`, which botocore shows in every profile. */
  readonly defaults: ReadonlyMap<string, Setting>;
  /** The blocks of updsts that have both tags. */
  readonly blocks: readonly Block[];
  /** Problems for which the AWS CLI rejects the whole file. */
  readonly problems: readonly Problem[];
  /** Tags without a partner. */
  readonly tagProblems: readonly Problem[];
}

/** The new content of a block of updsts. */
export interface BlockEdit {
  /** The source profile: the block's `key=`. */
  readonly source: string;
  /** The section's name. */
  readonly section: string;
  /**
   * The keys of the session, in the order of a new block. A key without a value
   * is removed from the block.
   */
  readonly settings: ReadonlyMap<string, string | undefined>;
}

/** A profile's setting as in botocore: its own, else that of `[DEFAULT]`. */
export function settingOf(
  document: CredentialsDocument,
  section: Section,
  key: string,
): Setting | undefined {
  return section.settings.get(key) ?? document.defaults.get(key);
}

/** The block that a line is in, if any. */
export function blockAt(
  document: CredentialsDocument,
  line: number,
): Block | undefined {
  const { blocks } = document;
  let low = 0;
  let high = blocks.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const block = blocks[middle]!;
    if (line < block.begin) high = middle - 1;
    else if (line > block.end) low = middle + 1;
    else return block;
  }
  return undefined;
}
