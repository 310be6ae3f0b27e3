import type { Hint } from "../errors.ts";
import type { Line } from "./split_lines.ts";
import type { FileSections } from "./sections.ts";

export { blockAt } from "./blocks.ts";
export { settingOf } from "./setting_of.ts";
export type { Block, FileSections, Section, Setting } from "./sections.ts";

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
export interface CredentialsDocument extends FileSections {
  /** Every line, in order. */
  readonly lines: readonly Line[];
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
