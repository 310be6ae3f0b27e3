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
  while (start < text.length) {
    let at = start;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      if (unit === LF || unit === CR) break;
      at++;
    }
    const isCrLf = text.charCodeAt(at) === CR &&
      text.charCodeAt(at + 1) === LF;
    const next = Math.min(at + (isCrLf ? 2 : 1), text.length);
    lines.push({ text: text.slice(start, at), end: text.slice(at, next) });
    start = next;
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

const LF = 0x0a;
const CR = 0x0d;
