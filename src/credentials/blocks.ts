import type { LineCursor } from "./line_cursor.ts";
import type { Block, FileSections, SyntaxFault } from "./document.ts";

/** The end of both tags. */
const MARK = "[auto update by updsts]";
/** The line that begins a block. */
const BEGIN = /^\s*#\s*\$\{\{\{ key=(.*) \[auto update by updsts\]\s*$/;
/** The line that ends a block. */
const END = /^\s*#\s*\$\}\}\} \[auto update by updsts\]\s*$/;

export const END_TAG = `# $}}} ${MARK}`;

export function beginTag(source: string): string {
  return `# \${{{ key=${source} ${MARK}`;
}

export function isTag(text: string): boolean {
  return BEGIN.test(text) || isEndTag(text);
}

export function isEndTag(text: string): boolean {
  return END.test(text);
}

/** Finds the blocks, and tags without a partner. */
export class BlockReader {
  readonly blocks: Block[] = [];
  readonly faults: SyntaxFault[] = [];
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
      const earlier = this.#open?.begin;
      if (earlier !== undefined) {
        this.faults.push({ kind: "nested block", line, earlier });
      }
      this.#open = { source, begin: line };
    } else if (this.#open && END.test(text)) {
      this.blocks.push({ ...this.#open, end: line });
      this.#open = undefined;
    }
  }

  finish(): void {
    if (!this.#open) return;
    this.faults.push({ kind: "unclosed block", line: this.#open.begin });
  }
}

/** The block that a line is in, if any. */
export function blockAt(
  { blocks }: Pick<FileSections, "blocks">,
  line: number,
): Block | undefined {
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
