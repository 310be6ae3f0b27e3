/** The types of a command line that was parsed. */
import type {
  COMMAND_OPTIONS,
  CommandName,
  OptionKey,
  OPTIONS,
  OptionSyntax,
} from "./options.ts";

/** A fault of a command line, for the interface to word. */
export interface Fault {
  readonly kind:
    | "unknown option"
    | "missing value"
    | "unexpected value"
    | "different values"
    | "MFA code";
  /** The long name of the option; an unknown option as it was typed. */
  readonly option: string;
}

/** A command line that was parsed. */
export interface CommandLine {
  /** Empty if there is none, or an option in its place. */
  readonly command: string;
  readonly values: Values;
  /** The arguments that are neither options nor their values. */
  readonly operands: readonly string[];
  /** The option at the end that still needs its value, for completions. */
  readonly unfinished: OptionKey | undefined;
  /** The first fault, if any. */
  readonly fault: Fault | undefined;
}

/** The values of the options on a command line. */
export type Values = {
  readonly [K in OptionKey]?: ValueOf<typeof OPTIONS[K]>;
};

type ValueOf<O extends OptionSyntax> = O extends { repeatable: true }
  ? readonly string[]
  : O extends { value: string } ? string
  : boolean;

/** The values of the options of a command. */
export type Flags<C extends CommandName> = Pick<
  Values,
  typeof COMMAND_OPTIONS[C][number]
>;
