import { sleep } from "../util/sleep.ts";
import { systemCode } from "./system_error_code.ts";

const isWindows = Deno.build.os === "windows";

/** Transient errors of a network file system or of a busy computer. */
const TRANSIENT = new Set([
  "EAGAIN",
  "EBUSY",
  "EINTR",
  "EMFILE",
  "ENFILE",
  "ESTALE",
]);

/**
 * Milliseconds. The waits double up to the longest: a program that reads the file
 * again and again leaves only short gaps, and a few attempts could miss them all.
 */
const FIRST_WAIT = 10;
const LONGEST_WAIT = 80;
const TIMEOUT = isWindows ? 5_000 : 2_500;

/**
 * Runs one step of a write, and repeats it where the error is transient: a step
 * that fails would lose a session that STS has issued.
 *
 * @param step The step. It must be safe to repeat after a failure.
 * @param isTransient Whether an error is transient.
 */
export async function retry<T>(
  step: () => T | Promise<T>,
  isTransient: (error: unknown) => boolean = isTransientError,
): Promise<T> {
  const deadline = performance.now() + TIMEOUT;
  for (let wait = FIRST_WAIT;; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await step();
    } catch (error) {
      if (performance.now() > deadline || !isTransient(error)) throw error;
      // Not in step with a program that reads at regular intervals.
      await sleep(wait * (0.5 + Math.random() / 2));
    }
  }
}

function isTransientError(error: unknown): boolean {
  return TRANSIENT.has(systemCode(error) ?? "");
}

/**
 * Whether a step that replaces or removes a file may work a moment later. On
 * Windows another program that has the file open blocks it, and the system
 * reports that as a missing right.
 */
export function isBlockedForNow(error: unknown): boolean {
  return isTransientError(error) ||
    (isWindows && ["EACCES", "EPERM"].includes(systemCode(error) ?? ""));
}
