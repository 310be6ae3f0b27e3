import type { FileHandle } from "node:fs/promises";
import { abortable } from "../util/abortable.ts";
import { UpdstsError } from "../errors.ts";
import { attempt } from "../util/attempt.ts";
import { within } from "../util/within.ts";
import {
  type Attributes,
  keepMode,
  loadNodeFs,
  openNoFollow,
  setOwner,
} from "./mode_and_owner.ts";
import { fileFailure } from "./fs_errors.ts";
import { retry } from "./retry.ts";
import { systemCode } from "./system_error_code.ts";

/** Milliseconds to wait: an update is far shorter, so its process hangs. */
const TIMEOUT = 30_000;
/** Milliseconds of waiting before a message is logged. */
const NOTICE_DELAY = 1_000;

export interface LockOptions {
  /** Ends the wait; without it only the timeout does. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait; by default 30 seconds. */
  readonly timeout?: number;
  /** Called once, when the wait takes longer than a second. */
  readonly onWait?: () => void;
}

/**
 * The queue of this process at each lock. A wait for the system's lock blocks
 * one of the few threads for file operations. So only one caller waits for the
 * system; several could leave no thread for the holder of the lock.
 */
const queues = new Map<string, Promise<void>>();

/**
 * Runs work under a lock that all processes share. The system releases the lock
 * when its process ends. The file of the lock is never deleted: otherwise two
 * processes could hold locks on two files of the same name.
 *
 * @param path The lock's file, beside the file that it protects.
 * @param owner The file or directory whose owner gets the lock's file too.
 * @param work The work under the lock, with its open file.
 * @param options Options of the wait.
 */
export async function withLock<T>(
  path: string,
  owner: Attributes,
  work: (lock: Deno.FsFile) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  let isOver = false;
  const locked = Promise.resolve(queues.get(path)).then(async () =>
    isOver ? undefined : await lock(path, owner)
  );
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  // A caller that gives up stays in the queue until the system's wait ends.
  const turn = locked.then(async (file) => {
    await over;
    file?.close();
  }).catch(() => {}).finally(() => {
    if (queues.get(path) === turn) queues.delete(path);
  });
  queues.set(path, turn);
  try {
    if (await isWithin(locked, options)) return await work((await locked)!);
  } finally {
    isOver = true;
    end();
  }
  throw new UpdstsError(
    "file_busy",
    `another updsts holds the lock ${path} for too long`,
    "end that process: that releases the lock",
  );
}

/**
 * The name of a section's lock: the section's own name may be too long, or
 * contain a slash. Three hexadecimal digits allow 4096 locks at most, however
 * many names an agent invents; sections with the same digits share a lock.
 */
export async function lockName(section: string): Promise<string> {
  const bytes = new TextEncoder().encode(section);
  const hash = new DataView(await crypto.subtle.digest("SHA-256", bytes));
  return (hash.getUint16(0) >> 4).toString(16).padStart(3, "0");
}

/** Creates a directory for locks, if it does not exist. */
export async function makeLockDirectory(
  path: string,
  owner: Attributes,
): Promise<void> {
  if (exists(path)) return;
  await loadNodeFs(); // First: a directory of root's would lock out the owner.
  try {
    await retry(() => Deno.mkdir(path, { mode: 0o700 }));
    if (Deno.build.os === "windows") return;
    await setOwnerOf(await openNoFollow(path, "O_RDONLY"), owner);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    throw cannotCreate(path, error);
  }
}

async function open(
  path: string,
  owner: Attributes,
): Promise<Deno.FsFile> {
  try {
    if (!exists(path)) await create(path, owner);
    return await retry(() => openExisting(path));
  } catch (error) {
    throw cannotCreate(path, error);
  }
}

function cannotCreate(path: string, error: unknown): UpdstsError {
  return fileFailure(
    "file_not_writable",
    `cannot create ${path}`,
    error,
    ["EACCES", "EPERM"].includes(systemCode(error) ?? "")
      ? "if the file is another user's, delete it; else check who owns its directory"
      : undefined,
  );
}

/** Creates the lock's file, if it does not exist, for the owner of the credentials file. */
async function create(path: string, owner: Attributes): Promise<void> {
  const { open } = await loadNodeFs();
  try {
    const file = await retry(() => open(path, "wx", 0o600));
    await keepMode(file, { mode: 0o600 }, path);
    await setOwnerOf(file, owner);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
}

/** Sets the owner, where the process may: only root can, and only root needs to. */
async function setOwnerOf(
  file: FileHandle,
  owner: Attributes,
): Promise<void> {
  try {
    await setOwner(file, owner).catch(() => {});
  } finally {
    await file.close();
  }
}

function directoryInPlace(path: string): UpdstsError {
  return new UpdstsError(
    "file_not_writable",
    `cannot create ${path}: a directory is in its place`,
    "move the directory away",
  );
}

function exists(path: string): boolean {
  return attempt(() => Deno.lstatSync(path)) !== undefined;
}

/**
 * Opens the lock's file. A symlink could lead to any file where root works for
 * another user. To open a pipe could block, and no signal would end that.
 */
async function openExisting(path: string): Promise<Deno.FsFile> {
  const { isFile, isDirectory } = await Deno.lstat(path);
  if (isFile) return await Deno.open(path, { read: true, write: true });
  if (isDirectory) throw directoryInPlace(path); // Windows would open it.
  throw new UpdstsError(
    "file_not_writable",
    `the lock ${path} is not a regular file`,
    "move it away",
  );
}

async function lock(
  path: string,
  owner: Attributes,
): Promise<Deno.FsFile> {
  const file = await open(path, owner);
  try {
    await retry(() => file.lock(true));
    return file;
  } catch (error) {
    file.close();
    throw fileFailure("file_not_writable", `cannot lock ${path}`, error);
  }
}

/** `lock()` itself has no time-out, and `tryLock()` is not in Deno 2.6. */
async function isWithin(
  locked: Promise<unknown>,
  { signal, timeout = TIMEOUT, onWait }: LockOptions,
): Promise<boolean> {
  signal?.throwIfAborted();
  const noticed = onWait && setTimeout(onWait, NOTICE_DELAY);
  try {
    const isLocked = abortable(locked.then(() => true), signal);
    return await within(timeout, isLocked) ?? false;
  } finally {
    clearTimeout(noticed);
  }
}
