import type { CliSession } from "./context.ts";
import type { COMMON, Flags, OptionKey, Values } from "./options.ts";
import type { CommandName } from "./options.ts";

/** What help, manual page and completions say of an option. */
export interface OptionText {
  readonly brief: string;
  /** What applies where it is not given. */
  readonly default?: string;
  /** The values that it takes; others are refused. */
  readonly choices?: readonly string[];
}

/** A word that a command takes without an option. */
export interface Operand {
  readonly name: string;
  readonly brief: string;
  /** What completions propose; the command itself refuses others. */
  readonly choices?: readonly string[];
}

/** What is said of a command. */
export interface CommandSpec<C extends CommandName = CommandName> {
  /** What may follow the command's name, a line for each use. */
  readonly usage: readonly string[];
  /** Paragraphs, and lines that stay as they are: those with an indent. */
  readonly description?: readonly string[];
  readonly examples?: readonly string[];
  readonly operands?: readonly Operand[];
  /** Those of its own, in the order in which they are shown. */
  readonly options: OptionTexts<
    Exclude<keyof Flags<C>, typeof COMMON[number]>
  >;
}

type OptionTexts<K extends OptionKey> = { readonly [k in K]: OptionText };

/** A command, loaded when it is run or explained. */
export interface Command {
  readonly spec: Omit<CommandSpec, "options"> & {
    readonly options: Partial<OptionTexts<OptionKey>>;
  };
  /** Runs it; `words` are those that are no option's. */
  run(
    cli: CliSession,
    flags: Values,
    words: readonly string[],
  ): Promise<void> | void;
}

/** A command as the table has it. */
export interface CommandEntry {
  readonly brief: string;
  /** Is it for scripts only? */
  readonly isHidden?: true;
  load(): Promise<Command>;
}

/** The commands by name. */
export type CommandTable = Readonly<Record<CommandName, CommandEntry>>;

/** What is said of the options that most commands have. */
export const COMMON_TEXTS: OptionTexts<typeof COMMON[number]> = {
  credentialFile: {
    brief: "The credentials file",
    default: "AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/credentials",
  },
  verbose: {
    brief: "1 says what it does, 2 adds what helps to debug",
    default: "0",
  },
  json: { brief: "One JSON document on standard output" },
  help: { brief: "Print this help" },
};
