import { UpdstsError } from "../errors.ts";
import { type Attributes, keepAttributes, loadNodeFs } from "./attributes.ts";
import { systemCode, systemReason } from "./fs_errors.ts";
import { isLikelyToPass, retry } from "./retry.ts";

const isWindows = Deno.build.os === "windows";

/** The file that a new one is to replace. */
export interface Replaced {
  readonly path: string;
  /** Nothing where there is no file. */
  readonly info: Attributes | undefined;
}

/**
 * Writes the new content beside the file, readable by nobody else until it is
 * whole, with the owner and the mode of the file that it is to replace, and
 * down to the disk. A file of that name can only be what a killed process
 * left: the lock is ours.
 *
 * @returns What could not be kept of the file, as warnings.
 */
export async function writeReplacement(
  temporary: string,
  text: string,
  { path, info }: Replaced,
): Promise<string[]> {
  const { open } = await loadNodeFs();
  await discardReplacement(temporary);
  // "x" makes a new file: a symlink that is put there meanwhile is refused.
  const file = await retry(() => open(temporary, "wx", 0o600));
  try {
    const bytes = new TextEncoder().encode(text);
    for (let written = 0; written < bytes.length;) {
      const rest = bytes.length - written;
      const write = () => file.write(bytes, written, rest);
      written += (await retry(write)).bytesWritten;
    }
    const lost = info ? await keepAttributes(file, info, path) : [];
    await sync(file);
    return lost;
  } finally {
    await file.close();
  }
}

/** Some file systems can't sync at all, directories least of all. */
const CANNOT_SYNC = new Set(["EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

async function sync(file: { sync(): Promise<void> }): Promise<void> {
  try {
    await retry(() => file.sync());
  } catch (error) {
    if (!CANNOT_SYNC.has(systemCode(error) ?? "")) throw error;
  }
}

/** Removes the temporary file, if there is one. */
export async function discardReplacement(temporary: string): Promise<void> {
  try {
    await retry(() => Deno.remove(temporary));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * The one moment in which the file changes.
 *
 * @param isAsRead Whether the file is still the one that was edited: it is
 * asked before each attempt.
 * @returns Whether it was, and so was replaced.
 */
export async function rename(
  from: string,
  to: string,
  isAsRead: () => Promise<boolean>,
): Promise<boolean> {
  return await retry(
    async () => {
      if (!await isAsRead()) return false;
      await Deno.rename(from, to);
      return true;
    },
    // On Windows a program that is reading the file is in the way for a moment.
    isWindows ? isInTheWay : isLikelyToPass,
  );
}

function isInTheWay(error: unknown): boolean {
  return isLikelyToPass(error) ||
    ["EACCES", "EPERM"].includes(systemCode(error) ?? "") ||
    error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.Busy;
}

/**
 * Renames an empty file onto the temporary one: some file systems can't
 * replace a file. Both are gone afterwards.
 */
export async function tryRename(
  trial: string,
  temporary: string,
): Promise<void> {
  await discardReplacement(trial);
  try {
    (await retry(() =>
      Deno.open(trial, { write: true, createNew: true, mode: 0o600 })
    )).close();
    await rename(trial, temporary, () => Promise.resolve(true));
    await discardReplacement(temporary);
  } catch (error) {
    await discardReplacement(trial).catch(() => {});
    throw error;
  }
}

/**
 * Refuses a directory in which files can be made and not removed again, as
 * after `chattr +a`: a temporary file would stay there. `rmdir` of a file fails
 * in every case, and says here which it is.
 *
 * @param lock A file of updsts's own in that directory.
 */
export async function refuseAppendOnly(lock: string): Promise<void> {
  if (Deno.build.os !== "linux") return;
  const { rmdir } = await loadNodeFs();
  try {
    await rmdir(lock);
  } catch (error) {
    if (systemCode(error) !== "EPERM") return;
    throw new UpdstsError(
      "file_not_writable",
      `cannot remove ${lock} or any temporary file beside it: ${
        systemReason(error).why
      }`,
      'take the attributes "a" and "i" from the file and its directory with "chattr -ai"',
      { cause: error },
    );
  }
}

/**
 * Makes the rename last through a power failure.
 *
 * @returns Why it may not, where the system failed.
 */
export async function syncDirectory(
  directory: string,
): Promise<string | undefined> {
  if (isWindows) return undefined;
  try {
    using file = await retry(() => Deno.open(directory));
    await sync(file);
    return undefined;
  } catch (error) {
    // A directory that can't be opened for reading can't be synced by us.
    if (
      error instanceof Deno.errors.NotCapable ||
      ["EACCES", "EPERM"].includes(systemCode(error) ?? "")
    ) return undefined;
    return systemReason(error).why;
  }
}
