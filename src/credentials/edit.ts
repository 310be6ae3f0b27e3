import { UpdstsError } from "../errors.ts";
import {
  blockAt,
  type CredentialsDocument,
  type Problem,
  type Section,
  type Setting,
  settingOf,
} from "./document.ts";
import { joinLines, type Line, usualLineEnd } from "./lines.ts";
import {
  isWritableSectionName,
  isWritableValue,
  SECTION_NAME_RULE,
} from "./names.ts";
import { parse } from "./parse.ts";
import { beginTag, END_TAG } from "./tags.ts";

/** What a block of ours is to say. */
export interface BlockEdit {
  /** The source profile: the block's `key=`. */
  readonly source: string;
  /** The section's name. */
  readonly section: string;
  /** The keys of ours, in the order in which a new block has them. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Writes a session into its block, or into a new block at the end. Every byte
 * outside the block stays, and so do the lines of others inside it. The
 * result is read again before it is returned: it says what was asked for, and
 * every other profile reads as before.
 *
 * @param document The file as it is.
 * @param edit The block's content.
 * @returns The new text of the file.
 * @throws {UpdstsError} `file_invalid` or `file_conflict`, where writing would
 * lose or shadow something or break a reader.
 */
export function editBlock(
  document: CredentialsDocument,
  edit: BlockEdit,
): string {
  refuseProblems(document);
  refuseUnwritable(edit);
  const section = document.sections.get(edit.section);
  if (section) refuseOthersSection(document, section, edit);
  refuseLookalikes(document, edit, section);
  const lines = section
    ? replaceSettings(document, section, edit)
    : [...document.lines, ...newBlock(document.lines, edit)];
  const text = joinLines(lines);
  verify(document, parse(text), edit);
  return text;
}

/** Throws for the first thing that makes the AWS CLI reject the file. */
export function refuseInvalid({ problems }: CredentialsDocument): void {
  const [problem] = problems;
  if (problem) throw conflict(problem, "file_invalid");
}

function refuseProblems(document: CredentialsDocument): void {
  refuseInvalid(document);
  const [problem] = document.tagProblems;
  if (problem) throw conflict(problem);
}

function refuseUnwritable({ source, section, settings }: BlockEdit): void {
  if (!isWritableSectionName(section) || section === source) {
    throw new UpdstsError(
      "file_conflict",
      `the STS profile's name can't be written`,
      `choose ${SECTION_NAME_RULE}, and not the source profile's own`,
    );
  }
  for (const [key, value] of settings) {
    if (!isWritableValue(value)) {
      throw new UpdstsError(
        "sts_bad_answer",
        `the value of ${key} can't be written so that every AWS SDK reads it`,
      );
    }
  }
}

function refuseOthersSection(
  document: CredentialsDocument,
  section: Section,
  { source }: BlockEdit,
): void {
  const block = blockAt(document, section.line);
  if (!block) {
    throw conflict({
      line: section.line,
      message: `there is a section [${section.name}] that is not updsts's own`,
      hint: "rename or delete it, or choose another name with -sn",
    });
  }
  if (block.source !== source) {
    throw conflict({
      line: section.line,
      message:
        `the section [${section.name}] belongs to the profile "${block.source}"`,
      hint: "choose another name with -sn",
    });
  }
}

/**
 * `[ x ]`, `  [x]` and `[x]; c` are headers of x for some parsers and
 * something else for others.
 */
function refuseLookalikes(
  { lines }: CredentialsDocument,
  edit: BlockEdit,
  section: Section | undefined,
): void {
  lines.forEach(({ text }, line) => {
    if (line === section?.line || !text.includes(edit.section)) return;
    if (LOOKS_LIKE_HEADER.exec(text)?.[1]?.trim() === edit.section) {
      throw conflict({
        line,
        message:
          `some AWS tools would take this for a second [${edit.section}]`,
        hint: "rename or delete it, or choose another name with -sn",
      });
    }
  });
}

const LOOKS_LIKE_HEADER = /^\s*\[([^\]]*)\]/;

/** The keys of ours change in their lines; what is missing goes below them. */
function replaceSettings(
  document: CredentialsDocument,
  section: Section,
  { settings }: BlockEdit,
): Line[] {
  const block = blockAt(document, section.line)!;
  const lines = [...document.lines];
  const missing: string[] = [];
  let indent = "";
  let last = section.line;
  for (const [key, value] of settings) {
    const setting = section.settings.get(key);
    if (!setting) {
      missing.push(key);
      continue;
    }
    if (setting.line > block.end) throw behindBlock(setting, section);
    const { text, end } = lines[setting.line]!;
    indent = text.slice(0, text.search(/\S/));
    lines[setting.line] = { text: `${indent}${key} = ${value}`, end };
    last = Math.max(last, setting.line);
  }
  const added = missing.map((key): Line => ({
    text: `${indent}${key} = ${settings.get(key)}`,
    end: usualLineEnd(document.lines),
  }));
  lines.splice(last + 1, 0, ...added);
  return lines;
}

function behindBlock({ line, key }: Setting, section: Section): UpdstsError {
  return conflict({
    line,
    message: `"${key}" of [${section.name}] is set behind the block's end tag`,
    hint: "delete the line: updsts writes this key inside the block",
  });
}

function newBlock(lines: readonly Line[], edit: BlockEdit): Line[] {
  const end = usualLineEnd(lines);
  const text = [
    beginTag(edit.source),
    `[${edit.section}]`,
    ...[...edit.settings].map(([key, value]) => `${key} = ${value}`),
    END_TAG,
  ];
  const missingEnd = lines.at(-1)?.end === "" ? [{ text: "", end }] : [];
  return [...missingEnd, ...text.map((text) => ({ text, end }))];
}

/** Reads the result as the AWS CLI will, and compares. */
function verify(
  before: CredentialsDocument,
  after: CredentialsDocument,
  edit: BlockEdit,
): void {
  refuseProblems(after);
  const section = after.sections.get(edit.section);
  if (!section) throw unforeseen();
  const shadow = settingOf(after, section, "aws_security_token");
  if (shadow) {
    throw conflict({
      line: shadow.line,
      message:
        `aws_security_token would win over the new aws_session_token of [${section.name}]`,
      hint: "delete the line",
    });
  }
  for (const [key, value] of edit.settings) {
    const setting = section.settings.get(key);
    if (setting && setting.lastLine > setting.line) {
      throw conflict({
        line: setting.lastLine,
        message: `an indented line continues the value of "${key}"`,
        hint: "remove the line's indentation, or delete it",
      });
    }
    if (setting?.value !== value) throw unforeseen();
  }
  const old = before.sections.get(edit.section);
  if (!others(old?.settings, edit).every(isIn(section.settings))) {
    throw unforeseen();
  }
  if (after.sections.size !== before.sections.size + (old ? 0 : 1)) {
    throw unforeseen();
  }
  for (const [name, { settings }] of before.sections) {
    if (name === edit.section) continue;
    const same = after.sections.get(name)?.settings;
    if (!same || same.size !== settings.size) throw unforeseen();
    if (![...settings.values()].every(isIn(same))) throw unforeseen();
  }
}

function others(
  settings: ReadonlyMap<string, Setting> | undefined,
  edit: BlockEdit,
): Setting[] {
  return [...settings?.values() ?? []]
    .filter(({ key }) => !edit.settings.has(key));
}

function isIn(settings: ReadonlyMap<string, Setting>) {
  return ({ key, value }: Setting) => settings.get(key)?.value === value;
}

function unforeseen(): UpdstsError {
  return new UpdstsError(
    "file_conflict",
    "the file would not read the same after the edit, so it was left alone",
    "put the block's lines at column 0, or delete the whole block",
  );
}

function conflict(
  { line, message, hint }: Problem,
  code: "file_conflict" | "file_invalid" = "file_conflict",
): UpdstsError {
  return new UpdstsError(code, `line ${line + 1}: ${message}`, hint);
}
