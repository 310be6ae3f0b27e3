/** Draws the output of a terminal as an SVG: text only, without scripts and fonts. */

export interface Theme {
  readonly background: string;
  readonly bar: string;
  readonly border: string;
  readonly text: string;
  readonly faint: string;
  readonly red: string;
  readonly green: string;
}

interface Caption {
  readonly title: string;
  readonly description: string;
}

type Style = "plain" | "bold" | "dim" | "red" | "green";
interface Run {
  readonly text: string;
  readonly style: Style;
}

/** The styles of updsts's output, by their numbers. */
const STYLES: Record<string, Style> = {
  "0": "plain",
  "1": "bold",
  "2": "dim",
  "31": "red",
  "32": "green",
};

/** What updsts sends: text, styles, and the end of a status line. */
// deno-lint-ignore no-control-regex -- control sequences are what it looks for
const PIECES = /\x1b\[(\d+)m|\r\x1b\[2K|\r?\n|[^\x00-\x1f\x7f]+/gu;

/**
 * The final lines of a terminal.
 *
 * @throws At an unsupported control sequence.
 */
export function screen(output: string): Run[][] {
  const lines: Run[][] = [[]];
  let style: Style = "plain";
  let at = 0;
  for (const match of output.matchAll(PIECES)) {
    if (match.index !== at) break;
    const [piece, number] = match;
    at += piece.length;
    if (number !== undefined) {
      const known = STYLES[number];
      if (!known) {
        throw new Error(`the terminal's style ${number} is not known`);
      }
      style = known;
    } else if (piece.startsWith("\r\x1b")) lines[lines.length - 1] = [];
    else if (piece.endsWith("\n")) lines.push([]);
    else lines.at(-1)!.push({ text: piece, style });
  }
  if (at !== output.length) {
    throw new Error(`at ${at}: ${JSON.stringify(output.slice(at, at + 9))}`);
  }
  return lines;
}

/** Text as it may stand in XML, in content and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const SIZE = 14;
const CHAR = 8.43; // The width of a letter, which textLength makes certain.
const LINE = 20;
const BAR = 34;
const MARGIN = 18;

/** The drawing of lines that are no longer than so many columns. */
export function drawTerminal(
  lines: readonly (readonly Run[])[],
  columns: number,
  theme: Theme,
  { title, description }: Caption,
): string {
  const width = Math.ceil(columns * CHAR) + 2 * MARGIN;
  const height = BAR + lines.length * LINE + MARGIN;
  const texts = lines.flatMap((line, row) =>
    drawLine(line, BAR + (row + 1) * LINE, theme)
  );
  const dots = [0, 1, 2].map((dot) =>
    `<circle cx="${20 + dot * 20}" cy="${
      BAR / 2
    }" r="6" fill="${theme.border}"/>`
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="description">${escapeXml(description)}</desc>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${
      height - 1
    }" rx="9" fill="${theme.background}" stroke="${theme.border}"/>`,
    `<path d="M1 ${BAR}V10a9 9 0 0 1 9-9H${
      width - 10
    }a9 9 0 0 1 9 9V${BAR}Z" fill="${theme.bar}"/>`,
    ...dots,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE}">`,
    `<text x="${width / 2}" y="${
      BAR / 2 + 5
    }" text-anchor="middle" fill="${theme.faint}">updsts</text>`,
    ...texts,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function drawLine(line: readonly Run[], y: number, theme: Theme): string[] {
  let column = 0;
  return line.flatMap(({ text, style }) => {
    const x = MARGIN + column * CHAR;
    const length = [...text].length;
    column += length;
    if (text.trim() === "") return [];
    return [
      `<text x="${x.toFixed(2)}" y="${y}" textLength="${
        (length * CHAR).toFixed(2)
      }" xml:space="preserve" ${look(style, theme)}>${escapeXml(text)}</text>`,
    ];
  });
}

function look(style: Style, theme: Theme): string {
  const { text, faint, red, green } = theme;
  const colours = { plain: text, bold: text, dim: faint, red, green };
  const weight = style === "bold" ? ' font-weight="bold"' : "";
  return `fill="${colours[style]}"${weight}`;
}
