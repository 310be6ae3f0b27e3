import { beginTag, blockAt, END_TAG } from "./blocks.ts";
import type { BlockEdit, CredentialsDocument, Section } from "./document.ts";
import { LineCursor } from "./line_cursor.ts";
import {
  joinLines,
  type Line,
  splitLines,
  usualLineEnd,
} from "./split_lines.ts";
import { refuseBelowBlock, refuseEdit } from "./edit_checks.ts";
import { verifyEdit } from "./verify_edit.ts";

/**
 * Writes a session into its block, or into a new block at the end. Every byte
 * outside the block stays, and so do the user's lines inside it. The result is
 * parsed and compared before it is returned: only the session has changed.
 *
 * @returns The new text of the file.
 * @throws {UpdstsError} `file_invalid` or `file_conflict`, where the edit would
 * lose or override something or break a reader.
 */
export function editBlock(
  document: CredentialsDocument,
  edit: BlockEdit,
): string {
  refuseEdit(document, edit);
  const section = document.sections.get(edit.section);
  const text = section
    ? replaceSettings(document, section, edit)
    : document.text + newBlock(document.text, edit);
  verifyEdit(document, text, edit);
  return text;
}

/** Replaces the lines of the session's keys, and adds missing keys below them. */
function replaceSettings(
  document: CredentialsDocument,
  section: Section,
  { settings }: BlockEdit,
): string {
  const { text } = document;
  const block = blockAt(document, section.line)!;
  const { start } = section;
  const cursor = new LineCursor(text, start, section.line);
  cursor.goTo(block.end);
  const lines = splitLines(text.slice(start, cursor.next));
  const missing: string[] = [];
  const gone = new Set<Line>();
  let last = section.line;
  let indent = indentBelow(text, section);
  for (const [key, value] of settings) {
    const setting = section.settings.get(key);
    if (!setting) {
      if (value !== undefined) missing.push(key);
      continue;
    }
    refuseBelowBlock(setting, section, block);
    const at = setting.line - section.line;
    const { text, end } = lines[at]!;
    if (value === undefined) {
      gone.add(lines[at]!);
      continue;
    }
    const own = indentOf(text);
    lines[at] = { text: `${own}${key} = ${value}`, end };
    if (setting.line < last) continue;
    last = setting.line;
    indent = own;
  }
  const added = missing.map((key): Line => ({
    text: `${indent}${key} = ${settings.get(key)}`,
    end: usualLineEnd(text),
  }));
  lines.splice(last + 1 - section.line, 0, ...added);
  const left = lines.filter((line) => !gone.has(line));
  return text.slice(0, start) + joinLines(left) + text.slice(cursor.next);
}

/** The indentation of the first line below the header that is not a comment. */
function indentBelow(text: string, { start }: Section): string {
  const cursor = new LineCursor(text, start);
  cursor.advance();
  while (cursor.advance()) {
    const { text: below } = cursor;
    if (!/^\s*([#;]|$)/.test(below)) return indentOf(below);
  }
  return "";
}

function indentOf(text: string): string {
  return text.slice(0, text.search(/\S/));
}

function newBlock(file: string, edit: BlockEdit): string {
  const end = usualLineEnd(file);
  const lines = [
    beginTag(edit.source),
    `[${edit.section}]`,
    ...[...edit.settings].filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key} = ${value}`),
    END_TAG,
  ];
  const missingEnd = file === "" || file.endsWith("\n")
    ? ""
    : file.endsWith("\r")
    ? "\n"
    : end;
  return missingEnd + lines.map((line) => line + end).join("");
}
