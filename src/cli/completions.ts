import { UpdstsError } from "../errors.ts";
import type { CliContext } from "./common_flags.ts";
import { completionScripts } from "./completion_scripts.ts";

/** `updsts completions`: prints a shell's completion script. */
export function completions(
  { process }: CliContext,
  shell: string | undefined,
): void {
  const script = completionScripts.get(shell ?? "");
  if (script === undefined) {
    throw new UpdstsError(
      "usage",
      "the shell is missing, or there are no completions for it",
      `it is one of ${[...completionScripts.keys()].join(", ")}`,
    );
  }
  process.stdout.write(script);
}
