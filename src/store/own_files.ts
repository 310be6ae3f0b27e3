import { basename, dirname, join } from "node:path";

/** What is kept beside a credentials file; `refresh` is a folder of locks. */
export type OwnFile = "lock" | "new" | "refresh";

/** A file of updsts's own: the same name at every run, so that none pile up. */
export function ownFile(credentials: string, what: OwnFile): string {
  const name = `.${basename(credentials)}.updsts-${what}`;
  return join(dirname(credentials), name);
}

/** All that is written for a credentials file, itself included. */
export function writtenFiles(credentials: string): string[] {
  const own = (["lock", "new", "refresh"] as const)
    .map((what) => ownFile(credentials, what));
  return [credentials, ...own];
}

/** Is it the name of such a file of some credentials file? */
export function isOwnFile(path: string): boolean {
  return /^\..+\.updsts-(lock|new|refresh)$/i.test(basename(path));
}
