/**
 * The options as they are typed, and nothing else: what else is known of them
 * is in the commands' own files. The executable reads this before it narrows
 * its permissions.
 */

/** How an option is typed: `--profile` for `profile`, and these. */
export interface OptionSyntax {
  readonly short?: `-${string}`;
  /** The name of its value in help texts; an option without one takes none. */
  readonly value?: string;
  readonly others?: readonly `--${string}`[];
  /** Is each value of a repeated option kept? Otherwise the last one is. */
  readonly repeatable?: true;
}

/** All options, in camel case. */
export const OPTIONS = {
  profile: { short: "-n", value: "NAME", others: ["--profile-name"] },
  totpToken: { short: "-t", value: "CODE" },
  stsProfileName: { short: "-sn", value: "NAME" },
  duration: { short: "-d", value: "SECONDS" },
  ifExpiresWithin: { value: "SECONDS" },
  roleArn: { value: "ARN" },
  roleSessionName: { value: "NAME" },
  externalId: { value: "ID" },
  dryRun: {},
  fix: {},
  mcpServer: {},
  allowFormElicitation: {},
  format: { value: "FORMAT" },
  toTerminal: {},
  line: { value: "LINE" },
  credentialFile: { short: "-c", value: "FILE" },
  verbose: { short: "-v", value: "LEVEL" },
  json: {},
  help: { short: "-h" },
  version: { short: "-V" },
} as const satisfies Record<string, OptionSyntax>;

/** An option's key in `OPTIONS`. */
export type OptionKey = keyof typeof OPTIONS;

/** The options that most commands have. */
export const COMMON = ["credentialFile", "verbose", "json", "help"] as const;

/** The options of each command. */
export const COMMAND_OPTIONS = {
  get: [
    ...["profile", "totpToken", "stsProfileName", "duration"] as const,
    ...["ifExpiresWithin", "roleArn", "roleSessionName", "externalId"] as const,
    ...COMMON,
  ],
  list: COMMON,
  clean: ["profile", "dryRun", ...COMMON],
  doctor: ["fix", ...COMMON],
  mcp: ["mcpServer", "allowFormElicitation", ...COMMON],
  whoami: ["profile", ...COMMON],
  export: ["profile", "format", "toTerminal", ...COMMON],
  completions: ["help"],
  man: ["help"],
  complete: ["line", "help"],
} as const satisfies Record<string, readonly OptionKey[]>;

/** The name of a command. */
export type CommandName = keyof typeof COMMAND_OPTIONS;

/** The option that a word without an option is the value of: `updsts get NAME`. */
export const OPERAND_OPTIONS: Readonly<Record<string, OptionKey>> = {
  get: "profile",
  clean: "profile",
  whoami: "profile",
  export: "profile",
};

/** What was typed, by the keys of the options. */
export type Values = {
  readonly [K in OptionKey]?: ValueOf<typeof OPTIONS[K]>;
};

type ValueOf<O extends OptionSyntax> = O extends { repeatable: true }
  ? readonly string[]
  : O extends { value: string } ? string
  : boolean;

/** What a command may find among the values. */
export type Flags<C extends CommandName> = Pick<
  Values,
  typeof COMMAND_OPTIONS[C][number]
>;
