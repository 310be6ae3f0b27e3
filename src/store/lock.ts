import { unlessAborted } from "../abortable.ts";
import { UpdstsError } from "../errors.ts";
import { orNothing } from "../or_nothing.ts";
import { fileFailure } from "./failures.ts";
import { keepOwner, loadOwnership } from "./replacement.ts";

/** An update takes milliseconds, so whoever waits this long waits for a stuck process. */
const PATIENCE = 30_000;
/** Who waits longer than this, in milliseconds, wants to know what for. */
const WAIT_UNNOTICED = 1_000;

/** How a lock is waited for. */
export interface Wait {
  /** Ends the wait; without it nothing but time does. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait. */
  readonly patience?: number;
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
 * @param owner The file, or the folder, whose owner is to own the lock too.
 * @param work What to do while holding it.
 * @param wait How it is waited for.
 */
export async function withLock<T>(
  path: string,
  owner: Deno.FileInfo,
  work: () => Promise<T>,
  wait: Wait = {},
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
    if (await isWithin(locked, wait)) return await work();
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

/** Makes the folder of some locks, if there is none. */
export async function makeLockFolder(
  path: string,
  owner: Deno.FileInfo,
): Promise<void> {
  if (isThere(path)) return;
  await loadOwnership();
  try {
    await Deno.mkdir(path, { mode: 0o700 });
    await keepOwner(path, owner).catch(() => {});
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) {
      throw notMade(path, error);
    }
  }
}

async function open(
  path: string,
  owner: Deno.FileInfo,
): Promise<Deno.FsFile> {
  try {
    const made = isThere(path) ? undefined : await make(path, owner);
    return made ?? openExisting(path);
  } catch (error) {
    throw notMade(path, error);
  }
}

function notMade(path: string, error: unknown): UpdstsError {
  return fileFailure(
    "file_not_writable",
    `cannot make ${path}`,
    error,
    error instanceof Deno.errors.PermissionDenied
      ? "if it is there and another user's, delete it or give it to yourself; else the folder is not yours to write in"
      : undefined,
  );
}

/** A new lock, if there is none; one that root makes is for the file's owner. */
async function make(
  path: string,
  owner: Deno.FileInfo,
): Promise<Deno.FsFile | undefined> {
  await loadOwnership();
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path, {
      createNew: true,
      write: true,
      mode: 0o600,
    });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return undefined;
    throw error;
  }
  // Only root can give it away, and only root has to.
  await keepOwner(path, owner).catch(() => {});
  return file;
}

function isThere(path: string): boolean {
  return orNothing(() => Deno.lstatSync(path)) !== undefined;
}

/** To open a pipe would wait for its reader, and no signal would end that. */
function openExisting(path: string): Deno.FsFile {
  const { isFile, isDirectory } = Deno.statSync(path);
  if (isFile || isDirectory) return Deno.openSync(path, { write: true });
  throw new UpdstsError(
    "file_not_writable",
    `the lock ${path} is not a regular file`,
    "move it away",
  );
}

async function lock(
  path: string,
  owner: Deno.FileInfo,
): Promise<Deno.FsFile> {
  const file = await open(path, owner);
  try {
    await file.lock(true);
    return file;
  } catch (error) {
    file.close();
    throw fileFailure("file_not_writable", "cannot lock the file", error);
  }
}

/** `lock()` itself has no time-out, and `tryLock()` is not in Deno 2.6. */
async function isWithin(
  locked: Promise<unknown>,
  { signal, patience = PATIENCE, onWait }: Wait,
): Promise<boolean> {
  signal?.throwIfAborted();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  const noticed = onWait && setTimeout(onWait, WAIT_UNNOTICED);
  try {
    const isLocked = locked.then(() => true);
    return await unlessAborted(Promise.race([isLocked, timeout]), signal);
  } finally {
    clearTimeout(timer);
    clearTimeout(noticed);
  }
}
