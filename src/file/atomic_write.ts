import type { FileHandle } from "node:fs/promises";
import { UpdstsError } from "../errors.ts";
import { within } from "../util/within.ts";
import {
  type Attributes,
  keepAttributes,
  keepMode,
  loadNodeFs,
  refuseReadOnlyAttribute,
} from "./mode_and_owner.ts";
import { systemReason } from "./fs_errors.ts";
import { isBlockedForNow, retry } from "./retry.ts";
import { MAX_BYTES } from "./regular_file.ts";
import { systemCode } from "./system_error_code.ts";

const isWindows = Deno.build.os === "windows";

/** The file that a new one is to replace. */
interface Replaced {
  readonly path: string;
  /** Nothing where there is no file. */
  readonly info: Attributes | undefined;
}

/**
 * Writes the new content to a temporary file beside the file and syncs it to
 * disk. No other user can read it until it is complete and has the owner and
 * the mode of the file that it replaces. A file of that name is left over from
 * a killed process: this process holds the lock.
 *
 * @returns Warnings about attributes that could not be kept.
 */
export async function writeReplacement(
  temporary: string,
  text: string,
  { path, info }: Replaced,
): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_BYTES) throw tooLarge(path);
  await discardReplacement(temporary);
  const file = isWindows && info
    ? await createCopy(temporary, path, info)
    : await create(temporary);
  try {
    for (let written = 0; written < bytes.length;) {
      const rest = bytes.length - written;
      const write = () => file.write(bytes, written, rest);
      written += (await retry(write)).bytesWritten;
    }
    const lost = info
      ? await keepAttributes(file, info, path)
      : await keepMode(file, { mode: 0o600 }, path);
    await sync(file);
    return lost;
  } finally {
    // Waits for a sync that has timed out.
    await within(CLOSE_TIMEOUT, file.close());
  }
}

/** The failure of an edit after which no updsts would read the file. */
function tooLarge(path: string): UpdstsError {
  return new UpdstsError(
    "file_not_writable",
    `cannot write ${path}: it would be larger than 8 MiB`,
    "delete profiles that you do not need",
  );
}

async function create(temporary: string): Promise<FileHandle> {
  const { open } = await loadNodeFs();
  // "x" creates a new file: a symlink created meanwhile is refused.
  return await retry(() => open(temporary, "wx", 0o600), isBlockedForNow);
}

/**
 * Creates an empty file with the attributes of Windows, such as hidden, system
 * and encrypted: only a copy gets them.
 */
async function createCopy(
  temporary: string,
  path: string,
  info: Attributes,
): Promise<FileHandle> {
  refuseReadOnlyAttribute(path, info);
  const { open, constants } = await loadNodeFs();
  try {
    await retry(() => Deno.copyFile(path, temporary), isBlockedForNow);
  } catch (error) {
    // An editor is replacing the file.
    if (error instanceof Deno.errors.NotFound) return await create(temporary);
    throw error;
  }
  const flags = constants.O_WRONLY | constants.O_TRUNC;
  return await retry(() => open(temporary, flags), isBlockedForNow);
}

/** Some file systems can't sync at all, directories least of all. */
const CANNOT_SYNC = new Set(["EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

/** Milliseconds to sync. The runtime repeats an interrupted sync without end. */
const SYNC_TIMEOUT = 60_000;
/** Milliseconds to close a file. */
const CLOSE_TIMEOUT = 5_000;

/** Syncs an open file to disk, where its file system can. */
export async function sync(
  file: { sync(): Promise<void> },
  timeout: number = SYNC_TIMEOUT,
): Promise<void> {
  const syncInTime = async () => {
    if (await within(timeout, file.sync().then(() => true))) return;
    throw Object.assign(new Error("the sync timed out"), { code: "ETIMEDOUT" });
  };
  try {
    await retry(syncInTime);
  } catch (error) {
    if (!CANNOT_SYNC.has(systemCode(error) ?? "")) throw error;
  }
}

/** Removes the temporary file, if there is one. */
export async function discardReplacement(temporary: string): Promise<void> {
  try {
    await retry(() => Deno.remove(temporary), isBlockedForNow);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Replaces the file: the only step that changes it.
 *
 * @param isAsRead Whether the file is still the one that was edited; called
 * before each attempt.
 * @returns Whether the file was replaced.
 */
export async function rename(
  from: string,
  to: string,
  isAsRead: () => Promise<boolean>,
): Promise<boolean> {
  const replace = async () => {
    if (!await isAsRead()) return false;
    await Deno.rename(from, to);
    return true;
  };
  if (!isWindows) return await retry(replace);
  try {
    return await retry(replace, isBlockedForNow);
  } catch (error) {
    if (systemCode(error) !== "EPERM") throw error;
    throw new UpdstsError(
      "file_busy",
      `cannot replace ${to}: another program has it open, or you may not change it`,
      "end the program that has it open, and try again",
      { cause: error },
    );
  }
}

/**
 * Tests whether the file system can replace a file: renames an empty file onto
 * the temporary one, and removes it.
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
 * Refuses a directory in which files can be created but not removed, as after
 * `chattr +a`: a temporary file would stay there. `rmdir` of a file always fails,
 * and its error code tells the two cases apart.
 *
 * @param lock The lock, a file in that directory.
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
      'remove the attributes of the file and its directory with "chattr -a -i"',
      { cause: error },
    );
  }
}

/**
 * Syncs a directory, so that a rename survives a power failure.
 *
 * @returns The reason, where the system failed.
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
    // A directory that cannot be opened for reading cannot be synced.
    if (
      error instanceof Deno.errors.NotCapable ||
      ["EACCES", "EPERM"].includes(systemCode(error) ?? "")
    ) return undefined;
    return systemReason(error).why;
  }
}
