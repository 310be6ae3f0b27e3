import type { Line } from "./lines.ts";
import { maskedLine } from "./masked_line.ts";

const CONTEXT = 3;

/**
 * Shows, secrets masked, which lines of a file are removed, with some lines
 * around them. A diff that is worked out from the two texts takes time with
 * the square of their difference; here it is known.
 */
export function removalDiff(
  lines: readonly Line[],
  removed: ReadonlySet<number>,
): string {
  const shown = new Set<number>();
  for (const line of removed) {
    for (let near = line - CONTEXT; near <= line + CONTEXT; near++) {
      if (near >= 0 && near < lines.length) shown.add(near);
    }
  }
  let previous = -1;
  let diff = "";
  for (const line of [...shown].sort((a, b) => a - b)) {
    if (diff === "" || line > previous + 1) diff += `@@ line ${line + 1} @@\n`;
    diff += `${removed.has(line) ? "-" : " "}${
      maskedLine(lines[line]!.text)
    }\n`;
    previous = line;
  }
  return diff;
}
