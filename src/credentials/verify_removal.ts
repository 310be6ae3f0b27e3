import { blockAt, type CredentialsDocument, type Setting } from "./document.ts";
import { unforeseen } from "./verify.ts";

type Settings = ReadonlyMap<string, Setting>;

/**
 * Reads the result as the AWS CLI will, and compares: the sections in `gone`
 * are gone, those in `emptied` have lost `keys`, and nothing else reads
 * otherwise.
 */
export function verifyRemoval(
  before: CredentialsDocument,
  after: CredentialsDocument,
  emptied: ReadonlySet<string>,
  gone: ReadonlySet<string>,
  keys: readonly string[],
): void {
  if (after.problems.length + after.tagProblems.length > 0) throw unforeseen();
  if (after.sections.size !== before.sections.size - gone.size) {
    throw unforeseen();
  }
  refuseDifference(before.defaults, after.defaults);
  for (const [name, { line, settings }] of before.sections) {
    if (gone.has(name)) continue;
    const now = after.sections.get(name);
    if (!now) throw unforeseen();
    const source = blockAt(before, line)?.source;
    if (blockAt(after, now.line)?.source !== source) throw unforeseen();
    const expected = new Map(settings);
    if (emptied.has(name)) keys.forEach((key) => expected.delete(key));
    refuseDifference(expected, now.settings);
  }
}

function refuseDifference(expected: Settings, found: Settings): void {
  if (expected.size !== found.size) throw unforeseen();
  for (const [key, { value }] of expected) {
    if (found.get(key)?.value !== value) throw unforeseen();
  }
}
