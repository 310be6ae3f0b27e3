import {
  ArgumentScannerError,
  formatMessageForArgumentScannerError,
} from "@stricli/core";
import { UpdstsError } from "../errors.ts";
import { nearest } from "../nearest.ts";

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
  const meant = nearest(input, offered);
  return new UpdstsError(
    "usage",
    // Digits may be a code in the wrong place.
    /^\d+$/.test(input)
      ? "there is no such command"
      : `there is no command "${input}"`,
    meant ? `did you mean "${meant}"?` : '"updsts --help" shows the commands',
  );
}

/** Values are left out of these messages: one of them may be a code or a key. */
export function badArguments(error: unknown, command: string): UpdstsError {
  if (!(error instanceof ArgumentScannerError)) return unforeseen(error);
  let hint = `"updsts ${command} --help" shows the options`;
  const message = formatMessageForArgumentScannerError(error, {
    FlagNotFoundError({ input, corrections }) {
      if (corrections.length > 0) {
        hint = `did you mean --${corrections.map(asTyped).join(" or --")}?`;
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
    EnumValidationError({ externalFlagName, values }) {
      hint = `it is one of ${values.join(", ")}`;
      return `the value of --${externalFlagName} can't be used`;
    },
    InvalidNegatedFlagSyntaxError: ({ externalFlagName }) =>
      `--${externalFlagName} takes no value`,
  });
  return new UpdstsError("usage", message, hint);
}

/** A failure that no command foresaw. */
export function unforeseen(error: unknown): UpdstsError {
  if (error instanceof UpdstsError) return error;
  const message = error instanceof Deno.errors.NotCapable
    ? "this run of updsts lacks a permission that it needs"
    : "a fault of updsts itself";
  return new UpdstsError("internal", message, "-v 2 shows where it happened", {
    cause: error,
  });
}

/** `mcpServer` as people type it: `mcp-server`. */
function asTyped(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
