import { maskedLine } from "./masked_line.ts";
import type { Line } from "./split_lines.ts";

const CONTEXT = 3;

/**
 * A diff of the removed lines, with context and with secrets masked. The removed
 * lines are known, so it takes linear time.
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
