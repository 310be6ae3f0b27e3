import { UpdstsError } from "../errors.ts";
import { blockAt } from "./blocks.ts";
import type { BlockEdit, FileSections, Section, Setting } from "./document.ts";
import { parseSectionsAnew } from "./parse_sections.ts";
import { findAmbiguousKey } from "./edit_checks.ts";
import { findOverridingSetting } from "./overriding_settings.ts";

export interface ExpectedSection {
  /** The source profile of the block that it is in. */
  readonly source: string | undefined;
  readonly settings: ReadonlyMap<string, Pick<Setting, "value">>;
}

/**
 * Compares the parsed file before and after an edit: the given sections have
 * changed as intended, and all other sections, blocks and `[DEFAULT]` are equal.
 *
 * @param changed The sections that were to change; `undefined` for one that
 * was to be removed.
 * @throws {UpdstsError} `file_conflict` where they differ otherwise.
 */
export function verifyChange(
  before: FileSections,
  after: FileSections,
  changed: ReadonlyMap<string, ExpectedSection | undefined>,
): void {
  if (after.faults.length + after.tagFaults.length > 0) throw differs();
  if (!isSame(before.defaults, after.defaults)) throw differs();
  let count = 0;
  for (const name of new Set([...before.sections.keys(), ...changed.keys()])) {
    const expected = changed.has(name)
      ? changed.get(name)
      : readSection(before, name);
    if (!expected) continue;
    const found = readSection(after, name);
    if (found?.source !== expected.source) throw differs();
    if (!found || !isSame(expected.settings, found.settings)) throw differs();
    count++;
  }
  if (after.sections.size !== count) throw differs();
}

/**
 * Reads the result of an edit as the AWS CLI will, and compares.
 *
 * Only the text from the header above the block is read again. All that is
 * above the edit is the same text before and after, and what is above that
 * header reads the same whatever follows it: a header ends every section and
 * value. A block that is open there ends above the edit. And no section or key
 * of `[DEFAULT]` above it comes a second time below: nothing is new there but
 * edit's section, which is in the file at most once.
 *
 * @param before Without faults.
 * @throws {UpdstsError} `file_conflict` where it does not read as it should.
 */
export function verifyEdit(
  before: FileSections,
  text: string,
  edit: BlockEdit,
): void {
  const old = before.sections.get(edit.section);
  const same = old ? old.start : before.text.length;
  if (text.slice(0, same) !== before.text.slice(0, same)) throw differs();
  const start = headerAbove(before, old);
  const after = parseSectionsAnew(text.slice(start));
  const expected = expectedSection(old, edit);
  verifyChange(
    start === 0 ? before : parseSectionsAnew(before.text.slice(start)),
    after,
    new Map([[edit.section, expected]]),
  );
  const read = (key: string) =>
    (expected.settings.get(key) ?? before.defaults.get(key))?.value;
  if (read("aws_security_token") !== undefined) throw differs();
  if (findOverridingSetting(edit.section, read)) throw differs();
  if (findAmbiguousKey(after, edit, after.sections.get(edit.section)!)) {
    throw differs();
  }
}

/** The offset of the last header above a section's block, else 0. */
function headerAbove(
  document: FileSections,
  section: Section | undefined,
): number {
  const end = section
    ? blockAt(document, section.line)?.begin ?? 0
    : Number.POSITIVE_INFINITY;
  let above = 0;
  for (const { line, start } of document.sections.values()) {
    if (line < end) above = start;
  }
  return above;
}

/** The user's keys unchanged, with the keys of the edit. */
function expectedSection(
  section: Section | undefined,
  edit: BlockEdit,
): ExpectedSection {
  const settings = new Map<string, Pick<Setting, "value">>(
    section?.settings,
  );
  for (const [key, value] of edit.settings) {
    if (value === undefined) settings.delete(key);
    else settings.set(key, { value });
  }
  return { source: edit.source, settings };
}

/** The content of a section; `undefined` where there is none. */
export function readSection(
  document: FileSections,
  name: string,
): ExpectedSection | undefined {
  const section = document.sections.get(name);
  if (!section) return undefined;
  const { line, settings } = section;
  return { source: blockAt(document, line)?.source, settings };
}

function isSame(
  expected: ExpectedSection["settings"],
  found: ExpectedSection["settings"],
): boolean {
  if (expected.size !== found.size) return false;
  for (const [key, { value }] of expected) {
    if (found.get(key)?.value !== value) return false;
  }
  return true;
}

function differs(): UpdstsError {
  return new UpdstsError(
    "file_conflict",
    "cannot edit the file: the result would not read as expected",
    "remove the indentation of the block's lines, or delete the block",
  );
}
