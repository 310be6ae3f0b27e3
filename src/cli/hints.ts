import {
  type CommandName,
  formatHint,
  type Hint,
  type ParameterName,
  type RecommendedRequest,
} from "../errors.ts";
import { getCommandLine } from "../platform/get_command_line.ts";
import { quoteWords } from "../platform/quote_words.ts";
import type { OptionKey } from "./options.ts";
import { namesOf } from "./parse_args.ts";

/** Formats a hint with the options and commands of the command line. */
export function hintText(hint: Hint): string {
  return formatHint(hint, {
    parameter: ({ name }) => optionOf(name),
    with_parameter: ({ name, value }) => withOption(name, value),
    command: ({ name }) => `"${COMMANDS[name]}"`,
    get: ({ request }) => `"${getCommand(request)}"`,
    permission: ({ flags }) =>
      flags === undefined
        ? "start updsts again: it determines its permissions at the start"
        : `give ${flags}`,
  });
}

const OPTIONS: Record<ParameterName, OptionKey> = {
  stsProfileName: "stsProfileName",
  duration: "duration",
  ifExpiresWithin: "ifExpiresWithin",
  credentialsFile: "credentialFile",
  defaultCredentialsFile: "credentialFile",
  mfaCode: "totpToken",
};

function optionOf(name: ParameterName): string {
  return namesOf(OPTIONS[name])[0]!;
}

const COMMANDS: Record<CommandName, string> = {
  list: "updsts list",
  clean: "updsts clean",
  doctor_fix: "updsts doctor --fix",
};

function withOption(name: ParameterName, value: string | undefined): string {
  const option = optionOf(name);
  if (value !== undefined) return `with "${option} ${quoteWords([value])}"`;
  return name === "mfaCode"
    ? `with ${option} CODE, or with ${option} - on standard input`
    : `with ${option}`;
}

/**
 * A user may paste the command together with the quotes around it: there a
 * name that needs its own quotes could run code.
 */
function getCommand(request: RecommendedRequest | undefined): string {
  const line = request && getCommandLine(request);
  return line === undefined || line.includes("'") ? "updsts get" : line;
}
