import { hint, UpdstsError, withParameter } from "../errors.ts";
import { fileFailure } from "./fs_errors.ts";
import { retry } from "./retry.ts";

/**
 * The largest file that is read, in bytes: ten thousand profiles take 2 MB, and
 * a larger file takes seconds to parse.
 */
const MAX_BYTES = 8 * 1024 * 1024;

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
interface Handle {
  stat(): FileMetadata;
  read(bytes: Uint8Array): number | null;
}

/** Attempts, since another updsts may replace the file between two calls. */
const MAX_ATTEMPTS = 50;

/**
 * Reads a file once. Its type, size, mode, owner and content come from one
 * handle: in another user's directory a path can name another file a moment
 * later.
 *
 * @param path The file.
 * @param symlinks `"follow"` follows a symlink; by default one is refused.
 * @returns No bytes and no `info` where there is no file.
 * @throws {UpdstsError} `file_unreadable`.
 */
export async function readFileOnce(
  path: string,
  symlinks?: "follow",
): Promise<FileContent> {
  try {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      // To open a pipe would wait for its writer.
      const found = statOf(path, symlinks);
      refuseNonRegular(path, found);
      const content = await open(path, (file) => readOpened(path, file, found));
      if (content) return content;
    }
    throw fileBusy(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return { bytes: new Uint8Array(), info: undefined };
    }
    throw fileFailure("file_unreadable", `cannot read ${path}`, error);
  }
}

/** The failure where another program keeps changing the file. */
export function fileBusy(path: string): UpdstsError {
  return new UpdstsError(
    "file_busy",
    `another program keeps changing ${path}`,
    "end that program and try again",
  );
}

/** The failure where another program has removed the content. */
export function fileEmptied(path: string): UpdstsError {
  return new UpdstsError(
    "file_busy",
    `another program emptied or removed ${path}`,
    'restore the file from a backup, or create it again with "aws configure"',
  );
}

function statOf(path: string, symlinks?: "follow"): Deno.FileInfo {
  return symlinks ? Deno.statSync(path) : Deno.lstatSync(path);
}

async function open<T>(path: string, work: (file: Handle) => T): Promise<T> {
  // Not only the opening: on Windows a program can lock a part of the file.
  return await retry(async () => {
    using file = await Deno.open(path);
    try {
      return work({
        stat: () => file.statSync(),
        read: (bytes) => file.readSync(bytes),
      });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
      return await openWithNode(path, work);
    }
  });
}

/**
 * In a symlinked directory, Deno's `statSync` of a handle needs a permission for
 * its real path. Node's functions do not, and take longer to load.
 */
async function openWithNode<T>(
  path: string,
  work: (file: Handle) => T,
): Promise<T> {
  const { closeSync, fstatSync, openSync, readSync } = await import("node:fs");
  const file = openSync(path, "r");
  try {
    return work({
      stat() {
        const info = fstatSync(file);
        return Object.assign(info, { isFile: info.isFile() });
      },
      read: (bytes) => readSync(file, bytes) || null,
    });
  } finally {
    closeSync(file);
  }
}

/** @returns Nothing where it is not the file that was found. */
function readOpened(
  path: string,
  file: Handle,
  { ino, dev }: FileMetadata,
): FileContent | undefined {
  const opened = file.stat();
  if (opened.ino !== ino || opened.dev !== dev) return undefined;
  const bytes = readAll(path, file, opened.size);
  return { bytes, info: file.stat() };
}

/** The file may be longer than the size that was read: another program may be appending. */
function readAll(path: string, file: Handle, size: number): Uint8Array {
  let bytes = new Uint8Array(size + 1);
  let length = 0;
  for (;;) {
    const count = file.read(bytes.subarray(length));
    if (count === null) return bytes.subarray(0, length);
    length += count;
    if (length > MAX_BYTES) throw tooLarge(path);
    if (length < bytes.length) continue;
    const larger = new Uint8Array(bytes.length * 2);
    larger.set(bytes);
    bytes = larger;
  }
}

/** Is it an open file of this process, as a shell's `<(command)` names one? */
export function isDescriptor(path: string): boolean {
  return /^\/(dev\/(fd\/\d+|stdin)|proc\/self\/fd\/\d+)$/.test(path);
}

/** Refuses a file that is not regular, and one that is too large. */
export function refuseNonRegular(
  path: string,
  { isFile, size }: Pick<FileMetadata, "isFile" | "size">,
): void {
  if (!isFile) {
    throw new UpdstsError(
      "file_unreadable",
      `${path} is not a regular file`,
      hint`save the credentials to a regular file, and name it ${
        withParameter("credentialsFile")
      }`,
    );
  }
  if (size > MAX_BYTES) throw tooLarge(path);
}

function tooLarge(path: string): UpdstsError {
  return new UpdstsError(
    "file_unreadable",
    `${path} is larger than 8 MiB`,
    hint`name the credentials file ${withParameter("credentialsFile")}`,
  );
}
