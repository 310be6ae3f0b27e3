import { LineCursor } from "./line_cursor.ts";

/** A line of the file with its own line end. */
export interface Line {
  readonly text: string;
  /** `"\n"`, `"\r\n"`, `"\r"`, or nothing on a last line that has none. */
  readonly end: string;
}

/** Splits a text into its lines; joining gives the same text. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const cursor = new LineCursor(text);
  while (cursor.advance()) {
    const { text: line, end, next } = cursor;
    lines.push({ text: line, end: text.slice(end, next) });
  }
  return lines;
}

export function joinLines(lines: readonly Line[]): string {
  return lines.map((line) => line.text + line.end).join("");
}

/**
 * The line end for a new line: the most frequent one. Never a lone CR, which
 * only Python's parser reads as a line end.
 */
export function usualLineEnd(text: string): "\n" | "\r\n" {
  if (!text.includes("\r")) return "\n";
  let crlf = 0;
  let lf = 0;
  const cursor = new LineCursor(text);
  while (cursor.advance()) {
    if (cursor.next - cursor.end === 2) crlf++;
    else if (text[cursor.end] === "\n") lf++;
  }
  return crlf > lf ? "\r\n" : "\n";
}
