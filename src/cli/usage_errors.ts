import {
  AliasNotFoundError,
  ArgumentParseError,
  ArgumentScannerError,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
} from "@stricli/core";
import { UpdstsError } from "../errors.ts";
import { closestMatch } from "../util/closest_match.ts";
import { isShowable, unknownWord } from "./wrong_word.ts";
import { unexpectedError } from "./unexpected_error.ts";

/** A first word that is no command. */
export function unknownCommand(
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
  // The parser offers what is far from it, too: "clean" for "help".
  const offered = corrections.map((each) => each.replaceAll("`", ""));
  const meant = isShowable(input)
    ? closestMatch(input, [...offered, "help", "version"])
    : undefined;
  return new UpdstsError(
    "usage",
    isShowable(input)
      ? `there is no command "${input}"`
      : "there is no such command",
    meant ? `did you mean "${meant}"?` : '"updsts --help" shows the commands',
  );
}

/** Values are left out of these messages: one of them may be a code or a key. */
export function badArguments(error: unknown, command: string): UpdstsError {
  const [message, hint = `"updsts ${command} --help" shows the options`] =
    explainUsageError(error) ?? [];
  return message === undefined
    ? unexpectedError(error)
    : new UpdstsError("usage", message, hint);
}

/** Told apart by class: the executable has other names for the classes. */
function explainUsageError(
  error: unknown,
): [message: string, hint?: string] | undefined {
  if (error instanceof FlagNotFoundError) {
    // The parser offers what is far from it, too: "--profile" for "--fix".
    const meant = closestMatch(error.input, error.corrections.map(asTyped));
    const message = `there is no option --${error.input}`;
    return meant ? [message, `did you mean --${meant}?`] : [message];
  }
  if (error instanceof AliasNotFoundError) {
    return [`there is no option -${error.input}`];
  }
  if (error instanceof UnsatisfiedFlagError) {
    return [`--${asTyped(error.externalFlagName)} is missing, or its value is`];
  }
  if (error instanceof UnexpectedFlagError) {
    return [`--${asTyped(error.externalFlagName)} was given twice`];
  }
  if (error instanceof UnexpectedPositionalError) {
    return [unknownWord("argument", error.input, [])];
  }
  if (error instanceof ArgumentParseError) {
    const name = asTyped(error.externalFlagNameOrPlaceholder);
    return [`the value of --${name} can't be used`];
  }
  if (error instanceof EnumValidationError) {
    return [
      unknownWord(
        asTyped(error.externalFlagName),
        error.input,
        error.values,
      ),
      `it is one of ${error.values.join(", ")}`,
    ];
  }
  if (error instanceof InvalidNegatedFlagSyntaxError) {
    return [`--${asTyped(error.externalFlagName)} takes no value`];
  }
  return error instanceof ArgumentScannerError
    ? ["an argument is missing, or can't be used"]
    : undefined;
}

/** `mcpServer` as people type it: `mcp-server`. */
function asTyped(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
