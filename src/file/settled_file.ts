/**
 * Reading beside programs that write in place: they truncate the file and then
 * write it, and whoever reads in between gets an empty file, or its first half.
 * A file that was changed a moment ago is therefore given the moment to be
 * finished. A file that nobody has just changed is read once.
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

/** How long, in milliseconds, a program may pause while it writes a file. */
const WRITE_PAUSE = 300;
/** The same where the file is not complete. */
const LONG_WRITE_PAUSE = 1_000;
/** For how long, in milliseconds, a file may go on changing. */
const TIMEOUT = 5_000;
const POLL_INTERVAL = 20;
/** Some file systems keep times in seconds, and FAT in steps of two. */
const COARSE_PRECISION = 2_000;

/** Could this be all of the file? It is asked only while the file is new. */
export type IsComplete = (content: FileContent) => boolean;

/**
 * Reads a file when it is no longer being written.
 *
 * @param path The file.
 * @param isComplete Could this be all of it?
 * @param symlinks Follows one; else a symlink is refused.
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
    // The file's times may come from a clock that is ahead of this one.
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
 * Where a symlink leads. An editor may move its target away and then make it
 * anew, so one that is missing is waited for.
 */
export async function realPathOf(path: string): Promise<string> {
  const deadline = performance.now() + LONG_WRITE_PAUSE;
  for (;;) {
    try {
      return await Deno.realPath(path);
    } catch (error) {
      const isMissing = error instanceof Deno.errors.NotFound &&
        // A shell's <(command) is a symlink to no path.
        !attempt(() => Deno.statSync(path));
      if (!isMissing || performance.now() > deadline) throw error;
    }
    await sleep(POLL_INTERVAL);
  }
}

/** Milliseconds since the file, or what was in its place, was changed. */
function ageOf(path: string, { info }: FileContent): number {
  const changed = info ?? attempt(() => Deno.statSync(dirname(path)));
  if (!changed || (info && wasReplacedByUs(path, info))) return Infinity;
  const now = Date.now();
  const written = changed.mtime!.getTime();
  const precision = written % 1_000 === 0 ? COARSE_PRECISION : 0;
  const sinceWrite = now - written - precision;
  // Anybody can set the time of the last write, also into the future. That of
  // the last change can't be set; Deno rounds it down to the second.
  const sinceChange = changed.ctime ? now - changed.ctime.getTime() - 1_000 : 0;
  return Math.max(sinceWrite, sinceChange);
}

/** What tells a file from any other and from itself at any other time. */
export function fileIdentity(path: string): string {
  return identityOf(Deno.lstatSync(path));
}

/**
 * Notes that the file was replaced whole, so that the next updsts does not wait
 * for it. Without the note that one is a little slower.
 *
 * @param path The file.
 * @param identity That of the replacement.
 */
export function noteReplacement(path: string, identity: string): void {
  attempt(() => {
    const lock = ownFile(path, "lock");
    using file = Deno.openSync(lock, { write: true });
    if (!isOnlyName(lock, file.statSync())) return;
    file.truncateSync();
    file.writeSync(new TextEncoder().encode(identity));
  });
}

/** In another user's directory the lock's name could lead to any file. */
function isOnlyName(path: string, { ino, nlink }: Deno.FileInfo): boolean {
  const found = Deno.lstatSync(path);
  return found.isFile && found.ino === ino && nlink === 1;
}

function wasReplacedByUs(path: string, info: FileMetadata): boolean {
  const note = attempt(() => {
    const lock = ownFile(path, "lock");
    const { isFile, size } = Deno.lstatSync(lock);
    return isFile && size < 200 && Deno.readTextFileSync(lock);
  });
  return note === identityOf(info);
}

function identityOf({ dev, ino, size, mtime }: FileMetadata): string {
  return `${dev} ${ino} ${size} ${mtime?.getTime()}\n`;
}
