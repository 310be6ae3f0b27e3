import {
  type Application,
  ArgumentScannerError,
  buildApplication,
  buildCommand,
  buildRouteMap,
  type CommandContext,
  formatMessageForArgumentScannerError,
  text_en,
} from "@stricli/core";
import { UpdstsError } from "../errors.ts";
import type { GetFlags } from "./get.ts";
import type { McpFlags } from "./mcp.ts";
import type { CliSession, Flags } from "./run.ts";

/** What a command is given: the streams that the library wants, and a session. */
export interface CliContext extends CommandContext {
  /** Makes the session when the command's flags are known. */
  begin(flags: Flags): CliSession;
}

const text = { kind: "parsed", parse: String } as const;

const commonFlags = {
  credentialFile: {
    ...text,
    optional: true,
    placeholder: "FILE",
    brief:
      "The credentials file [AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/credentials]",
  },
  verbose: {
    ...text,
    default: "0",
    placeholder: "LEVEL",
    brief: "1 says what it does, 2 adds what helps to debug",
  },
  json: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "One JSON document on standard output",
  },
} as const;

const commonAliases = { c: "credentialFile", v: "verbose" } as const;

const getCommand = buildCommand<GetFlags, [], CliContext>({
  docs: {
    brief: "Get an STS session for a profile and write it",
    fullDescription: [
      "Asks AWS STS for a session with a one-time code of the profile's MFA device, and",
      "writes it into the credentials file as the profile NAME_sts.",
      "Also written: -sn NAME for --sts-profile-name, and --profile_name, --totp_token,",
      "--sts_profile_name, --credential_file.",
    ].join("\n"),
    customUsage: ["-n NAME [-t CODE] [-sn NAME] [-d SECONDS] [-c FILE]"],
  },
  parameters: {
    flags: {
      profile: {
        ...text,
        placeholder: "NAME",
        brief: "The profile that has the long-lived keys",
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
        default: "3600",
        placeholder: "SECONDS",
        brief: "How long the session lasts, 900 to 129600",
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

const listCommand = buildCommand<Flags, [], CliContext>({
  docs: {
    brief: "Show every profile, secrets masked, and what is left of sessions",
  },
  parameters: { flags: commonFlags, aliases: commonAliases },
  loader: async () => {
    const { list } = await import("./list.ts");
    return function (flags) {
      return list(this.begin(flags), flags);
    };
  },
});

const mcpCommand = buildCommand<McpFlags, string[], CliContext>({
  docs: {
    brief: "Show the MCP tools, serve them, or show how to set up a client",
    fullDescription: [
      "Without an option it shows the tools that AI agents get from the MCP server.",
      "With --mcp-server it serves them on standard input and output.",
      "With config CLIENT it shows what to run or to paste to set up an MCP client:",
      "claude-code, claude-desktop, codex, cursor, gemini or vscode.",
    ].join("\n"),
    customUsage: [
      "[--json]",
      "--mcp-server [-c FILE] [-v LEVEL] [--allow-form-elicitation]",
      "config CLIENT [-c FILE] [--allow-form-elicitation] [--json]",
    ],
  },
  parameters: {
    flags: {
      mcpServer: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Serve MCP on standard input and output",
      },
      allowFormElicitation: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief:
          "Let the client ask for the code in a form of its own, which then sees the code",
      },
      ...commonFlags,
    },
    positional: {
      kind: "array",
      parameter: {
        brief: "The word config, and a client",
        parse: String,
        placeholder: "config",
      },
    },
    aliases: commonAliases,
  },
  loader: async () => {
    const { mcp } = await import("./mcp.ts");
    return function (flags, ...words) {
      return mcp(this.begin(flags), flags, words);
    };
  },
});

/** The command table. A command line that it can't take goes to `refuse`. */
export function makeApplication(
  refuse: (error: UpdstsError) => void,
): Application<CliContext> {
  const refused = (error: UpdstsError) => {
    refuse(error);
    return "";
  };
  return buildApplication(
    buildRouteMap({
      routes: { get: getCommand, list: listCommand, mcp: mcpCommand },
      docs: {
        brief: "Keep AWS STS sessions fresh in the AWS credentials file",
        fullDescription: [
          "Keeps AWS STS sessions fresh in the AWS credentials file.",
          "",
          '"updsts COMMAND --help" explains a command, "updsts --version" says which updsts this is.',
        ].join("\n"),
      },
    }),
    {
      name: "updsts",
      scanner: { caseStyle: "allow-kebab-for-camel" },
      documentation: {
        caseStyle: "convert-camel-to-kebab",
        useAliasInUsageLine: true,
        onlyRequiredInUsageLine: true,
        disableAnsiColor: true,
      },
      localization: {
        text: {
          ...text_en,
          noCommandRegisteredForInput: ({ input, corrections }) =>
            refused(unknownCommand(input, corrections)),
          exceptionWhileParsingArguments: (error) =>
            refused(badArguments(error)),
          exceptionWhileRunningCommand: (error) => refused(unforeseen(error)),
          exceptionWhileLoadingCommandFunction: (error) =>
            refused(unforeseen(error)),
        },
      },
    },
  );
}

function unknownCommand(
  input: string,
  corrections: readonly string[],
): UpdstsError {
  if (input.startsWith("-")) {
    return new UpdstsError(
      "usage",
      "there is an option in the place of the command",
      "the command comes first: updsts COMMAND OPTIONS",
    );
  }
  return new UpdstsError(
    "usage",
    `there is no command "${input}"`,
    corrections.length > 0
      ? `did you mean ${corrections.join(" or ").replaceAll("`", '"')}?`
      : '"updsts --help" shows the commands',
  );
}

/** Values are left out of these messages: one of them may be a code or a key. */
function badArguments(error: unknown): UpdstsError {
  if (!(error instanceof ArgumentScannerError)) return unforeseen(error);
  let hint = '"updsts COMMAND --help" shows the options';
  const message = formatMessageForArgumentScannerError(error, {
    FlagNotFoundError({ input, corrections }) {
      if (corrections.length > 0) {
        hint = `did you mean --${corrections.join(" or --")}?`;
      }
      return `there is no option --${input}`;
    },
    AliasNotFoundError: ({ input }) => `there is no option -${input}`,
    UnsatisfiedFlagError: ({ externalFlagName }) =>
      `--${externalFlagName} is missing, or its value is`,
    UnexpectedFlagError: ({ externalFlagName }) =>
      `--${externalFlagName} was given twice`,
    UnexpectedPositionalError: () =>
      "there is an argument that belongs to no option",
    ArgumentParseError: ({ externalFlagNameOrPlaceholder }) =>
      `the value of --${externalFlagNameOrPlaceholder} can't be used`,
    InvalidNegatedFlagSyntaxError: ({ externalFlagName }) =>
      `--${externalFlagName} takes no value`,
  });
  return new UpdstsError("usage", message, hint);
}

function unforeseen(error: unknown): UpdstsError {
  if (error instanceof UpdstsError) return error;
  return new UpdstsError("internal", "a fault of updsts itself", undefined, {
    cause: error,
  });
}
