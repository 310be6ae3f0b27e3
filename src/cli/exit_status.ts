import type { UpdstsError } from "../errors.ts";
import { Interruption } from "../platform/interruption.ts";

/** The exit status of a run that ended well. */
export const DONE = 0;
/** That of a run that could not do its work, or of a session that has expired. */
export const FAILED = 1;
/** That of a command line that is wrong. */
export const WRONG_USAGE = 2;

/** The one place where a failure becomes an exit status. */
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

/** Its cause has it where a failure says what the interruption means. */
function interruptionOf(failure: UpdstsError): Interruption | undefined {
  return [failure, failure.cause].find((each) => each instanceof Interruption);
}
