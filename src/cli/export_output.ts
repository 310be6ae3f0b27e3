import { UpdstsError } from "../errors.ts";
import type { Credentials } from "../operations/read_credentials.ts";
import type { Runtime } from "./runtime.ts";
import {
  isKeyFormat,
  KEY_FORMATS,
  type KeyFormat,
  keyFormats,
} from "./export_formats.ts";
import type { Flags } from "./command_line_types.ts";
import { choose } from "./usage_errors.ts";

/**
 * Checks the options before anything is read, and before the prompt.
 *
 * @param command The command, for messages.
 * @returns Prints credentials, all or nothing.
 * @throws {UpdstsError} `usage` where the format is wrong, or where standard output
 * is a terminal and the user did not ask for that.
 */
export function openKeyOutput(
  command: string,
  flags: Flags<"export">,
  { stdout }: Pick<Runtime, "stdout">,
): (credentials: Credentials, profileName: string) => void {
  const format = formatOf(flags);
  if (stdout.isTerminal && !flags.toTerminal) {
    throw new UpdstsError(
      "usage",
      `${command} prints secrets, and standard output is a terminal`,
      "pass the output to a program, or add --to-terminal",
    );
  }
  return (credentials, profileName) =>
    stdout.write(keyFormats[format](credentials, profileName));
}

function formatOf({ format, json }: Flags<"export">): KeyFormat {
  const chosen = format ?? (json ? "json" : undefined);
  if (chosen === undefined || !isKeyFormat(chosen)) {
    throw new UpdstsError("usage", "--format is missing", choose(KEY_FORMATS));
  }
  if (json && chosen !== "json" && chosen !== "process") {
    throw new UpdstsError(
      "usage",
      `--json and --format ${chosen} cannot be combined`,
      "remove one of them",
    );
  }
  return chosen;
}
