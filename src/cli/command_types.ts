import type { CommandContext } from "./command_context.ts";
import type { Flags, Values } from "./command_line_types.ts";
import type { CommandName, COMMON, OptionKey } from "./options.ts";

/** The text about an option in help, manual page and completions. */
export interface OptionText {
  readonly brief: string;
  /** The default, in words. */
  readonly default?: string;
  /** The allowed values. */
  readonly choices?: readonly string[];
}

/** An argument that is neither an option nor the value of one. */
interface Operand {
  readonly name: string;
  readonly brief: string;
  /** Proposed by completions; the command itself refuses other values. */
  readonly choices?: readonly string[];
}

/** The help text of a command, as data. */
export interface CommandSpec<C extends CommandName = CommandName> {
  /** One line for each use, without the command's name. */
  readonly usage: readonly string[];
  /** Paragraphs; a line that begins with a space is not wrapped into others. */
  readonly description?: readonly string[];
  readonly examples?: readonly string[];
  readonly operands?: readonly Operand[];
  /** Its own options, in the order in which they are shown. */
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
  /**
   * Runs the command.
   *
   * @returns The exit status, where it is part of the result.
   */
  run(
    cli: CommandContext,
    flags: Values,
    operands: readonly string[],
  ): Promise<number | void> | void;
}

/** An entry of the table of commands. */
export interface CommandEntry {
  readonly brief: string;
  /** Hidden from help: it is for scripts only. */
  readonly isHidden?: true;
  load(): Promise<Command>;
}

/** The commands by name. */
export type CommandTable = Readonly<Record<CommandName, CommandEntry>>;

/** The texts about the options that most commands have. */
export const COMMON_TEXTS: OptionTexts<typeof COMMON[number]> = {
  credentialFile: {
    brief: "The credentials file",
    default: "AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/credentials",
  },
  verbose: {
    brief: "1 prints each step, 2 adds details for debugging",
    default: "0",
  },
  json: { brief: "One JSON document on standard output" },
  help: { brief: "Print this help" },
};
