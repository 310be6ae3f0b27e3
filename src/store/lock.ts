import { UpdstsError } from "../errors.ts";
import { fileFailure } from "./failures.ts";

/** An update takes milliseconds, so whoever waits this long waits for a stuck process. */
const PATIENCE = 30_000;

/**
 * Runs one piece of work at a time, over all processes that name this lock.
 * The system frees the lock when its holder dies. The file stays: were it
 * deleted, two processes could hold locks on two files of the same name.
 *
 * @param path The lock's file, beside the file that it protects.
 * @param work What to do while holding it.
 * @param signal Ends the wait for it.
 * @param patience Milliseconds to wait for it.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
  patience: number = PATIENCE,
): Promise<T> {
  using file = await open(path);
  const locked = await lockWithin(file, patience, signal);
  signal?.throwIfAborted();
  if (!locked) {
    throw new UpdstsError(
      "file_busy",
      `another updsts has held the lock ${path} for too long`,
      "end that process; the lock goes with it",
    );
  }
  return await work();
}

async function open(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { create: true, write: true, mode: 0o600 });
  } catch (error) {
    throw fileFailure("file_not_writable", `cannot make ${path}`, error);
  }
}

/** `lock()` itself has no time-out, and `tryLock()` is not in Deno 2.6. */
async function lockWithin(
  file: Deno.FsFile,
  patience: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
    signal?.addEventListener("abort", () => resolve(false), { once: true });
    if (signal?.aborted) resolve(false);
  });
  try {
    return await Promise.race([file.lock(true).then(() => true), timeout]);
  } catch (error) {
    throw fileFailure("file_not_writable", "cannot lock the file", error);
  } finally {
    clearTimeout(timer);
  }
}
