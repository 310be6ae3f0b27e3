import { hintText } from "../../src/cli/hints.ts";
import type { Hint } from "../../src/errors.ts";

/** The hint as the command line words it; empty where there is none. */
export function hintOf({ hint = "" }: { hint?: Hint | undefined }): string {
  return hintText(hint);
}
