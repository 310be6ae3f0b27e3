import { keepRecent } from "../util/keep_recent.ts";
import { BlockReader } from "./blocks.ts";
import { LineCursor } from "./line_cursor.ts";
import type {
  FileSections,
  Section,
  Setting,
  SyntaxFault,
} from "./document.ts";

/**
 * Reads the sections of a credentials or config file the way botocore does, that
 * is, Python's `configparser` with its defaults. A line that botocore rejects
 * becomes a fault, and parsing continues as in the other SDKs.
 *
 * @param text The whole file, a byte order mark included.
 */
export const parseSections: (text: string) => FileSections = keepRecent(
  parseSectionsAnew,
);

/** The same, without keeping the result for the next call. */
export function parseSectionsAnew(text: string): FileSections {
  const reader = new Reader();
  const blockReader = new BlockReader(text);
  const cursor = new LineCursor(text);
  while (cursor.advance()) {
    reader.read(cursor);
    blockReader.read(cursor);
  }
  const nul = text.indexOf("\0");
  if (nul >= 0) reader.rejectNul(lineAt(text, nul));
  reader.finish();
  blockReader.finish();
  const { sections, defaults, faults } = reader;
  const { blocks, faults: tagFaults } = blockReader;
  return { text, sections, defaults, blocks, faults, tagFaults };
}

function lineAt(text: string, offset: number): number {
  const cursor = new LineCursor(text);
  while (cursor.advance() && cursor.next <= offset);
  return cursor.number;
}

interface OpenSetting {
  key: string;
  value: string;
  line: number;
  lastLine: number;
}

interface OpenSection {
  name: string;
  line: number;
  start: number;
  settings: Map<string, OpenSetting>;
}

/** One is enough for the AWS CLI to reject the file. */
const MAX_FAULTS = 100;

class Reader {
  readonly sections: Map<string, Section> = new Map();
  readonly defaults: Map<string, Setting> = new Map();
  readonly faults: SyntaxFault[] = [];
  #section: OpenSection | undefined;
  #setting: OpenSetting | undefined;
  /** The settings whose value is on the lines below. */
  readonly #nested: Setting[] = [];
  /** Empty lines that belong to the value if another line continues it. */
  #pendingBreaks = "";
  #indent = 0;

  read({ text, number, start }: LineCursor): void {
    const stripped = strip(text);
    if (stripped === "") {
      this.#pendingBreaks += "\n";
      return;
    }
    if (stripped[0] === "#" || stripped[0] === ";") return;
    const indent = stripped.length === text.length ? 0 : text.indexOf(stripped);
    if (this.#setting && indent > this.#indent) {
      if (this.#setting.value === "") this.#nested.push(this.#setting);
      this.#setting.value += `${this.#pendingBreaks}\n${stripped}`;
      this.#setting.lastLine = number;
      this.#pendingBreaks = "";
      return;
    }
    this.#indent = indent;
    this.#pendingBreaks = "";
    const name = headerName(stripped);
    if (name !== undefined) this.#beginSection(name, number, start);
    else if (this.#section) this.#beginSetting(this.#section, stripped, number);
    else {
      const isMark = stripped.startsWith("\ufeff");
      this.#fault(isMark ? "byte order mark" : "line before a section", number);
    }
  }

  rejectNul(line: number): void {
    this.#fault("NUL byte", line);
  }

  /** botocore reads a value that begins with a line break as `key = value` lines. */
  finish(): void {
    for (const { value, line, key } of this.#nested) {
      if (!value.split(PYTHON_LINE_BREAK).every(isBlankOrNested)) {
        this.#fault("nested line without delimiter", line, { key });
      }
    }
    this.faults.sort((a, b) => a.line - b.line);
  }

  #beginSection(name: string, line: number, start: number): void {
    this.#setting = undefined;
    if (name === "DEFAULT") {
      this.#section = { name, line, start, settings: this.defaults };
      return;
    }
    const earlier = this.sections.get(name);
    if (earlier) {
      this.#fault("repeated section", line, {
        section: name,
        earlier: earlier.line,
      });
      this.#section = earlier as OpenSection;
      return;
    }
    this.#section = { name, line, start, settings: new Map() };
    this.sections.set(name, this.#section);
  }

  #beginSetting(section: OpenSection, stripped: string, line: number): void {
    const delimiter = firstDelimiter(stripped);
    const key = strip(stripped, 0, Math.max(delimiter, 0)).toLowerCase();
    if (key === "") {
      this.#fault(
        delimiter < 0 ? "line without delimiter" : "line without key",
        line,
      );
      return;
    }
    const earlier = section.settings.get(key);
    if (earlier) {
      this.#fault("repeated key", line, {
        section: section.name,
        key,
        earlier: earlier.line,
      });
    }
    const value = strip(stripped, delimiter + 1);
    this.#setting = { key, value, line, lastLine: line };
    section.settings.set(key, this.#setting);
  }

  #fault(
    kind: SyntaxFault["kind"],
    line: number,
    more?: Omit<SyntaxFault, "kind" | "line">,
  ): void {
    if (this.faults.length >= MAX_FAULTS) return;
    this.faults.push({ kind, line, ...more });
  }
}

/** `\[(.+)\]` at the start, up to the last bracket; text after it is ignored. */
function headerName(stripped: string): string | undefined {
  if (stripped[0] !== "[") return undefined;
  const close = stripped.lastIndexOf("]");
  return close >= 2 ? stripped.slice(1, close) : undefined;
}

function firstDelimiter(text: string): number {
  const equals = text.indexOf("=");
  const colon = text.indexOf(":");
  return colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
}

function isBlankOrNested(line: string): boolean {
  return strip(line) === "" || line.includes("=");
}

/** The line breaks of Python's `str.splitlines`. */
// deno-lint-ignore no-control-regex -- Python splits at these
const PYTHON_LINE_BREAK = /[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/**
 * A part of a text without surrounding white space, as in Python's `str.strip`,
 * which differs from JavaScript's `trim`.
 */
function strip(text: string, from = 0, to: number = text.length): string {
  let start = from;
  let end = to;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(unit: number): boolean {
  if (unit < 0x80) {
    return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) ||
      (unit >= 0x1c && unit <= 0x1f);
  }
  return RARE_SPACE.has(unit) || (unit >= 0x2000 && unit <= 0x200a);
}

const RARE_SPACE = new Set([
  ...[0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
]);
