/** A profile; the time remaining has a style where colour is wanted. */
export interface Row {
  readonly name: string;
  readonly type: string;
  readonly remaining: string;
  readonly device: string;
  readonly style?: keyof typeof STYLES | undefined;
}

interface TableOptions {
  /** The width of the terminal; without it, each row is one line. */
  readonly columns: number | undefined;
  readonly color: boolean;
  /** How many columns a text takes; wide letters take two. */
  readonly widthOf: (text: string) => number;
}

/** Bold, green, yellow and red. */
const STYLES = { header: 1, valid: 32, soon: 33, expired: 31 };
const GAP = 2;
/** The minimum width of names and types together, beside a column of devices. */
const MIN_BESIDE_DEVICE = 64;
/** The maximum width of names, where types need more than the rest. */
const MAX_FOR_NAMES = 40;

const HEADER: Row = {
  name: "PROFILE",
  type: "TYPE",
  remaining: "REMAINING",
  device: "MFA DEVICE",
  style: "header",
};

/**
 * Draws profiles below one another. Nothing is ever cut: a name that is wider than
 * its column has a line of its own, and a type continues on the next line. In a
 * narrow terminal the device is in the column of the type.
 */
export function drawTable(
  profiles: readonly Row[],
  options: TableOptions,
): string {
  const { columns = Infinity, widthOf } = options;
  const rows = [HEADER, ...profiles];
  const widest = (column: Exclude<keyof Row, "style">, of = rows) =>
    of.reduce((width, row) => Math.max(width, widthOf(row[column])), 0);
  const name = widest("name");
  const remaining = widest("remaining");
  const besideDevice = columns - remaining - widest("device") - 3 * GAP;
  const isWide = besideDevice >= MIN_BESIDE_DEVICE ||
    besideDevice >= name + widest("type");
  const shown = isWide ? rows : rows.map(withoutDevice);
  const type = widest("type", shown);
  const rest = isWide ? besideDevice : columns - remaining - 2 * GAP;
  // The names get what the types leave, or half of the rest.
  const half = Math.min(Math.floor(rest / 2), MAX_FOR_NAMES);
  const nameWidth = Math.min(name, Math.max(rest - type, half));
  const typeWidth = Math.min(type, rest - nameWidth);
  const layout = { name: nameWidth, type: typeWidth, remaining, isWide };
  return shown.map((row) => drawRow(row, layout, options)).join("");
}

interface Layout {
  readonly name: number;
  readonly type: number;
  readonly remaining: number;
  /** Whether devices have a column. */
  readonly isWide: boolean;
}

function withoutDevice(row: Row): Row {
  const hasDevice = row.device !== "" && row !== HEADER;
  const type = hasDevice ? `${row.type}, device ${row.device}` : row.type;
  return { ...row, type, device: "" };
}

function drawRow(
  { name, type, remaining, device, style }: Row,
  layout: Layout,
  { columns = Infinity, color, widthOf }: TableOptions,
): string {
  const indent = layout.name + GAP;
  const free = layout.isWide ? layout.type : columns - indent;
  const first = remaining === "" ? free : layout.type;
  const [firstLine = "", ...others] = wrap(type, first, free, widthOf);
  const headerStyle = style === "header" ? style : undefined;
  let drawn = "";
  let at = 0;
  const draw = (text: string, column: number, style: Row["style"]) => {
    if (text === "") return;
    if (at < column) drawn += " ".repeat(column - at);
    drawn += color && style ? `\x1b[${STYLES[style]}m${text}\x1b[0m` : text;
    at = Math.max(at, column) + widthOf(text);
  };
  const endLine = () => {
    if (at > 0) drawn += "\n";
    at = 0;
  };
  draw(name, 0, headerStyle);
  if (at > layout.name) endLine();
  draw(firstLine, indent, headerStyle);
  const afterType = indent + layout.type + GAP;
  draw(remaining, afterType, style);
  draw(device, afterType + layout.remaining + GAP, headerStyle);
  endLine();
  for (const text of others) {
    // A long word is not cut: it begins further left.
    const column = Math.min(indent, Math.max(0, columns - widthOf(text)));
    draw(text, column, headerStyle);
    endLine();
  }
  return drawn;
}

/** Breaks a text at spaces; a word that is wider than a line stays whole. */
function wrap(
  text: string,
  first: number,
  next: number,
  widthOf: (text: string) => number,
): string[] {
  if (widthOf(text) <= first) return [text];
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    const width = lines.length > 1 ? next : first;
    if (lines.length > 0 && widthOf(longer) <= width) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines;
}
