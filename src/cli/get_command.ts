import { buildCommand, type Command } from "@stricli/core";
import {
  type CliContext,
  commonAliases,
  commonFlags,
  text,
} from "./common_flags.ts";
import type { GetFlags } from "./get.ts";
import { KEY_FORMATS } from "./key_format_names.ts";

/** `updsts get` as typed and explained; what it does is loaded when it is run. */
export const getCommand: Command<CliContext> = buildCommand<
  GetFlags,
  [],
  CliContext
>({
  docs: {
    brief: "Get an STS session for a profile and write it",
    fullDescription: [
      "Asks AWS STS for a session with a one-time code of the profile's MFA device, and",
      "writes it into the credentials file as the profile NAME_sts. A profile of",
      "~/.aws/config that names a role_arn and a source_profile has its role assumed.",
      "Also written: -sn NAME for --sts-profile-name, and --profile_name, --totp_token,",
      "--sts_profile_name, --credential_file.",
      "",
      "Examples:",
      "  updsts get -n default",
      "  updsts get -n work -t 012345 -sn work_mfa -d 43200",
    ].join("\n"),
    customUsage: [
      "-n NAME [-t CODE] [-sn NAME] [-d SECONDS] [-c FILE]",
      "-n NAME --if-expires-within SECONDS [-t CODE] …",
      "-n NAME --format FORMAT [-t CODE] [--to-terminal] …",
      "-n NAME --role-arn ARN [--role-session-name NAME] [--external-id ID] …",
    ],
  },
  parameters: {
    flags: {
      profile: {
        ...text,
        placeholder: "NAME",
        brief: "The profile with the long-lived keys, or that of a role",
      },
      totpToken: {
        ...text,
        optional: true,
        placeholder: "CODE",
        brief:
          "The six digits of the MFA device [asked for at a terminal]; - reads a line of standard input",
      },
      stsProfileName: {
        ...text,
        optional: true,
        placeholder: "NAME",
        brief: "The profile to write [the source profile's name and _sts]",
      },
      duration: {
        ...text,
        optional: true,
        placeholder: "SECONDS",
        brief:
          "How long the session lasts, 900 to 129600; with a role to 43200 [3600, or duration_seconds of a role's profile]",
      },
      ifExpiresWithin: {
        ...text,
        optional: true,
        placeholder: "SECONDS",
        brief:
          "Do nothing while the session in the file lasts longer than this",
      },
      format: {
        kind: "enum",
        values: KEY_FORMATS,
        optional: true,
        placeholder: "FORMAT",
        brief:
          "Print the session's keys, secrets included; a new session only where the one in the file ends within five minutes",
      },
      toTerminal: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Print them even where standard output is a terminal",
      },
      roleArn: {
        ...text,
        optional: true,
        placeholder: "ARN",
        brief: "Assume this role with the profile's keys and MFA device",
      },
      roleSessionName: {
        ...text,
        optional: true,
        placeholder: "NAME",
        brief: "What the role's session is called in CloudTrail [updsts]",
      },
      externalId: {
        ...text,
        optional: true,
        placeholder: "ID",
        brief: "What the role's owner told you to give",
      },
      ...commonFlags,
    },
    aliases: { n: "profile", t: "totpToken", d: "duration", ...commonAliases },
  },
  loader: async () => {
    const { get } = await import("./get.ts");
    return function (flags) {
      return get(this.begin(flags), flags);
    };
  },
});
