import type { UpdstsError } from "../errors.ts";
import {
  blockAt,
  type BlockEdit,
  type CredentialsDocument,
  type Section,
  type Setting,
} from "./document.ts";
import { joinLines, type Line, usualLineEnd } from "./lines.ts";
import { parse } from "./parse.ts";
import { conflict, refuseEdit } from "./refusals.ts";
import { beginTag, END_TAG } from "./tags.ts";
import { verify } from "./verify.ts";

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
  refuseEdit(document, edit);
  const section = document.sections.get(edit.section);
  const lines = section
    ? replaceSettings(document, section, edit)
    : [...document.lines, ...newBlock(document.lines, edit)];
  const text = joinLines(lines);
  verify(document, parse(text), edit);
  return text;
}

/** The keys of ours change in their lines; what is missing goes below them. */
function replaceSettings(
  document: CredentialsDocument,
  section: Section,
  { settings }: BlockEdit,
): Line[] {
  const block = blockAt(document, section.line)!;
  const lines = [...document.lines];
  const missing: string[] = [];
  let last = section.line;
  const below = lines.slice(section.line + 1)
    .find(({ text }) => !/^\s*([#;]|$)/.test(text));
  let indent = below ? indentOf(below) : "";
  for (const [key, value] of settings) {
    const setting = section.settings.get(key);
    if (!setting) {
      missing.push(key);
      continue;
    }
    if (setting.line > block.end) throw behindBlock(setting, section);
    const line = lines[setting.line]!;
    const own = indentOf(line);
    lines[setting.line] = { text: `${own}${key} = ${value}`, end: line.end };
    if (setting.line < last) continue;
    last = setting.line;
    indent = own;
  }
  const added = missing.map((key): Line => ({
    text: `${indent}${key} = ${settings.get(key)}`,
    end: usualLineEnd(document.lines),
  }));
  lines.splice(last + 1, 0, ...added);
  return lines;
}

function indentOf({ text }: Line): string {
  return text.slice(0, text.search(/\S/));
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
  const lastEnd = lines.at(-1)?.end;
  const missingEnd = lastEnd === ""
    ? [{ text: "", end }]
    : lastEnd === "\r"
    ? [{ text: "", end: "\n" }]
    : [];
  return [...missingEnd, ...text.map((text) => ({ text, end }))];
}
