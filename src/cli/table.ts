/** Text, and how it is to look where colour is wanted. */
export interface Cell {
  readonly text: string;
  readonly style?: keyof typeof STYLES;
}

/** How a table is drawn. */
export interface TableOptions {
  /** The width to keep to; without it nothing is cut. */
  readonly columns: number | undefined;
  readonly color: boolean;
  /** How many columns a text takes; wide letters take two. */
  readonly widthOf: (text: string) => number;
}

const STYLES = { bold: 1, red: 31, green: 32, dim: 2 };
const GAP = 2;
const MIN_WIDTH = 6;

/**
 * Draws rows below one another. Where they are wider than the terminal the
 * widest columns give way first, and what does not fit ends in `…`.
 */
export function drawTable(
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): string {
  const { columns, widthOf } = options;
  const widths = rows[0]!.map(() => 0);
  for (const row of rows) {
    row.forEach(({ text }, column) => {
      widths[column] = Math.max(widths[column]!, widthOf(text));
    });
  }
  if (columns !== undefined) narrow(widths, columns);
  return rows.map((row) => {
    let line = "";
    row.forEach((cell, column) => {
      line += draw(cell, widths[column]!, column < row.length - 1, options);
    });
    return `${line}\n`;
  }).join("");
}

function narrow(widths: number[], columns: number): void {
  const room = columns - GAP * (widths.length - 1);
  for (;;) {
    const total = widths.reduce((sum, width) => sum + width, 0);
    const widest = Math.max(...widths);
    if (total <= room || widest <= MIN_WIDTH) return;
    widths[widths.indexOf(widest)]! -= 1;
  }
}

function draw(
  { text, style }: Cell,
  width: number,
  hasNext: boolean,
  { color, widthOf }: TableOptions,
): string {
  const own = widthOf(text);
  const shown = own > width ? cut(text, width, widthOf) : text;
  const styled = color && style
    ? `\x1b[${STYLES[style]}m${shown}\x1b[0m`
    : shown;
  if (!hasNext) return styled;
  const padding = width - (own > width ? widthOf(shown) : own);
  return styled + " ".repeat(padding + GAP);
}

function cut(
  text: string,
  width: number,
  widthOf: (text: string) => number,
): string {
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
