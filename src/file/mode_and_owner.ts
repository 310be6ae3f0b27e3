/**
 * Mode and owner of files, set on the open file and never by its path: in
 * another user's directory, that user can make a path lead to any file.
 */
import type { FileHandle } from "node:fs/promises";
import { UpdstsError } from "../errors.ts";
import { quoteWords } from "../platform/quote_words.ts";
import { shellQuote } from "../util/shell_quote.ts";
import { fileFailure } from "./fs_errors.ts";
import { retry } from "./retry.ts";
import { systemCode } from "./system_error_code.ts";

const isWindows = Deno.build.os === "windows";

/** Mode and owner; `null` where the system has none. */
export type Attributes = Pick<Deno.FileInfo, "mode" | "uid" | "gid">;

/**
 * Loads the functions that open files without following a symlink. That takes a
 * while, so only a run that writes does it.
 */
export const loadNodeFs = () => import("node:fs/promises");

/** Opens a file. A symlink is refused, and a pipe does not block. */
export async function openNoFollow(
  path: string,
  access: "O_RDONLY" | "O_WRONLY",
): Promise<FileHandle> {
  const { open, constants } = await loadNodeFs();
  const noFollow = isWindows ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;
  return await retry(() => open(path, constants[access] | noFollow));
}

/**
 * Sets the owner and the mode of a new file, mode 0600, to those of the file that
 * it replaces. Where the file system refuses, the update continues only if no
 * other user gains access to the keys and the owner does not lose it.
 *
 * @param file The new file.
 * @param like The attributes of the file that it replaces.
 * @param path The path of that file, for messages.
 * @returns Warnings about attributes that could not be kept.
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

/** Sets the owner of a file. Only root can, and only root needs to. */
export async function setOwner(
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
    await setOwner(file, like);
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
      const quoted = shellQuote([path]);
      throw fileFailure(
        "file_not_writable",
        `${CANNOT_KEEP_GROUP} ${like.gid} of ${path}`,
        error,
        `set the group to your own with "chgrp ${gid} ${quoted}", or remove the group's access with "chmod 600 ${quoted}"`,
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

/** Whether an update failed because of the group of the file. */
export function isGroupLoss(error: unknown): boolean {
  return error instanceof UpdstsError &&
    error.message.startsWith(CANNOT_KEEP_GROUP);
}

const CANNOT_KEEP_GROUP = "cannot keep the group";

/**
 * Sets the mode of a new file, which a umask may have changed.
 *
 * @returns A warning where the mode could not be set, and no other user gains
 * access.
 */
export async function keepMode(
  file: FileHandle,
  like: Pick<Attributes, "mode">,
  path: string,
): Promise<string[]> {
  if (isWindows) return [];
  // Without setuid, setgid and sticky, which a credentials file does not need.
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

/** Removes the access of all users but the owner. */
export async function removeOthersAccess(path: string): Promise<void> {
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

/**
 * Refuses a read-only file: on other systems than Windows a rename would replace
 * it all the same.
 */
export async function refuseReadOnly(
  path: string,
  info: Attributes,
): Promise<void> {
  refuseReadOnlyAttribute(path, info);
  try {
    await (await openNoFollow(path, "O_WRONLY")).close();
  } catch (error) {
    // An editor is replacing the file; the update waits until that is done.
    if (systemCode(error) === "ENOENT") return;
    throw fileFailure(
      "file_not_writable",
      `cannot write ${path}`,
      error,
      isWindows && systemCode(error) === "EPERM"
        ? "allow yourself to modify it: in its properties, under Security"
        : systemCode(error) === "EACCES"
        ? `if it is yours, make it writable with "chmod u+w ${
          shellQuote([path])
        }"`
        : undefined,
    );
  }
}

/** Refuses a file with the read-only attribute of Windows. */
export function refuseReadOnlyAttribute(
  path: string,
  { mode }: Attributes,
): void {
  if (!isWindows || mode! & 0o200) return;
  throw new UpdstsError(
    "file_not_writable",
    `cannot write ${path}: it has the read-only attribute`,
    `remove the attribute: attrib -r ${quoteWords([path])}`,
  );
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
