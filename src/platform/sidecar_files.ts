import { basename, dirname, join } from "node:path";

/**
 * The files beside a credentials file: the lock, the temporary file, an empty
 * file that the dry run renames, and a directory of locks.
 */
const OWN_FILES = ["lock", "new", "trial", "refresh"] as const;

/** The path of such a file. It is the same in every run, so they do not accumulate. */
export function ownFile(
  credentials: string,
  what: typeof OWN_FILES[number],
): string {
  const name = `.${basename(credentials)}.updsts-${what}`;
  return join(dirname(credentials), name);
}

/** Every path that is written for a credentials file, itself included. */
export function writtenFiles(credentials: string): string[] {
  return [credentials, ...OWN_FILES.map((what) => ownFile(credentials, what))];
}
