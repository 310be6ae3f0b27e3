/** A line of the file: its text, and the line end that it really has. */
export interface Line {
  /** The line without its end. */
  readonly text: string;
  /** `"\n"`, `"\r\n"`, `"\r"`, or nothing on a last line that has none. */
  readonly end: string;
}

/** Splits where Python's universal newlines do; joining gives the same text. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  eachLine(text, (start, end, next) => {
    lines.push({ text: text.slice(start, end), end: text.slice(end, next) });
  });
  return lines;
}

/**
 * Finds the lines without making a string of each.
 *
 * @param visit Gets where a line begins, where its text ends, where the next
 * line begins, and the line's number, from 0.
 */
export function eachLine(
  text: string,
  visit: (start: number, end: number, next: number, number: number) => void,
): void {
  let start = 0;
  let lf = -2;
  let cr = -2;
  for (let number = 0; start < text.length; number++) {
    // Each is looked for again only when it lies behind us.
    if (lf !== -1 && lf < start) lf = text.indexOf("\n", start);
    if (cr !== -1 && cr < start) cr = text.indexOf("\r", start);
    const found = lf < 0 || (cr >= 0 && cr < lf) ? cr : lf;
    const end = found < 0 ? text.length : found;
    const next = found < 0 ? end : end + (end === cr && end + 1 === lf ? 2 : 1);
    visit(start, end, next, number);
    start = next;
  }
}

/** The text that the lines were split from. */
export function joinLines(lines: readonly Line[]): string {
  return lines.map((line) => line.text + line.end).join("");
}

/**
 * The line end for a new line: the one that most lines have. A lone CR is
 * never copied, since only Python's parser takes it for a line end.
 */
export function usualLineEnd(lines: readonly Line[]): "\n" | "\r\n" {
  let crlf = 0;
  let lf = 0;
  for (const { end } of lines) {
    if (end === "\r\n") crlf++;
    else if (end === "\n") lf++;
  }
  return crlf > lf ? "\r\n" : "\n";
}
