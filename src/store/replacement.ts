import { fileFailure, systemCode } from "./failures.ts";
import type { FileMetadata } from "./read_file.ts";

const isWindows = Deno.build.os === "windows";

/**
 * Writes the new content beside the file, readable by nobody else, with the
 * owner of the file that it is to replace, and down to the disk. A sibling
 * of that name can only be what a killed process left: the lock is ours.
 */
export async function writeReplacement(
  path: string,
  text: string,
  like: FileMetadata | undefined,
): Promise<void> {
  discardReplacement(path);
  using file = await Deno.open(path, {
    write: true,
    createNew: true,
    mode: 0o600,
  });
  if (like) await keepOwner(path, like);
  const bytes = new TextEncoder().encode(text);
  let written = 0;
  while (written < bytes.length) {
    written += await file.write(bytes.subarray(written));
  }
  await file.sync();
}

/** Gives what was just made here the owner of another file. */
export async function keepOwner(
  path: string,
  like: FileMetadata,
): Promise<void> {
  if (isWindows || hasOwner(path, like)) return;
  try {
    const { lchown } = await loadOwnership();
    // A link that somebody puts there meanwhile is not followed.
    await lchown(path, like.uid!, like.gid!);
  } catch (error) {
    throw fileFailure(
      "file_not_writable",
      "cannot keep the credentials file's owner",
      error,
    );
  }
}

/**
 * Loads what gives files away: it takes a while, and hardly anybody needs it.
 * Who makes a lock loads it first, as root's would keep out the file's owner.
 */
export const loadOwnership = () => import("node:fs/promises");

/** By its path: Deno takes a file's own stat() for one at the end of all links. */
function hasOwner(path: string, { uid, gid }: FileMetadata): boolean {
  const own = Deno.lstatSync(path);
  return own.uid === uid && own.gid === gid;
}

/** Removes the sibling, if there is one. */
export function discardReplacement(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Gives the sibling the mode of the file that it is about to replace. */
export function keepMode(
  path: string,
  like: FileMetadata | undefined,
): void {
  if (isWindows || !like) return;
  Deno.chmodSync(path, like.mode! & 0o7777);
}

/** The one moment in which the file changes. */
export async function rename(from: string, to: string): Promise<void> {
  for (let wait = 10;; wait *= 2) {
    try {
      return await Deno.rename(from, to);
    } catch (error) {
      // On Windows whoever reads the file just now is in the way: for a moment.
      if (!isWindows || !isInTheWay(error) || wait > 2_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function isInTheWay(error: unknown): boolean {
  return ["EACCES", "EPERM", "EBUSY"].includes(systemCode(error) ?? "") ||
    error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.Busy;
}

/** Makes the rename last through a power cut, where the system lets us. */
export async function syncFolder(folder: string): Promise<void> {
  if (isWindows) return;
  try {
    using file = await Deno.open(folder);
    await file.sync();
  } catch {
    // The file is in place. Some file systems can't sync a folder.
  }
}
