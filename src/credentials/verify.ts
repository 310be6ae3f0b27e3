import { UpdstsError } from "../errors.ts";
import {
  blockAt,
  type BlockEdit,
  type CredentialsDocument,
  type Setting,
  settingOf,
} from "./document.ts";
import { refuseLookalikeKeys } from "./refusals.ts";
import { findRival } from "./rivals.ts";

/** Reads the result as the AWS CLI will, and compares. */
export function verify(
  before: CredentialsDocument,
  after: CredentialsDocument,
  edit: BlockEdit,
): void {
  if (after.problems.length + after.tagProblems.length > 0) throw unforeseen();
  const section = after.sections.get(edit.section);
  if (!section) throw unforeseen();
  const read = (key: string) => settingOf(after, section, key)?.value;
  if (read("aws_security_token") !== undefined) throw unforeseen();
  if (findRival(edit.section, read)) throw unforeseen();
  if (blockAt(after, section.line)?.source !== edit.source) throw unforeseen();
  refuseLookalikeKeys(after, edit, section);
  for (const [key, value] of edit.settings) {
    const setting = section.settings.get(key);
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
    for (const { key, value } of settings.values()) {
      if (same.get(key)?.value !== value) throw unforeseen();
    }
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

/** The failure of an edit whose result does not read as it should. */
export function unforeseen(): UpdstsError {
  return new UpdstsError(
    "file_conflict",
    "the file would not read the same after the edit, so it was left alone",
    "put the block's lines at column 0, or delete the whole block",
  );
}
