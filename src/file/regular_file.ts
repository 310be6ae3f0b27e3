import { retry } from "./retry.ts";

/**
 * The largest file that is read, in bytes: ten thousand profiles take 2 MB, and
 * a larger file takes seconds to parse.
 */
export const MAX_BYTES = 8 * 1024 * 1024;

/** Attempts, since another updsts may replace the file between two calls. */
const MAX_ATTEMPTS = 50;

/** The content and the metadata of a file, read through one handle. */
export interface FileContent {
  readonly bytes: Uint8Array;
  /** Read after the last byte; nothing where there is no file. */
  readonly info: FileMetadata | undefined;
}

/** The part of a file's metadata that updsts uses. */
export type FileMetadata = Pick<
  Deno.FileInfo,
  "isFile" | "size" | "dev" | "ino" | "mode" | "uid" | "gid" | "mtime" | "ctime"
>;

/** An open file. */
export interface Handle {
  stat(): FileMetadata;
  read(bytes: Uint8Array): number | null;
}

/** Opens a file for some work, and closes it. */
type Open = <T>(path: string, work: (file: Handle) => T) => Promise<T>;

/** A file that is not read, or not for now; `read_file.ts` words the reason. */
export class FileRejected extends Error {
  readonly reason: "not regular" | "too large" | "changing";

  constructor(reason: FileRejected["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Reads a regular file once. Its type, size, mode, owner and content come from
 * one handle: in another user's directory a path can name another file a moment
 * later.
 *
 * @param path The file.
 * @param symlinks `"follow"` follows a symlink; by default one is rejected.
 * @param open Opens it.
 * @returns No bytes and no `info` where there is no file.
 * @throws {FileRejected} Also the errors of the system.
 */
export async function readRegularFile(
  path: string,
  symlinks?: "follow",
  open: Open = openFile,
): Promise<FileContent> {
  try {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      // To open a pipe would wait for its writer.
      const found = statOf(path, symlinks);
      rejectNonRegular(found);
      const content = await open(path, (file) => readOpened(file, found));
      if (content) return content;
    }
    throw new FileRejected("changing");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { bytes: new Uint8Array(), info: undefined };
  }
}

/** Rejects a file that is not regular, and one that is too large. */
export function rejectNonRegular(
  { isFile, size }: Pick<FileMetadata, "isFile" | "size">,
): void {
  if (!isFile) throw new FileRejected("not regular");
  if (size > MAX_BYTES) throw new FileRejected("too large");
}

function statOf(path: string, symlinks?: "follow"): Deno.FileInfo {
  return symlinks ? Deno.statSync(path) : Deno.lstatSync(path);
}

/** Opens a file with the functions of Deno. */
export async function openFile<T>(
  path: string,
  work: (file: Handle) => T,
): Promise<T> {
  // Not only the opening: on Windows a program can lock a part of the file.
  return await retry(async () => {
    using file = await Deno.open(path);
    return work({
      stat: () => file.statSync(),
      read: (bytes) => file.readSync(bytes),
    });
  });
}

/** @returns Nothing where it is not the file that was found. */
function readOpened(
  file: Handle,
  { ino, dev }: FileMetadata,
): FileContent | undefined {
  const opened = file.stat();
  if (opened.ino !== ino || opened.dev !== dev) return undefined;
  const bytes = readAll(file, opened.size);
  return { bytes, info: file.stat() };
}

/** The file may be longer than the size that was read: another program may be appending. */
function readAll(file: Handle, size: number): Uint8Array {
  let bytes = new Uint8Array(size + 1);
  let length = 0;
  for (;;) {
    const count = file.read(bytes.subarray(length));
    if (count === null) return bytes.subarray(0, length);
    length += count;
    if (length > MAX_BYTES) throw new FileRejected("too large");
    if (length < bytes.length) continue;
    const larger = new Uint8Array(bytes.length * 2);
    larger.set(bytes);
    bytes = larger;
  }
}
