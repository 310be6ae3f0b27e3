/**
 * The names of the options, as data; their help texts are in the commands'
 * files. The executable loads this before it narrows its permissions.
 */

/** The names of an option, in addition to `--profile` for `profile`. */
export interface OptionSyntax {
  /** The long name, where it is not that of the key. */
  readonly long?: `--${string}`;
  readonly short?: `-${string}`;
  /** The name of its value in help texts; absent if the option takes none. */
  readonly value?: string;
  readonly others?: readonly `--${string}`[];
  /** A repeated option keeps each value; otherwise the last one counts. */
  readonly repeatable?: true;
  /** Leaves `--t` to `--totp-token`, as in the Python updsts. */
  readonly neverShortened?: true;
}

export const OPTIONS = {
  profile: { short: "-n", value: "NAME", others: ["--profile-name"] },
  /** The same for commands that take several. */
  profiles: {
    short: "-n",
    long: "--profile",
    value: "NAME",
    others: ["--profile-name"],
    repeatable: true,
  },
  totpToken: { short: "-t", value: "CODE" },
  stsProfileName: { short: "-sn", value: "NAME" },
  duration: { short: "-d", value: "TIME" },
  ifExpiresWithin: { value: "TIME" },
  mfaSerial: { value: "ARN" },
  roleArn: { value: "ARN" },
  roleSessionName: { value: "NAME" },
  externalId: { value: "ID" },
  policyArn: { value: "ARN", repeatable: true, neverShortened: true },
  rolePolicyArn: { value: "ARN", repeatable: true, neverShortened: true },
  sourceIdentity: { value: "NAME", neverShortened: true },
  tag: { value: "KEY=VALUE", repeatable: true, neverShortened: true },
  transitiveTag: { value: "KEY", repeatable: true, neverShortened: true },
  live: {},
  dryRun: {},
  fix: {},
  mcpServer: {},
  allowFormElicitation: {},
  noPage: {},
  page: {},
  ignoreEmpty: { neverShortened: true },
  format: { value: "FORMAT" },
  toTerminal: { neverShortened: true },
  line: { value: "LINE" },
  credentialFile: { short: "-c", value: "FILE" },
  verbose: { short: "-v", value: "LEVEL" },
  json: {},
  help: { short: "-h" },
  version: { short: "-V" },
} as const satisfies Record<string, OptionSyntax>;

export type OptionKey = keyof typeof OPTIONS;

/** The options that most commands have. */
export const COMMON = ["credentialFile", "verbose", "json", "help"] as const;

/** The options of each command. */
export const COMMAND_OPTIONS = {
  get: [
    ...["profiles", "totpToken", "stsProfileName", "duration"] as const,
    ...["ifExpiresWithin", "page", "format", "toTerminal"] as const,
    ...["mfaSerial", "roleArn", "roleSessionName", "externalId"] as const,
    ...["policyArn", "sourceIdentity", "tag", "transitiveTag"] as const,
    ...COMMON,
  ],
  list: ["profiles", ...COMMON],
  status: ["profile", ...COMMON],
  clean: ["profile", "live", "dryRun", ...COMMON],
  doctor: ["fix", ...COMMON],
  mcp: [
    ...["mcpServer", "profiles", "rolePolicyArn"] as const,
    ...["allowFormElicitation", "noPage", "ignoreEmpty"] as const,
    ...COMMON,
  ],
  whoami: ["profile", ...COMMON],
  export: ["profile", "format", "toTerminal", ...COMMON],
  completions: ["help"],
  man: ["help"],
  complete: ["line", "help"],
} as const satisfies Record<string, readonly OptionKey[]>;

export type CommandName = keyof typeof COMMAND_OPTIONS;

/** The option that operands are values of: `updsts get NAME`. */
export const OPERAND_OPTIONS: Readonly<Record<string, OptionKey>> = {
  get: "profiles",
  list: "profiles",
  status: "profile",
  clean: "profile",
  whoami: "profile",
  export: "profile",
};
