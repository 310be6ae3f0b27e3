import type { FileHandle } from "node:fs/promises";
import { abortable } from "../util/abortable.ts";
import { UpdstsError } from "../errors.ts";
import { attempt } from "../util/attempt.ts";
import {
  type Attributes,
  giveTo,
  loadNodeFs,
  openNoFollow,
} from "./attributes.ts";
import { fileFailure, systemCode } from "./fs_errors.ts";
import { retry } from "./retry.ts";

/** An update takes milliseconds, so whoever waits this long waits for a stuck process. */
const TIMEOUT = 30_000;
/** Who waits longer than this, in milliseconds, wants to know what for. */
const WAIT_UNNOTICED = 1_000;

/** How a lock is waited for. */
export interface LockOptions {
  /** Ends the wait; without it nothing but time does. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait. */
  readonly timeout?: number;
  /** Says what is waited for, once that takes a while. */
  readonly onWait?: () => void;
}

/**
 * The last turn at each lock in this process. Who waits for the system's lock
 * keeps one of the few threads with which files are read and written, so one
 * at a time does: many would leave none to the one that holds the lock.
 */
const turns = new Map<string, Promise<void>>();

/**
 * Runs one piece of work at a time, over all processes that name this lock.
 * The system frees the lock when its holder dies. The file stays: were it
 * deleted, two processes could hold locks on two files of the same name.
 *
 * @param path The lock's file, beside the file that it protects.
 * @param owner The file, or the directory, whose owner is to own the lock too.
 * @param work What to do while holding it.
 * @param options How it is waited for.
 */
export async function withLock<T>(
  path: string,
  owner: Attributes,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  let isOver = false;
  const locked = Promise.resolve(turns.get(path)).then(async () =>
    isOver ? undefined : await lock(path, owner)
  );
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  // Who gives up while the system has the wait keeps the turn until it ends.
  const turn = locked.then(async (file) => {
    await over;
    file?.close();
  }).catch(() => {}).finally(() => {
    if (turns.get(path) === turn) turns.delete(path);
  });
  turns.set(path, turn);
  try {
    if (await isWithin(locked, options)) return await work();
  } finally {
    isOver = true;
    end();
  }
  throw new UpdstsError(
    "file_busy",
    `another updsts has held the lock ${path} for too long`,
    "end that process; the lock goes with it",
  );
}

/** Makes the directory of some locks, if there is none. */
export async function makeLockDirectory(
  path: string,
  owner: Attributes,
): Promise<void> {
  if (isThere(path)) return;
  await loadNodeFs(); // Before it is made: root's would keep out its owner.
  try {
    await retry(() => Deno.mkdir(path, { mode: 0o700 }));
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    throw notMade(path, error);
  }
  if (Deno.build.os === "windows") return;
  await give(openNoFollow(path, "O_RDONLY"), owner);
}

async function open(
  path: string,
  owner: Attributes,
): Promise<Deno.FsFile> {
  try {
    if (!isThere(path)) await make(path, owner);
    return await retry(() => openExisting(path));
  } catch (error) {
    throw notMade(path, error);
  }
}

function notMade(path: string, error: unknown): UpdstsError {
  return fileFailure(
    "file_not_writable",
    `cannot make ${path}`,
    error,
    ["EACCES", "EPERM"].includes(systemCode(error) ?? "")
      ? "if it is there and another user's, delete it or give it to yourself; else the directory is not yours to write in"
      : undefined,
  );
}

/** A new lock, if there is none; one that root makes is for the file's owner. */
async function make(path: string, owner: Attributes): Promise<void> {
  const { open } = await loadNodeFs();
  try {
    await give(retry(() => open(path, "wx", 0o600)), owner);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
}

/** Only root can give a lock away, and only root has to. */
async function give(
  opened: Promise<FileHandle>,
  owner: Attributes,
): Promise<void> {
  const file = await opened;
  try {
    await giveTo(file, owner).catch(() => {});
  } finally {
    await file.close();
  }
}

function isThere(path: string): boolean {
  return attempt(() => Deno.lstatSync(path)) !== undefined;
}

/**
 * A symlink may lead to any file, where root works for another user. To open a
 * pipe for writing alone would wait for its reader, and no signal would end it.
 */
async function openExisting(path: string): Promise<Deno.FsFile> {
  const { isFile, isDirectory } = await Deno.lstat(path);
  if (isFile || isDirectory) {
    return await Deno.open(path, { read: true, write: true });
  }
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
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeout);
  });
  const noticed = onWait && setTimeout(onWait, WAIT_UNNOTICED);
  try {
    const isLocked = locked.then(() => true);
    return await abortable(Promise.race([isLocked, timedOut]), signal);
  } finally {
    clearTimeout(timer);
    clearTimeout(noticed);
  }
}
