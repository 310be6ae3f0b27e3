import { UpdstsError } from "../errors.ts";
import { closestMatch } from "../util/closest_match.ts";
import type { Command } from "./command.ts";
import type { OptionKey, Values } from "./options.ts";
import { type Fault, namesOf, optionsOf } from "./parse_args.ts";

/** A first word that is no command. */
export function unknownCommand(
  name: string,
  known: readonly string[],
): UpdstsError {
  if (name.startsWith("-")) {
    return new UpdstsError(
      "usage",
      "there is an option in the place of the command",
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

/** Values are left out of these messages: one of them may be a code or a key. */
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
    case "different values":
      return [
        "more than one profile is given",
        `give one: updsts ${command} NAME`,
      ];
  }
}

/** Refuses values that are no choice of their option, and words too many. */
export function checkValues(
  { options, operands = [] }: Command["spec"],
  values: Values,
  words: readonly string[],
): void {
  for (const [key, { choices }] of Object.entries(options)) {
    const value = values[key as OptionKey];
    if (!choices || typeof value !== "string") continue;
    if (!choices.includes(value)) throw unknownWord(key, value, choices);
  }
  const word = words[operands.length];
  if (word !== undefined) throw unknownWord("argument", word, []);
}

/** The profile that a command can't do without. */
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
 * Says that a word is unknown, and which known ones may be meant. The word is
 * shown only where it can be no MFA code, key or TOTP secret.
 *
 * @param kind What the word should be: `client`.
 * @param hint What is said besides; else the known words.
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

/** Says what may be given. */
export function choose(known: readonly string[]): string {
  return `choose one of ${known.join(", ")}`;
}

/** The known words that begin so; else the closest one. */
function suggest(word: string, known: readonly string[]): string[] {
  const begun = known.filter((each) => each.startsWith(word));
  const closest = begun.length > 0 ? undefined : closestMatch(word, known);
  return closest === undefined ? begun : [closest];
}

/** Short words of small letters, as all that can be meant are. */
function isShowable(word: string): boolean {
  return /^[a-z][a-z-]{0,14}$/.test(word);
}

/** A failure that no command expects. */
export function unexpectedError(error: unknown): UpdstsError {
  if (error instanceof UpdstsError) return error;
  const message = error instanceof Deno.errors.NotCapable
    ? "this run of updsts lacks a permission that it needs"
    : "a fault of updsts itself";
  return new UpdstsError("internal", message, "-v 2 shows where it happened", {
    cause: error,
  });
}
