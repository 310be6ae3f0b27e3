import { blockAt, isTag } from "./blocks.ts";
import type { Block, CredentialsDocument, Section } from "./document.ts";
import { joinLines } from "./split_lines.ts";
import { conflict, parse, refuseUneditable } from "./parse.ts";
import { refuseBelowBlock, refuseContinued } from "./edit_checks.ts";
import {
  type ExpectedSection,
  readSection,
  verifyChange,
} from "./verify_edit.ts";

export interface Removal {
  readonly text: string;
  /** The removed lines, by their numbers in the old text, from 0. */
  readonly lines: ReadonlySet<number>;
  /** The removed sections. The others stay, because they contain the user's lines. */
  readonly sections: ReadonlySet<string>;
}

export const SESSION_KEYS: readonly string[] = [
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "expiration_datetime",
  "assumed_role_arn",
  "assumed_role_scope",
];

/**
 * Removes sessions from their blocks. A section that contains only the session, and
 * the region that was copied into it, is removed with its block. Where the user's lines are in it, inside the block or
 * below it, the header and the tags stay: otherwise those lines would become a
 * part of the profile above. Lines between the begin
 * tag and the header are that profile's already, and stay there.
 *
 * @param names Sections in blocks of updsts, in file order.
 * @param regionOf The region that a new block of a source profile gets.
 * @throws {UpdstsError} `file_invalid` or `file_conflict`, where a tool
 * would read another profile differently than before.
 */
export function removeSessions(
  document: CredentialsDocument,
  names: readonly string[],
  regionOf: (source: string) => string | undefined = () => undefined,
): Removal {
  refuseUneditable(document);
  refuseLoneCr(document);
  const removed = new Set<number>();
  const sections = new Set<string>();
  const blocks = new Set<Block>();
  const removedHeaders = new Set<number>();
  // From the end: to some tools a section may be a line of the one above it.
  for (const name of names.toReversed()) {
    const section = document.sections.get(name)!;
    const block = blockAt(document, section.line)!;
    removeSettings(section, block, removed);
    const copied = copiedRegion(section, block, regionOf);
    // A removed header still ends the sections above it.
    const isEnd = (line: number) =>
      line >= document.lines.length || removedHeaders.has(line) ||
      HEADER_TO_ALL.test(document.lines[line]!.text);
    let end = section.line + 1;
    while (
      !isEnd(end) &&
      (end === copied || isRemovable(document, end, block, removed))
    ) end++;
    if (!isEnd(end)) continue;
    sections.add(name);
    blocks.add(block);
    removedHeaders.add(section.line);
    const last = Math.min(end, block.end);
    for (let line = section.line; line < last; line++) removed.add(line);
  }
  for (const block of blocks) removeTags(document, block, removed);
  const lines = document.lines.filter((_, line) => !removed.has(line));
  const text = joinLines(lines);
  verifyChange(
    document,
    parse(text),
    new Map(names.map((name) => [
      name,
      sections.has(name) ? undefined : withoutSession(document, name),
    ])),
  );
  return { text, lines: removed, sections };
}

function withoutSession(
  document: CredentialsDocument,
  name: string,
): ExpectedSection {
  const { source, settings } = readSection(document, name)!;
  const left = new Map(settings);
  for (const key of SESSION_KEYS) left.delete(key);
  return { source, settings: left };
}

/** Some tools read the lines around a lone CR as one line, which would change. */
function refuseLoneCr({ lines }: CredentialsDocument): void {
  const line = lines.findIndex(({ end }) => end === "\r");
  if (line < 0) return;
  throw conflict({
    line,
    message:
      "the line ends in a CR alone, which few AWS tools read as a line end",
    hint: "save the file with LF or CRLF",
  });
}

function removeSettings(
  section: Section,
  block: Block,
  removed: Set<number>,
): void {
  for (const key of SESSION_KEYS) {
    const setting = section.settings.get(key);
    if (!setting) continue;
    refuseBelowBlock(setting, section, block);
    refuseContinued(setting);
    removed.add(setting.line);
  }
}

/**
 * The line of the region that updsts copied from the source profile: it is before
 * the expiry, where people and `aws configure set` add none, and its value is
 * still that of the source profile.
 */
function copiedRegion(
  { settings }: Section,
  { source }: Block,
  regionOf: (source: string) => string | undefined,
): number | undefined {
  const region = settings.get("region");
  const isCopied = region && region.value === regionOf(source) &&
    region.line + 1 === settings.get("expiration_datetime")?.line;
  return isCopied ? region.line : undefined;
}

/** At column 0, followed by nothing but a separate comment. */
const HEADER_TO_ALL = /^\[[^[\]#;]+\]([ \t]+[#;].*|[ \t]*)$/s;

/**
 * Whether a line does not need its section. A comment below the block does not,
 * unless it is indented: some tools read it as a part of the value above.
 */
function isRemovable(
  { lines }: CredentialsDocument,
  line: number,
  block: Block,
  removed: ReadonlySet<number>,
): boolean {
  const { text } = lines[line]!;
  if (removed.has(line) || /^[ \t]*$/.test(text) || isTag(text)) return true;
  return line > block.end && /^[#;]/.test(text);
}

/** Removes the tags with the last section of a block. */
function removeTags(
  { lines }: CredentialsDocument,
  { begin, end }: Block,
  removed: Set<number>,
): void {
  for (let line = begin; line < end; line++) {
    if (!removed.has(line) && /^\s*\[/.test(lines[line]!.text)) return;
  }
  removed.add(begin).add(end);
}
