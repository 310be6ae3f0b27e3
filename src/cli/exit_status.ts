import type { ErrorCode } from "../errors.ts";

/** The exit status of a run that ended well. */
export const DONE = 0;

/** The one place where a kind of failure becomes an exit status. */
export function exitStatus(code: ErrorCode): number {
  switch (code) {
    case "usage":
      return 2;
    case "interrupted":
      return 130;
    default:
      return 1;
  }
}
