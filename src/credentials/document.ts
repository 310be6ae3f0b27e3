import type { Line } from "./split_lines.ts";

/** `key = value` as botocore reads it. Line numbers count from 0. */
export interface Setting {
  /** Lower-cased, as botocore does. */
  readonly key: string;
  /** With the lines that continue it, joined by `"\n"`. */
  readonly value: string;
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

/** The sections of a credentials or config file, as botocore reads them. */
export interface FileSections {
  readonly text: string;
  /** In file order, `[DEFAULT]` not among them. */
  readonly sections: ReadonlyMap<string, Section>;
  /** The keys of `[DEFAULT]`, which botocore shows in every profile. */
  readonly defaults: ReadonlyMap<string, Setting>;
  /** The blocks of updsts that have both tags. */
  readonly blocks: readonly Block[];
  /** Faults for which the AWS CLI rejects the whole file, by line. */
  readonly faults: readonly SyntaxFault[];
  /** Tags without a partner. */
  readonly tagFaults: readonly SyntaxFault[];
}

/** A fault of a file; `syntax_problems.ts` has the texts. */
export interface SyntaxFault {
  readonly kind:
    | "NUL byte"
    | "byte order mark"
    | "line before a section"
    | "repeated section"
    | "repeated key"
    | "line without key"
    | "line without delimiter"
    | "nested line without delimiter"
    | "nested block"
    | "unclosed block";
  /** The line, counted from 0. */
  readonly line: number;
  readonly section?: string;
  readonly key?: string;
  /** The line that the fault is in conflict with. */
  readonly earlier?: number;
}

/** A credentials file, read as botocore reads it, with every byte kept. */
export interface CredentialsDocument extends FileSections {
  readonly lines: readonly Line[];
}

/** The new content of a block of updsts. */
export interface BlockEdit {
  /** The source profile: the block's `key=`. */
  readonly source: string;
  readonly section: string;
  /**
   * The keys of the session, in the order of a new block. A key without a value
   * is removed from the block.
   */
  readonly settings: ReadonlyMap<string, string | undefined>;
}
