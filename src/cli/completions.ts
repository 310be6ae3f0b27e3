import { UpdstsError } from "../errors.ts";
import type { CliContext } from "./common_flags.ts";
import { completionScripts } from "./completion_scripts.ts";
import { unknownWord } from "./wrong_word.ts";

/** `updsts completions`: prints a shell's completion script. */
export function completions(
  { process }: CliContext,
  shell: string | undefined,
): void {
  const script = completionScripts.get(shell ?? "");
  if (script === undefined) {
    const shells = [...completionScripts.keys()];
    throw new UpdstsError(
      "usage",
      shell === undefined
        ? "the shell is missing"
        : unknownWord("shell", shell, shells),
      `it is one of ${shells.join(", ")}`,
    );
  }
  process.stdout.write(script);
}
