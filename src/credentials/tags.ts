import { BEGIN, END, MARK } from "./blocks.ts";

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
