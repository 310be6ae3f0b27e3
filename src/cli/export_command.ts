import { buildCommand, type Command } from "@stricli/core";
import {
  type CliContext,
  commonAliases,
  commonFlags,
  text,
} from "./common_flags.ts";
import type { ExportFlags } from "./export.ts";
import { KEY_FORMATS } from "./key_format_names.ts";

/** `updsts export` as typed and explained; what it does is loaded when it is run. */
export const exportCommand: Command<CliContext> = buildCommand<
  ExportFlags,
  [],
  CliContext
>({
  docs: {
    brief: "Print a profile's keys for another program, secrets included",
    fullDescription: [
      "Prints the credentials of a profile, secrets included: a session of updsts, or any",
      "profile with keys. Only export and get --format print secrets.",
      "",
      "  process: credential_process = updsts export -n NAME --format process in ~/.aws/config",
      '  env: eval "$(updsts export -n NAME --format env)" in sh, bash and zsh',
      "  env-no-export: lines NAME=value for docker --env-file and systemd EnvironmentFile",
      "  fish: updsts export -n NAME --format fish | source",
      "  powershell: updsts export -n NAME --format powershell | Invoke-Expression",
      "  cmd: for /f \"delims=\" %i in ('updsts export -n NAME --format cmd') do @%i",
      "  json: for other programs, by the names that list --json has",
    ].join("\n"),
    customUsage: [
      "-n NAME --format FORMAT [-c FILE] [--to-terminal]",
    ],
  },
  parameters: {
    flags: {
      profile: {
        ...text,
        placeholder: "NAME",
        brief: "The profile whose keys are wanted",
      },
      format: {
        kind: "enum",
        values: KEY_FORMATS,
        optional: true,
        placeholder: "FORMAT",
        brief: "Who is to read them; there is no default but --json",
      },
      toTerminal: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Print even where standard output is a terminal",
      },
      ...commonFlags,
    },
    aliases: { n: "profile", ...commonAliases },
  },
  loader: async () => {
    const { exportKeys } = await import("./export.ts");
    return function (flags) {
      return exportKeys(this.begin(flags), flags);
    };
  },
});
