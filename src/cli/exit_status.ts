import type { UpdstsError } from "../errors.ts";
import { Interruption } from "../platform/interruption.ts";

/** The exit status of a run that ended well. */
export const DONE = 0;

/** The one place where a failure becomes an exit status. */
export function exitStatus(failure: UpdstsError): number {
  switch (failure.code) {
    case "usage":
      return 2;
    case "interrupted":
      return interruptionOf(failure)?.exitStatus ?? 130;
    default:
      return 1;
  }
}

/** Its cause has it where a failure says what the interruption means. */
function interruptionOf(failure: UpdstsError): Interruption | undefined {
  return [failure, failure.cause].find((each) => each instanceof Interruption);
}
