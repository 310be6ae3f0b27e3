import type { UpdstsError } from "../errors.ts";
import { Interruption } from "../platform/interruption.ts";

/** The exit status of a successful run. */
export const DONE = 0;
/** The exit status of a failed run, and of `status` without a valid session. */
export const FAILED = 1;
/** The exit status for a wrong command line. */
export const WRONG_USAGE = 2;

/** Maps a failure to the exit status. */
export function exitStatus(failure: UpdstsError): number {
  switch (failure.code) {
    case "usage":
      return WRONG_USAGE;
    case "interrupted":
      return interruptionOf(failure)?.exitStatus ?? 130;
    default:
      return FAILED;
  }
}

/** The failure itself, or the cause of a failure such as `not_saved`. */
function interruptionOf(failure: UpdstsError): Interruption | undefined {
  return [failure, failure.cause].find((each) => each instanceof Interruption);
}
