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
  type FileContent,
  type FileMetadata,
  FileRejected,
} from "./regular_file.ts";

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
 * @param read Reads the file once.
 * @throws {FileRejected} Where it keeps changing; also what `read` throws.
 */
export async function readSettled(
  path: string,
  isComplete: IsComplete,
  read: () => Promise<FileContent>,
): Promise<FileContent> {
  const deadline = performance.now() + TIMEOUT;
  let unchanged: { identity: string | undefined; since: number } | undefined;
  for (;;) {
    const content = await read();
    const identity = content.info && identityOf(content.info);
    // The wall clock is asked once: it may jump while the file is watched, as
    // where a computer wakes up in the middle of a write.
    if (!unchanged || unchanged.identity !== identity) {
      const since = performance.now() - ageOf(path, content);
      unchanged = { identity, since };
    }
    const age = performance.now() - unchanged.since;
    if (age >= LONG_WRITE_PAUSE) return content;
    const complete = isComplete(content);
    const pause = complete ? WRITE_PAUSE : LONG_WRITE_PAUSE;
    if (age >= pause || (complete && !content.info)) return content;
    if (performance.now() > deadline) throw new FileRejected("changing");
    await sleep(Math.min(pause - age, POLL_INTERVAL));
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
  // The file's times may come from another clock, which is ahead.
  return Math.max(sinceWrite, sinceChange, 0);
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

function isReplacementOfUpdsts(path: string, info: FileMetadata): boolean {
  const record = attempt(() => {
    const lock = ownFile(path, "lock");
    const { isFile, size } = Deno.lstatSync(lock);
    return isFile && size < 200 && Deno.readTextFileSync(lock);
  });
  return record === identityOf(info);
}

/** Identifies one version of a file. */
export function identityOf({ dev, ino, size, mtime }: FileMetadata): string {
  return `${dev} ${ino} ${size} ${mtime?.getTime()}\n`;
}
