import type { Block, Problem } from "./document.ts";
import type { LineCursor } from "./lines.ts";

const MARK = "[auto update by updsts]";
const BEGIN = /^\s*#\s*\$\{\{\{ key=(.*) \[auto update by updsts\]\s*$/;
const END = /^\s*#\s*\$\}\}\} \[auto update by updsts\]\s*$/;

/** The line that ends a block. */
export const END_TAG = `# $}}} ${MARK}`;

/** The line that begins a block of the given source profile. */
export function beginTag(source: string): string {
  return `# \${{{ key=${source} ${MARK}`;
}

/** Whether a line begins or ends a block. */
export function isTag(text: string): boolean {
  return BEGIN.test(text) || isEndTag(text);
}

/** Whether a line ends a block. */
export function isEndTag(text: string): boolean {
  return END.test(text);
}

/** Finds the blocks, and tags without a partner. */
export class BlockReader {
  readonly blocks: Block[] = [];
  readonly problems: Problem[] = [];
  readonly #file: string;
  #nextMark: number;
  #open: { source: string; begin: number } | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#nextMark = file.indexOf(MARK);
  }

  /** Reads the current line of the cursor; call it for each line in turn. */
  read(cursor: LineCursor): void {
    if (this.#nextMark < 0 || cursor.next <= this.#nextMark) return;
    this.#nextMark = this.#file.indexOf(MARK, cursor.next);
    const { text, number: line } = cursor;
    const source = BEGIN.exec(text)?.[1];
    if (source !== undefined) {
      if (this.#open) this.problems.push(nested(this.#open.begin, line));
      this.#open = { source, begin: line };
    } else if (this.#open && END.test(text)) {
      this.blocks.push({ ...this.#open, end: line });
      this.#open = undefined;
    }
  }

  finish(): void {
    if (this.#open) this.problems.push(unclosed(this.#open.begin));
  }
}

function nested(outer: number, line: number): Problem {
  return {
    line,
    message: `a block begins inside the block that begins at line ${outer + 1}`,
    hint: `put the missing end tag "${END_TAG}" before it, or delete the tag`,
  };
}

function unclosed(line: number): Problem {
  return {
    line,
    message: "a block begins here that has no end tag",
    hint: `put "${END_TAG}" after the block's last line, or delete the tag`,
  };
}
