import type { Block, Problem } from "./document.ts";
import { LineCursor } from "./lines.ts";

const MARK = "[auto update by updsts]";
const BEGIN = /^\s*#\s*\$\{\{\{ key=(.*) \[auto update by updsts\]\s*$/;
const END = /^\s*#\s*\$\}\}\} \[auto update by updsts\]\s*$/;

/** The line that ends a block. */
export const END_TAG = `# $}}} ${MARK}`;

/** The line that begins a block of the given source profile. */
export function beginTag(source: string): string {
  return `# \${{{ key=${source} ${MARK}`;
}

/** Is this a line that begins or ends a block? */
export function isTag(text: string): boolean {
  return BEGIN.test(text) || isEndTag(text);
}

/** Is this a line that ends a block? */
export function isEndTag(text: string): boolean {
  return END.test(text);
}

/** Finds the blocks, and the tags that have no partner. */
export function readBlocks(
  text: string,
): { blocks: Block[]; problems: Problem[] } {
  const blocks: Block[] = [];
  const problems: Problem[] = [];
  let open: { source: string; begin: number } | undefined;
  if (!text.includes(MARK)) return { blocks, problems };
  const cursor = new LineCursor(text);
  while (cursor.advance()) {
    const { text: tag, number: line } = cursor;
    if (!tag.includes(MARK)) continue;
    const source = BEGIN.exec(tag)?.[1];
    if (source !== undefined) {
      if (open) problems.push(nested(open.begin, line));
      open = { source, begin: line };
    } else if (open && END.test(tag)) {
      blocks.push({ ...open, end: line });
      open = undefined;
    }
  }
  if (open) problems.push(unclosed(open.begin));
  return { blocks, problems };
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
    hint: `put "${END_TAG}" behind the block's last line, or delete the tag`,
  };
}
