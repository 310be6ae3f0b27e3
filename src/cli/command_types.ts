import type { Services } from "../operations/services.ts";
import type { CredentialStore } from "../operations/credential_store.ts";
import type { Log } from "../util/log.ts";
import type { Flags, Values } from "./command_line_types.ts";
import type { CommandName, COMMON, OptionKey } from "./options.ts";
import type { Runtime } from "./runtime.ts";

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
  readonly description: readonly string[];
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
  /** @returns The exit status, where it is part of the result. */
  run(
    context: CommandContext,
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

/** The credentials file of a command. */
interface OpenedCredentials {
  readonly path: string;
  readonly store: CredentialStore;
  /** Whether the file may be missing: a file that `-c` names may not. */
  readonly isFileOptional: boolean;
}

/** What every command is run with. */
export interface CommandContext {
  readonly runtime: Runtime;
  readonly log: Log;
  readonly services: Services;
  readonly color: boolean;
  /** The commands that help and completions show. */
  shownCommands(): [name: string, brief: string][];
  findCommand(name: string): CommandEntry | undefined;
  /** Opens the credentials file of `-c`, else the default one. */
  openCredentials(): OpenedCredentials;
  /** Shows a status line until the work ends. */
  withStatus<T>(text: string, work: Promise<T>): Promise<T>;
}
