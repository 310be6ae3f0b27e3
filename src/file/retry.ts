import { sleep } from "../util/sleep.ts";
import { systemCode } from "./fs_errors.ts";

/** Transient errors of a network file system or of a busy computer. */
const TRANSIENT = new Set([
  "EAGAIN",
  "EBUSY",
  "EINTR",
  "EMFILE",
  "ENFILE",
  "ESTALE",
]);

/** Milliseconds. Each wait is twice as long as the one before, 2.5 seconds in all. */
const FIRST_WAIT = 10;
const LAST_WAIT = 1_280;

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
  for (let wait = FIRST_WAIT;; wait *= 2) {
    try {
      return await step();
    } catch (error) {
      if (wait > LAST_WAIT || !isTransient(error)) throw error;
      await sleep(wait);
    }
  }
}

/** Whether an error of the system is transient. */
export function isTransientError(error: unknown): boolean {
  return TRANSIENT.has(systemCode(error) ?? "");
}
