import { ENVIRONMENT } from "../platform/variables.ts";
import { VERSION } from "../version.ts";
import type { Command, CommandContext, OptionText } from "./command_types.ts";
import {
  allNames,
  COMMON_TEXTS,
  describe,
  operandName,
  SUMMARY,
} from "./help.ts";
import { type OptionKey, OPTIONS, type OptionSyntax } from "./options.ts";

/** When the texts of the page last changed. */
const DATE = "2026-11-26";

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
  ...ENVIRONMENT.filter((name) => /^AWS_/.test(name)).sort(),
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
const EXAMPLES: readonly [task: string, command: string][] = [
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
];

/** The help texts of a command. */
export interface ExplainedCommand {
  readonly name: string;
  readonly spec: Command["spec"];
}

/** Loads the help texts of the commands that are not hidden. */
export async function explainedCommands(
  { shownCommands, findCommand }: Pick<
    CommandContext,
    "shownCommands" | "findCommand"
  >,
): Promise<ExplainedCommand[]> {
  const explained = shownCommands().map(async ([name]) => {
    const { spec } = await findCommand(name)?.load() ?? {};
    return spec ? [{ name, spec }] : [];
  });
  return (await Promise.all(explained)).flat();
}

/** The manual page, for man. */
export function manPage(commands: readonly ExplainedCommand[]): string {
  return [
    `.TH UPDSTS 1 "${DATE}" "updsts ${VERSION}"`,
    // Without these, groff breaks an option at its hyphens.
    ".nh",
    ".ad l",
    ".SH NAME",
    `updsts \\- ${escape(SUMMARY)}`,
    ".SH SYNOPSIS",
    ...commands.flatMap(synopsis).slice(1),
    ".SH DESCRIPTION",
    "updsts gets AWS STS sessions with an MFA code, and writes each into its own",
    "block of the AWS credentials file.",
    ".SH COMMANDS",
    ...commands.flatMap(section),
    ".SH COMMON OPTIONS",
    ...options("", COMMON_TEXTS),
    ".PP",
    "Options may be written with underscores in place of hyphens, and as",
    "\\fB\\-\\-option=VALUE\\fR.",
    ".SH EXIT STATUS",
    ...[...EXIT_STATUSES].flatMap(([status, meaning]) =>
      entry(`.B ${status}`, meaning)
    ),
    ".SH ENVIRONMENT",
    "updsts follows these variables as the AWS SDKs do:",
    VARIABLES.map((name) => `\\fB${name}\\fR`).join(",\n") + ".",
    ".SH FILES",
    ...[...FILES].flatMap(([path, text]) => entry(`.I ${path}`, text)),
    ".SH EXAMPLES",
    ...EXAMPLES.flatMap(([task, command]) => [
      ".TP",
      escape(`${task}:`),
      `.B "${escape(command).replaceAll('"', "\\(dq")}"`,
    ]),
    ".SH SEE ALSO",
    ".BR aws (1)",
  ].map((line) => `${line}\n`).join("");
}

/** As the command's help has it. */
function synopsis({ name, spec }: ExplainedCommand): string[] {
  return spec.usage.flatMap((usage) => [
    ".br",
    escape(`updsts ${name} ${usage}`.trimEnd()),
  ]);
}

function section({ name, spec }: ExplainedCommand): string[] {
  const { description, examples } = spec;
  return [
    `.SS updsts ${escape(name)}`,
    ...paragraphs(description),
    ...examples ? paragraphs(["", ...examples.map((each) => `  ${each}`)]) : [],
    ...options(name, spec.options),
  ];
}

/** Lines with an indent are examples: each stays a line. */
function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text, at) => {
    if (text === "") return [".PP"];
    const isExample = text.startsWith(" ") && texts[at - 1] !== "";
    return [...isExample ? [".br"] : [], escape(text.trim())];
  });
}

function options(
  command: string,
  texts: Partial<Record<OptionKey, OptionText>>,
): string[] {
  return (Object.entries(texts) as [OptionKey, OptionText][]).flatMap(
    ([key, text]) => {
      const { value }: OptionSyntax = OPTIONS[key];
      const names = [
        ...operandName(command, key).map((name) => `\\fI${name}\\fR`),
        ...allNames(key).map((name) => `\\fB${escape(name)}\\fR`),
      ];
      return entry(
        names.join(", ") + (value ? ` \\fI${escape(value)}\\fR` : ""),
        describe(text),
      );
    },
  );
}

/** An entry of a list: its term in roff, and its text. */
function entry(term: string, text: string): string[] {
  return [".TP", term, escape(text)];
}

/** Nothing of the text is a command to roff, and its hyphens can be copied. */
function escape(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-")
    .replace(/^[.']/, "\\&$&")
    .replace(
      /[^\x20-\x7e]/gu,
      (c) =>
        `\\[u${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}
