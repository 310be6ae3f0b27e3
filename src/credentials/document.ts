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

/** A `[name]` and what is below it. */
export interface Section {
  /** The text between the brackets, verbatim. */
  readonly name: string;
  /** The line of the header. */
  readonly line: number;
  /** Where that line begins in the text. */
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

/** Something that makes a reader, or us, give up on the file. */
export interface Problem {
  /** Where it is; counts from 0. */
  readonly line: number;
  /** What is wrong there, without the line's number. Never shows a value. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
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
  /** The blocks of ours that have both tags. */
  readonly blocks: readonly Block[];
  /** What makes the AWS CLI reject the whole file. */
  readonly problems: readonly Problem[];
  /** Tags that leave open where a block begins or ends. */
  readonly tagProblems: readonly Problem[];
}

/** What a block of ours is to say. */
export interface BlockEdit {
  /** The source profile: the block's `key=`. */
  readonly source: string;
  /** The section's name. */
  readonly section: string;
  /**
   * The keys of ours, in the order in which a new block has them; one without
   * a value is not in the block any more.
   */
  readonly settings: ReadonlyMap<string, string | undefined>;
}

/** A profile's setting as botocore finds it: its own, else that of `[DEFAULT]`. */
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
