import { BEGIN, END, MARK } from "./blocks.ts";

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
