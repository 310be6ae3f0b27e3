/**
 * Reads a file that another program may be writing. Some programs truncate a file
 * and then write it; a read in between gets an empty file, or its first half. So
 * a file that has just changed is read again until it no longer changes. Any
 * other file is read once.
 */
import { dirname } from "node:path";
import { attempt } from "../util/attempt.ts";
import { sleep } from "../util/sleep.ts";
import { ownFile } from "../platform/sidecar_files.ts";
import {
  fileBusy,
  type FileContent,
  type FileMetadata,
  readFileOnce,
} from "./read_file.ts";

/** Milliseconds that a program may pause while it writes a file. */
const WRITE_PAUSE = 300;
/** The same, where the content is not complete. */
const LONG_WRITE_PAUSE = 1_000;
/** Milliseconds that a file may keep changing. */
const TIMEOUT = 5_000;
const POLL_INTERVAL = 20;
/** Milliseconds: some file systems store times in seconds, FAT in steps of two. */
const COARSE_PRECISION = 2_000;

/** Can this be the whole content? Called only for a file that has just changed. */
export type IsComplete = (content: FileContent) => boolean;

/**
 * Reads a file when it is no longer being written.
 *
 * @param path The file.
 * @param isComplete Whether the content can be complete.
 * @param symlinks `"follow"` follows a symlink; by default one is refused.
 * @throws {UpdstsError} `file_unreadable`; `file_busy` where it keeps changing.
 */
export async function readSettledFile(
  path: string,
  isComplete: IsComplete,
  symlinks?: "follow",
): Promise<FileContent> {
  const deadline = performance.now() + TIMEOUT;
  let unchanged: { identity: string | undefined; since: number } | undefined;
  for (;;) {
    const content = await readFileOnce(path, symlinks);
    const identity = content.info && identityOf(content.info);
    if (!unchanged || unchanged.identity !== identity) {
      unchanged = { identity, since: performance.now() };
    }
    // The file's times may come from another clock, which is ahead.
    const age = Math.max(
      ageOf(path, content),
      performance.now() - unchanged.since,
    );
    if (age >= LONG_WRITE_PAUSE) return content;
    const complete = isComplete(content);
    const pause = complete ? WRITE_PAUSE : LONG_WRITE_PAUSE;
    if (age >= pause || (complete && !content.info)) return content;
    if (performance.now() > deadline) throw fileBusy(path);
    const wait = Math.min(pause - age, POLL_INTERVAL);
    await sleep(wait);
  }
}

/**
 * The target of a symlink. An editor may move it away and then create it again,
 * so this waits for a missing target.
 */
export async function realPathOf(path: string): Promise<string> {
  const deadline = performance.now() + LONG_WRITE_PAUSE;
  for (let found = 0;;) {
    try {
      return await Deno.realPath(path);
    } catch (error) {
      // A shell's <(command) is a symlink to no path. Once, the target may have
      // been created just now.
      if (attempt(() => Deno.statSync(path))) found++;
      const isMissing = error instanceof Deno.errors.NotFound && found < 2;
      if (!isMissing || performance.now() > deadline) throw error;
    }
    await sleep(POLL_INTERVAL);
  }
}

/** Milliseconds since the file, or the directory of a missing file, changed. */
function ageOf(path: string, { info }: FileContent): number {
  const changed = info ?? statDirectory(path);
  if (changed === "unknown") return 0;
  if (!changed || (info && isReplacementOfUpdsts(path, info))) return Infinity;
  const now = Date.now();
  const written = changed.mtime!.getTime();
  const precision = written % 1_000 === 0 ? COARSE_PRECISION : 0;
  const sinceWrite = now - written - precision;
  // A user can set the time of the last write, also to the future, but not that
  // of the last change. Deno rounds the latter down to the second.
  const sinceChange = changed.ctime ? now - changed.ctime.getTime() - 1_000 : 0;
  return Math.max(sinceWrite, sinceChange);
}

/**
 * What changed last where there is no file. The executable may read the
 * directory if the file was missing when it started.
 */
function statDirectory(path: string): Deno.FileInfo | "unknown" | undefined {
  try {
    return Deno.statSync(dirname(path));
  } catch (error) {
    return error instanceof Deno.errors.NotCapable ? "unknown" : undefined;
  }
}

/** Identifies one version of a file. */
export function fileIdentity(path: string): string {
  return identityOf(Deno.lstatSync(path));
}

/**
 * Records in the lock that updsts replaced the file as a whole, so that the next
 * run does not wait. Without the record that run is a little slower.
 *
 * @param path The file.
 * @param identity The identity of the replacement.
 * @param lock The lock's file as it is locked: on Windows no other handle can
 * write it.
 */
export function recordReplacement(
  path: string,
  identity: string,
  lock: Deno.FsFile,
): void {
  attempt(() => {
    if (!isOnlyName(ownFile(path, "lock"), lock.statSync())) return;
    lock.truncateSync();
    lock.seekSync(0, Deno.SeekMode.Start);
    lock.writeSync(new TextEncoder().encode(identity));
  });
}

/** In another user's directory the path of the lock could lead to any file. */
function isOnlyName(path: string, { ino, nlink }: Deno.FileInfo): boolean {
  const found = Deno.lstatSync(path);
  return found.isFile && found.ino === ino && nlink === 1;
}

function isReplacementOfUpdsts(path: string, info: FileMetadata): boolean {
  const record = attempt(() => {
    const lock = ownFile(path, "lock");
    const { isFile, size } = Deno.lstatSync(lock);
    return isFile && size < 200 && Deno.readTextFileSync(lock);
  });
  return record === identityOf(info);
}

function identityOf({ dev, ino, size, mtime }: FileMetadata): string {
  return `${dev} ${ino} ${size} ${mtime?.getTime()}\n`;
}
