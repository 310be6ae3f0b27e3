/** Reads files with errors for the user; `regular_file.ts` does the reading. */
import { hint, UpdstsError, withParameter } from "../errors.ts";
import { fileFailure, REGULAR_FILE } from "./fs_errors.ts";
import {
  type FileContent,
  type FileMetadata,
  FileRejected,
  type Handle,
  openFile,
  readRegularFile,
  rejectNonRegular,
} from "./regular_file.ts";
import { retry } from "./retry.ts";
import { type IsComplete, readSettled } from "./half_written_file.ts";

/**
 * Reads a file once.
 *
 * @param path The file.
 * @param symlinks `"follow"` follows a symlink; by default one is refused.
 * @returns No bytes and no `info` where there is no file.
 * @throws {UpdstsError} `file_unreadable`; `file_busy` where it is replaced again
 * and again.
 */
export async function readFileOnce(
  path: string,
  symlinks?: "follow",
): Promise<FileContent> {
  try {
    return await readRegularFile(path, symlinks, openAnywhere);
  } catch (error) {
    throw fileFailure(
      "file_unreadable",
      `cannot read ${path}`,
      explained(path, error),
    );
  }
}

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
  const read = () => readFileOnce(path, symlinks);
  try {
    return await readSettled(path, isComplete, read);
  } catch (error) {
    throw explained(path, error);
  }
}

/** Refuses a file that is not regular, and one that is too large. */
export function refuseNonRegular(
  path: string,
  info: Pick<FileMetadata, "isFile" | "size">,
): void {
  try {
    rejectNonRegular(info);
  } catch (error) {
    throw explained(path, error);
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

/** Is it an open file of this process, as a shell's `<(command)` names one? */
export function isDescriptor(path: string): boolean {
  return /^\/(dev\/(fd\/\d+|stdin)|proc\/self\/fd\/\d+)$/.test(path);
}

async function openAnywhere<T>(
  path: string,
  work: (file: Handle) => T,
): Promise<T> {
  try {
    return await openFile(path, work);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    return await retry(() => openWithNode(path, work));
  }
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

function explained(path: string, error: unknown): unknown {
  if (!(error instanceof FileRejected)) return error;
  switch (error.reason) {
    case "changing":
      return fileBusy(path);
    case "not regular":
      return new UpdstsError(
        "file_unreadable",
        `${path} is not a regular file`,
        REGULAR_FILE,
      );
    case "too large":
      return new UpdstsError(
        "file_unreadable",
        `${path} is larger than 8 MiB`,
        hint`name the credentials file ${withParameter("credentialsFile")}`,
      );
  }
}
