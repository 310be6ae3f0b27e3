import type {
  CredentialsDocument,
  Problem,
  Section,
  Setting,
} from "./document.ts";
import { type Line, LineCursor, splitLines } from "./lines.ts";
import { BlockReader } from "./tags.ts";

/**
 * Reads a credentials or config file the way botocore does, that is, Python's
 * `configparser` with its defaults. A line that botocore rejects becomes a
 * problem, and parsing continues as in the other SDKs.
 *
 * @param text The whole file, a byte order mark included.
 * @returns The document; joining its lines gives the text again.
 *
 * @example
 * ```ts
 * import { parse } from "./parse.ts";
 * const document = parse("[default]\nregion = eu-west-1\n");
 * console.log(document.sections.get("default")?.settings.get("region")?.value);
 * ```
 */
export function parse(text: string): CredentialsDocument {
  for (const each of recent) {
    const document = each.deref();
    if (document?.text === text) return document;
  }
  const document = parseAnew(text);
  recent.unshift(new WeakRef(document));
  recent.length = Math.min(recent.length, 2);
  return document;
}

/** A run parses the credentials file and the config several times each. */
const recent: WeakRef<CredentialsDocument>[] = [];

/** The same, without keeping the document for the next call. */
export function parseAnew(text: string): CredentialsDocument {
  const reader = new Reader();
  const blockReader = new BlockReader(text);
  const cursor = new LineCursor(text);
  while (cursor.advance()) {
    reader.read(cursor);
    blockReader.read(cursor);
  }
  if (text.includes("\0")) reader.refuseNul(splitLines(text));
  reader.finish();
  blockReader.finish();
  const { blocks, problems: tagProblems } = blockReader;
  const { sections, defaults, problems } = reader;
  let lines: Line[] | undefined;
  return {
    text,
    // Made on demand: a run that reads one profile does not need it.
    get lines() {
      return lines ??= splitLines(text);
    },
    sections,
    defaults,
    blocks,
    problems,
    tagProblems,
  };
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
const MAX_PROBLEMS = 100;

class Reader {
  readonly sections: Map<string, Section> = new Map();
  readonly defaults: Map<string, Setting> = new Map();
  readonly problems: Problem[] = [];
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
    else this.#noSection(stripped, number);
  }

  refuseNul(lines: readonly Line[]): void {
    const line = lines.findIndex(({ text }) => text.includes("\0"));
    this.#problem(line, "a NUL byte", "this is not a text file");
  }

  /** botocore reads a value that begins with a line break as `key = value` lines. */
  finish(): void {
    for (const { value, line, key } of this.#nested) {
      if (!value.split(PYTHON_LINE_BREAK).every(isBlankOrNested)) {
        this.#problem(
          line,
          `an indented line below "${shownKey(key)}" has no "="`,
          "write it as key = value, or remove its indentation",
        );
      }
    }
    this.problems.sort((a, b) => a.line - b.line);
  }

  #beginSection(name: string, line: number, start: number): void {
    this.#setting = undefined;
    if (name === "DEFAULT") {
      this.#section = { name, line, start, settings: this.defaults };
      return;
    }
    const earlier = this.sections.get(name);
    if (earlier) {
      this.#problem(
        line,
        `the section [${name}] is defined twice, first at line ${
          earlier.line + 1
        }`,
        "merge the two sections or rename one",
      );
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
      this.#problem(
        line,
        delimiter < 0
          ? 'a line without "="'
          : 'a line without a key before "="',
        "write it as key = value, put # before it, or delete it",
      );
      return;
    }
    const earlier = section.settings.get(key);
    if (earlier) {
      this.#problem(
        line,
        `the key "${
          shownKey(key)
        }" is in [${section.name}] twice, first at line ${earlier.line + 1}`,
        "delete one of the two lines",
      );
    }
    const value = strip(stripped, delimiter + 1);
    this.#setting = { key, value, line, lastLine: line };
    section.settings.set(key, this.#setting);
  }

  #noSection(stripped: string, line: number): void {
    if (stripped.startsWith("\ufeff")) {
      this.#problem(
        line,
        "the file begins with a byte order mark",
        'save it as "UTF-8", not as "UTF-8 with BOM"',
      );
    } else {
      this.#problem(
        line,
        "a line before the first [section]",
        "put # before it, move it below a [section], or delete it",
      );
    }
  }

  #problem(line: number, message: string, hint: string): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push({ line, message, hint });
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

/** A key is shown only where it cannot be a part of a secret. */
function shownKey(key: string): string {
  return /^(?=.{1,40}$)[a-z][a-z0-9]{0,14}(_[a-z0-9]{1,14})*$/.test(key)
    ? key
    : "…";
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
