import { sleep } from "../util/sleep.ts";
import { systemCode } from "./fs_errors.ts";

/** Errors that are likely to pass: of a network file system, or of a busy machine. */
const TRANSIENT = new Set([
  "EAGAIN",
  "EBUSY",
  "EINTR",
  "EMFILE",
  "ENFILE",
  "ESTALE",
]);

/** Milliseconds; each wait is twice the one before, 2.5 seconds in all. */
const FIRST_WAIT = 10;
const LAST_WAIT = 1_280;

/**
 * Does one step of a write, and does it again for a moment where the error is
 * transient: a session that STS has given is lost with a step that fails.
 *
 * @param step What to do; it must be safe to repeat after a failure.
 * @param isTransient Which errors are likely to pass.
 */
export async function retry<T>(
  step: () => T | Promise<T>,
  isTransient: (error: unknown) => boolean = isLikelyToPass,
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
export function isLikelyToPass(error: unknown): boolean {
  return TRANSIENT.has(systemCode(error) ?? "");
}
