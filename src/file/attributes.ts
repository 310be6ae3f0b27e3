/**
 * Mode and owner of files, set on the open file and never by its path: as root
 * in another user's directory, a path leads wherever that user points it to.
 */
import type { FileHandle } from "node:fs/promises";
import { UpdstsError } from "../errors.ts";
import { shellQuote } from "../util/shell_quote.ts";
import { fileFailure, systemCode } from "./fs_errors.ts";
import { retry } from "./retry.ts";

const isWindows = Deno.build.os === "windows";

/** Mode and owner; `null` where the system has none. */
export type Attributes = Pick<Deno.FileInfo, "mode" | "uid" | "gid">;

/**
 * Loads what opens files without following a symlink. It takes a while, so it
 * is loaded where something is written, and nowhere else.
 */
export const loadNodeFs = () => import("node:fs/promises");

/** Opens what is at a path, unless that is a symlink, and waits for no pipe. */
export async function openNoFollow(
  path: string,
  access: "O_RDONLY" | "O_WRONLY",
): Promise<FileHandle> {
  const { open, constants } = await loadNodeFs();
  const noFollow = isWindows ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;
  return await retry(() => open(path, constants[access] | noFollow));
}

/**
 * Gives a new file, mode 0600, the owner and the mode of the one that it is to
 * replace. Where the file system refuses, it goes on as long as nobody gains
 * access to the keys and the owner does not lose it.
 *
 * @param file The new file.
 * @param like The attributes of the file that it replaces.
 * @param path The path of that file, for messages.
 * @returns What could not be kept, as warnings.
 */
export async function keepAttributes(
  file: FileHandle,
  like: Attributes,
  path: string,
): Promise<string[]> {
  if (isWindows) return [];
  return [
    ...await keepOwner(file, like, path),
    ...await keepMode(file, like, path),
  ];
}

/** Gives a file of ours the owner of another; only root can, and only root has to. */
export async function giveTo(
  file: FileHandle,
  { uid, gid }: Attributes,
): Promise<void> {
  if (isWindows) return;
  const own = await file.stat();
  if (own.uid === uid && own.gid === gid) return;
  await retry(() => file.chown(uid!, gid!));
}

async function keepOwner(
  file: FileHandle,
  like: Attributes,
  path: string,
): Promise<string[]> {
  try {
    await giveTo(file, like);
    return [];
  } catch (error) {
    const { uid, gid } = await file.stat();
    if (uid !== like.uid && !(like.mode! & 0o044)) {
      throw fileFailure(
        "file_not_writable",
        `cannot keep the owner ${like.uid} of ${path}`,
        error,
        "run updsts as the user that the file belongs to",
      );
    }
    if (gid !== like.gid && like.mode! & 0o070) {
      const word = shellQuote([path]);
      throw fileFailure(
        "file_not_writable",
        `cannot keep the group ${like.gid} of ${path}`,
        error,
        `"chgrp ${gid} ${word}" gives the file to your own group, and "chmod 600 ${word}" takes it from every group`,
      );
    }
    return [
      ...uid === like.uid
        ? []
        : [`the owner of ${path} is now ${uid}, no longer ${like.uid}`],
      ...gid === like.gid
        ? []
        : [`the group of ${path} is now ${gid}, no longer ${like.gid}`],
    ];
  }
}

async function keepMode(
  file: FileHandle,
  like: Attributes,
  path: string,
): Promise<string[]> {
  // Neither setuid, setgid nor sticky: a credentials file needs none.
  const mode = like.mode! & 0o777;
  const own = (await file.stat()).mode & 0o777;
  if (own === mode) return [];
  try {
    await retry(() => file.chmod(mode));
    return [];
  } catch (error) {
    if (own & 0o077 & ~mode) {
      throw fileFailure(
        "file_not_writable",
        `cannot keep the mode ${octal(mode)} of ${path}`,
        error,
      );
    }
    return [
      `the mode of ${path} is now ${octal(own)}, no longer ${octal(mode)}`,
    ];
  }
}

/** Takes a file from everybody but its owner. */
export async function takeFromOthers(path: string): Promise<void> {
  const file = await openNoFollow(path, "O_RDONLY");
  try {
    const info = await file.stat();
    if (!info.isFile()) {
      throw new UpdstsError(
        "file_not_writable",
        `${path} is not a regular file`,
      );
    }
    await retry(() => file.chmod(info.mode & 0o600));
  } catch (error) {
    throw fileFailure(
      "file_not_writable",
      `cannot change the mode of ${path}`,
      error,
    );
  } finally {
    await file.close();
  }
}

/** A file that its user made read-only is not replaced behind the user's back. */
export async function refuseReadOnly(path: string): Promise<void> {
  try {
    await (await openNoFollow(path, "O_WRONLY")).close();
  } catch (error) {
    // An editor is replacing it: the update waits for that.
    if (systemCode(error) === "ENOENT") return;
    throw fileFailure(
      "file_not_writable",
      `cannot write ${path}`,
      error,
      systemCode(error) === "EACCES"
        ? 'if it is yours, "chmod u+w" makes it writable again'
        : undefined,
    );
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
