import { checkProfileName } from "../../operations/check_request.ts";
import { readCredentials } from "../../operations/read_credentials.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import { FORMAT_NAMES, openKeyOutput } from "../export_formats.ts";
import type { Flags } from "../command_line_types.ts";
import { requireProfile } from "../usage_errors.ts";

export const spec: CommandSpec<"export"> = {
  usage: ["NAME --format FORMAT [-c FILE] [--to-terminal]"],
  description: [
    "Prints the credentials of a profile, secrets included: a session of updsts, " +
    "or any profile with keys. Only export and get --format print secrets.",
    "",
    "  process: credential_process = updsts export NAME --format process in ~/.aws/config",
    '  env: eval "$(updsts export NAME --format env)" in sh, bash and zsh',
    "  env-no-export: lines NAME=value for docker --env-file and systemd EnvironmentFile",
    "  fish: updsts export NAME --format fish | source",
    "  powershell: updsts export NAME --format powershell | Invoke-Expression",
    "  cmd: for /f \"delims=\" %i in ('updsts export NAME --format cmd') do @%i",
    "  json: for other programs, with the names of list --json",
  ],
  options: {
    profile: { brief: "The profile whose keys to print" },
    format: {
      brief:
        "The output format, which is required; --json is the same as --format json",
      choices: FORMAT_NAMES,
    },
    toTerminal: { brief: "Print even if standard output is a terminal" },
  },
};

export async function run(
  context: CommandContext,
  flags: Flags<"export">,
): Promise<void> {
  const profileName = requireProfile(flags.profile, "export");
  const print = openKeyOutput("export", flags, context.runtime);
  checkProfileName(profileName);
  const credentials = await readCredentials(profileName, {
    ...context.openCredentials(),
    inspectConfig: context.services.inspectConfig,
    now: context.runtime.now,
  });
  print(credentials, profileName);
}
