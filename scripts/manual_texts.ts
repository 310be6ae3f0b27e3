/** What the manual page and docs/reference.md say besides the commands. */
import { commands } from "../src/cli/command_table.ts";
import type { Command } from "../src/cli/command_types.ts";
import { ENVIRONMENT } from "../src/platform/variables.ts";

/** A command with its texts. */
export interface ExplainedCommand {
  readonly name: string;
  readonly brief: string;
  readonly spec: Command["spec"];
}

/** The commands that are not hidden. */
export async function explainedCommands(): Promise<ExplainedCommand[]> {
  const shown = Object.entries(commands).filter(([, { isHidden }]) =>
    !isHidden
  );
  return await Promise.all(shown.map(async ([name, { brief, load }]) => {
    const { spec } = await load();
    return { name, brief, spec };
  }));
}

/** The exit statuses and their meanings. */
export const EXIT_STATUSES: ReadonlyMap<number, string> = new Map([
  [0, "Success."],
  [
    1,
    "Failure: in the file, the profile, at STS or in the network. For status, " +
    "the session has expired; for doctor, an error was found.",
  ],
  [
    2,
    "The command line is wrong, or there is no usable MFA code. STS was not " +
    "asked, and the file is unchanged.",
  ],
  [130, "Interrupted by Ctrl-C or Ctrl-\\. The file is unchanged."],
  [
    143,
    "Ended by SIGTERM, or by SIGHUP when the terminal was closed. The file is " +
    "unchanged.",
  ],
]);

/** The variables of the AWS SDKs that updsts follows. */
export const VARIABLES: readonly string[] = [
  ...ENVIRONMENT.filter((name) => /^AWS_/.test(name)),
  ...["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"],
];

/** The files of AWS, and what they are for. */
export const FILES: ReadonlyMap<string, string> = new Map([
  [
    "~/.aws/credentials",
    "The credentials file, unless -c or AWS_SHARED_CREDENTIALS_FILE names " +
    "another.",
  ],
  [
    "~/.aws/config",
    "Settings and roles, unless AWS_CONFIG_FILE names another file. It is " +
    "never written.",
  ],
]);

/** Tasks and the commands for them. */
export const EXAMPLES: ReadonlyMap<string, string> = new Map([
  [
    "Get a session and use it",
    "updsts get default && aws --profile default_sts s3 ls",
  ],
  [
    "Get a session only if the one in the file expires within ten minutes",
    "updsts get default --if-expires-within 10m",
  ],
  ["Assume the role of a profile in ~/.aws/config", "updsts get admin"],
  [
    "Take the MFA code from another program",
    "op item get AWS --otp | updsts get default -t -",
  ],
  [
    "Put the session into the environment of a shell",
    'eval "$(updsts export default_sts --format env)"',
  ],
  ["Find what makes AWS tools fail", "updsts doctor"],
]);
