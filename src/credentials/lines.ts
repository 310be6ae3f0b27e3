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
  let start = 0;
  let lf = -2;
  let cr = -2;
  while (start < text.length) {
    // Each is looked for again only when it lies behind us.
    if (lf !== -1 && lf < start) lf = text.indexOf("\n", start);
    if (cr !== -1 && cr < start) cr = text.indexOf("\r", start);
    const at = lf < 0 || (cr >= 0 && cr < lf) ? cr : lf;
    if (at < 0) {
      lines.push({ text: text.slice(start), end: "" });
      break;
    }
    const end = at === lf ? "\n" : at + 1 === lf ? "\r\n" : "\r";
    lines.push({ text: text.slice(start, at), end });
    start = at + end.length;
  }
  return lines;
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
