import { UpdstsError } from "../errors.ts";
import { INTERNAL_ERROR } from "../util/internal_error.ts";
import { closestMatch } from "../util/closest_match.ts";
import type { Command } from "./command_types.ts";
import type { Fault, Values } from "./command_line_types.ts";
import type { OptionKey } from "./options.ts";
import { namesOf, optionsOf } from "./parse_args.ts";

/** The error for a first word that is not a command. */
export function unknownCommand(
  name: string,
  known: readonly string[],
): UpdstsError {
  if (name.startsWith("-")) {
    return new UpdstsError(
      "usage",
      "an option is given instead of a command",
      "write the command first: updsts COMMAND OPTIONS",
    );
  }
  const [meant] = isShowable(name) ? suggest(name, known) : [];
  return new UpdstsError(
    "usage",
    isShowable(name) ? `unknown command "${name}"` : "unknown command",
    meant
      ? `did you mean "${meant}"?`
      : 'run "updsts --help" to see the commands',
  );
}

/** These messages contain no value: it may be an MFA code or a key. */
export function wrongOption(
  { kind, option }: Fault,
  command: string,
): UpdstsError {
  const [message, hint = `run "updsts ${command} --help" to see the options`] =
    explain(kind, option, command);
  return new UpdstsError("usage", message, hint);
}

function explain(
  kind: Fault["kind"],
  option: string,
  command: string,
): [message: string, hint?: string] {
  switch (kind) {
    case "unknown option": {
      if (!/^(--[a-z][a-z_-]{0,29}|-[a-z])$/i.test(option)) {
        return ["unknown option"];
      }
      const known = optionsOf(command).flatMap(namesOf)
        .filter((name) => name.startsWith("--")).map((name) => name.slice(2));
      const meant = option.startsWith("--")
        ? suggest(option.slice(2), known).map((name) => `--${name}`)
        : [];
      const message = `unknown option ${option}`;
      return meant.length > 0
        ? [message, `did you mean ${meant.join(" or ")}?`]
        : [message];
    }
    case "missing value":
      return [`${option} needs a value`];
    case "unexpected value":
      return [`${option} takes no value`];
    case "MFA code":
      return [
        "an MFA code is given instead of a profile",
        "pass an MFA code with -t CODE, and a profile with such a name with -n NAME",
      ];
    case "different values":
      return [
        "more than one profile is given",
        `give one: updsts ${command} NAME`,
      ];
  }
}

/** Refuses values that an option does not allow, and surplus operands. */
export function checkValues(
  spec: Command["spec"],
  values: Values,
  operands: readonly string[],
): void {
  for (const [key, { choices }] of Object.entries(spec.options)) {
    const value = values[key as OptionKey];
    if (!choices || typeof value !== "string") continue;
    if (!choices.includes(value)) throw unknownWord(key, value, choices);
  }
  const word = operands[spec.operands?.length ?? 0];
  if (word !== undefined) throw unknownWord("argument", word, []);
}

/** Refuses a command line without the profile that the command needs. */
export function requireProfile(
  profile: string | undefined,
  command: string,
): string {
  if (profile !== undefined) return profile;
  throw new UpdstsError(
    "usage",
    "no profile is given",
    `name it: updsts ${command} NAME`,
  );
}

/**
 * The error for an unknown word; it suggests the closest known words. The word
 * is shown only if it can't be an MFA code, a key or a TOTP secret.
 *
 * @param kind The kind of word: `client`.
 * @param hint By default the known words.
 */
export function unknownWord(
  kind: string,
  word: string,
  known: readonly string[],
  hint: string | undefined = known.length > 0 ? choose(known) : undefined,
): UpdstsError {
  if (!isShowable(word)) {
    return new UpdstsError("usage", `unknown ${kind}`, hint);
  }
  const meant = suggest(word, known);
  const question = meant.length > 0 ? `: ${meant.join(" or ")}?` : "";
  return new UpdstsError("usage", `unknown ${kind} "${word}"${question}`, hint);
}

/** Names in a message; a file may have thousands. */
export function shortList(names: readonly string[]): string {
  return [...names.slice(0, 10), ...names.length > 10 ? ["…"] : []].join(", ");
}

/** The hint with the words to choose from. */
export function choose(known: readonly string[]): string {
  return `choose one of ${known.join(", ")}`;
}

/** The known words that begin with a word; else the closest one. */
function suggest(word: string, known: readonly string[]): string[] {
  const begun = known.filter((each) => each.startsWith(word));
  const closest = begun.length > 0 ? undefined : closestMatch(word, known);
  return closest === undefined ? begun : [closest];
}

/** All known words are short and of lower-case letters; keys and MFA codes are not. */
function isShowable(word: string): boolean {
  return /^[a-z][a-z-]{0,14}$/.test(word);
}

/** Replaces an error that no command expects; its text may contain a secret. */
export function unexpectedError(error: unknown): UpdstsError {
  if (error instanceof UpdstsError) return error;
  const message = error instanceof Deno.errors.NotCapable
    ? "this run of updsts lacks a permission that it needs"
    : INTERNAL_ERROR;
  return new UpdstsError(
    "internal",
    message,
    "run it again with -v 2 to see where it happened",
    { cause: error },
  );
}
