/**
 * Replaces src/executable/run_grants.ts in an executable, and prints the
 * permissions with which the command line and the files are parsed.
 */
import type { PathEnvironment } from "../../src/platform/aws_paths.ts";
import { printStates } from "./permission_states.ts";

export function runGrants(
  _args: string[],
  { home }: PathEnvironment,
): never {
  printStates(home()!);
}
