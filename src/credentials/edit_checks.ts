import { hint, UpdstsError, withParameter } from "../errors.ts";
import { blockAt } from "./blocks.ts";
import type {
  Block,
  BlockEdit,
  FileSections,
  Section,
  Setting,
} from "./document.ts";
import type { Problem } from "./syntax_problems.ts";
import {
  isWritableSectionName,
  isWritableValue,
  SECTION_NAME_RULE,
} from "./names.ts";
import { LineCursor } from "./line_cursor.ts";
import { conflict, refuseUneditable } from "./parse.ts";
import { hasLongTermKeys } from "./read_keys.ts";
import { findOverridingSetting } from "./overriding_settings.ts";

const ANOTHER_NAME = hint`choose another name ${
  withParameter("stsProfileName")
}`;

export function refuseEdit(
  document: FileSections,
  edit: BlockEdit,
): void {
  refuseUneditable(document);
  refuseUnwritable(edit);
  const section = document.sections.get(edit.section);
  if (section) refuseOthersSection(document, section, edit);
  refuseAmbiguousHeaders(document, edit, section);
  refuseOverridingKeys(document, edit, section);
}

function refuseUnwritable({ source, section, settings }: BlockEdit): void {
  if (!isWritableSectionName(section) || section === source) {
    throw new UpdstsError(
      "file_conflict",
      `the STS profile's name cannot be written`,
      `choose ${SECTION_NAME_RULE}, and not the source profile's own`,
    );
  }
  for (const [key, value] of settings) {
    if (value !== undefined && !isWritableValue(value)) {
      throw new UpdstsError(
        "sts_bad_answer",
        `cannot write ${key}: not every AWS SDK would read its value`,
        "nothing was written; check the source of the value",
      );
    }
  }
}

function refuseOthersSection(
  document: FileSections,
  section: Section,
  { source }: BlockEdit,
): void {
  const block = blockAt(document, section.line);
  if (!block) {
    throw conflict({
      line: section.line,
      message: `the section [${section.name}] is not in a block of updsts`,
      hint: hint`rename or delete it, or ${ANOTHER_NAME}`,
    });
  }
  if (block.source !== source) {
    throw conflict({
      line: section.line,
      message:
        `the section [${section.name}] belongs to the profile "${block.source}"`,
      hint: ANOTHER_NAME,
    });
  }
  if (hasLongTermKeys(section)) {
    throw conflict({
      line: section.line,
      message: `the section [${section.name}] has long-term access keys`,
      hint: "move the section below the block's end tag",
    });
  }
}

/**
 * `[ x ]`, `  [x]` and `[x]; c` are headers of x for some parsers and
 * something else for others.
 */
function refuseAmbiguousHeaders(
  document: FileSections,
  edit: BlockEdit,
  section: Section | undefined,
): void {
  const cursor = new LineCursor(document.text);
  let found = document.text.indexOf(edit.section);
  while (found >= 0 && cursor.advance()) {
    if (cursor.next <= found) continue;
    const { text, number: line } = cursor;
    found = document.text.indexOf(edit.section, cursor.next);
    if (line === section?.line) continue;
    if (POSSIBLE_HEADER.exec(text)?.[1]?.trim() === edit.section) {
      throw conflict({
        line,
        message: `some AWS tools read this as a second [${edit.section}]`,
        hint: hint`rename or delete it, or ${ANOTHER_NAME}`,
      });
    }
  }
}

const POSSIBLE_HEADER = /^\s*\[([^\]]*)\]/;

/** Refuses keys that override a written value, and lines that continue it. */
function refuseOverridingKeys(
  document: FileSections,
  edit: BlockEdit,
  section: Section | undefined,
): void {
  const read = (key: string) =>
    section?.settings.get(key) ?? document.defaults.get(key);
  const token = read("aws_security_token");
  if (token) {
    throw conflict({
      line: token.line,
      message:
        `aws_security_token would override the new aws_session_token of [${edit.section}]`,
      hint: "delete the line",
    });
  }
  const overridingKey = findOverridingSetting(
    edit.section,
    (key) => read(key)?.value,
  );
  if (overridingKey) {
    throw conflict({
      line: read(overridingKey)!.line,
      message:
        `${overridingKey} would override the new session of [${edit.section}]`,
      hint: "delete the line, or move it to another profile",
    });
  }
  if (section && !READ_BY_ALL.test(cursorAt(document, section).text)) {
    throw conflict({
      line: section.line,
      message:
        `not every AWS tool reads this as the header of [${edit.section}]`,
      hint: "remove everything but the header from the line",
    });
  }
  const ambiguous = section && findAmbiguousKey(document, edit, section);
  if (ambiguous) throw conflict(ambiguous);
  for (const key of edit.settings.keys()) {
    refuseContinued(section?.settings.get(key));
  }
}

export function refuseContinued(setting: Setting | undefined): void {
  if (!setting || setting.lastLine === setting.line) return;
  throw conflict({
    line: setting.lastLine,
    message: `an indented line continues the value of "${setting.key}"`,
    hint: "remove the line's indentation, or delete it",
  });
}

/** Refuses a key of the session that is below its block. */
export function refuseBelowBlock(
  { line, key }: Setting,
  { name }: Section,
  { end }: Block,
): void {
  if (line <= end) return;
  throw conflict({
    line,
    message: `"${key}" of [${name}] is set below the block's end tag`,
    hint: "delete the line: updsts writes this key inside the block",
  });
}

/**
 * Finds a key that tools read differently: an indented `key = value` is a part of
 * the value above it for the AWS CLI, and a key or a nested key for other SDKs.
 */
export function findAmbiguousKey(
  document: FileSections,
  edit: BlockEdit,
  section: Section,
): Problem | undefined {
  let isNested = false;
  const cursor = cursorAt(document, section);
  while (cursor.advance()) {
    const { text, number: line } = cursor;
    if (READ_BY_ALL.test(text)) return undefined;
    const body = text.split(COMMENT)[0]!;
    const at = body.search(/[=:]/);
    if (at < 0) continue;
    const key = body.slice(0, at).trim().toLowerCase();
    const value = body.slice(at + 1).trim();
    if (!/^\s/.test(body)) isNested = false;
    const isOfEdit = edit.settings.has(key);
    if (isOfEdit && (isNested || section.settings.get(key)?.line !== line)) {
      return {
        line,
        message:
          `not every AWS tool reads this as "${key}" of [${section.name}]`,
        hint: "remove the line's indentation, or delete it",
      };
    }
    if (!isOfEdit && value === "") isNested = true;
  }
  return undefined;
}

/** A cursor on the section's header. */
function cursorAt(
  { text }: FileSections,
  { start, line }: Section,
): LineCursor {
  const cursor = new LineCursor(text, start, line);
  cursor.advance();
  return cursor;
}

const COMMENT = /(?:^|\s)[#;]/;

const READ_BY_ALL = /^\s*\[.+\](\s+[#;].*|\s*)$/s;
