import type { CommandEntry, OptionText } from "./command_types.ts";
import { allNames, optionTexts } from "./help.ts";
import {
  OPERAND_OPTIONS,
  type OptionKey,
  OPTIONS,
  type OptionSyntax,
} from "./options.ts";
import {
  longName,
  optionsOf,
  parseArgs,
  readOption,
  takesValue,
} from "./parse_args.ts";

/** A text that may be typed next, and its purpose. */
export interface Proposal {
  readonly text: string;
  readonly brief: string;
}

/** The sources of proposals. */
interface ProposalSources {
  readonly shown: readonly [name: string, brief: string][];
  find(name: string): CommandEntry | undefined;
  /**
   * The profiles for a use, in `~/.aws/config` and in the credentials file that
   * the line names, else in the default one.
   */
  profiles(use: ProfileUse, credentialFile?: string): Promise<Proposal[]>;
}

/** How a command uses its profile. */
export type ProfileUse =
  /** Gets a session for it. */
  | "get a session"
  /** Shows a session; it may also be the session's source profile. */
  | "show a session"
  /** Writes or removes a session of updsts. */
  | "change a session"
  /** Reads its keys in the credentials file. */
  | "read keys"
  | "show";

const USES: Readonly<Record<string, ProfileUse>> = {
  get: "get a session",
  list: "show",
  status: "show a session",
  clean: "change a session",
  whoami: "read keys",
  export: "read keys",
};

/**
 * Proposals for the last word of a line. Words are separated by spaces: after
 * one that needs quotes nothing is proposed.
 *
 * @param line The command line up to the cursor, the program's name included.
 */
export async function propose(
  line: string,
  sources: ProposalSources,
): Promise<Proposal[]> {
  const [, name = "", ...words] = line.trimStart().split(/\s+/);
  const last = words.pop();
  if (last === undefined) return firstWords(name, sources);
  const command = await sources.find(name)?.load();
  if (!command) return [];
  const { spec } = command;
  const texts = new Map(optionTexts(name, spec));
  const typed = parseArgs([name, ...words]);
  const file = typed.values.credentialFile;
  const valuesOf = async (key: OptionKey) => {
    const { brief = "", choices = [] } = texts.get(key) ?? {};
    const use = key === "stsProfileName"
      ? "change a session"
      : key === "profile" || key === "profiles"
      ? USES[name]
      : undefined;
    const values = use
      ? await sources.profiles(use, file)
      : choices.map((text) => ({ text, brief }));
    const given = [typed.values[key] ?? []].flat();
    return values.filter(({ text }) => !given.includes(text));
  };
  const operandKey = OPERAND_OPTIONS[name];
  const isDone = (key: OptionKey) =>
    key in typed.values && !("repeatable" in OPTIONS[key]);

  if (typed.unfinished) {
    return startingWith(last, await valuesOf(typed.unfinished));
  }
  const [, before = "", value = ""] = /^(-[^=]+=)(.*)$/.exec(last) ?? [];
  const { key } = readOption(before.slice(0, -1), optionsOf(name));
  if (key && takesValue(key)) {
    return startingWith(value, await valuesOf(key))
      .map(({ text, brief }) => ({ text: before + text, brief }));
  }
  const operands = async () => {
    if (operandKey === undefined) {
      const operand = spec.operands?.[typed.operands.length];
      const { brief = "", choices = [] } = operand ?? {};
      return choices.map((text) => ({ text, brief }));
    }
    if (last.startsWith("-") || isDone(operandKey)) return [];
    // If the file can't be read, there are still the options.
    return await valuesOf(operandKey).catch(() => []);
  };
  const found = startingWith(last, await operands());
  // Bash shows no descriptions, so options are not mixed with names.
  if (last === "" && found.length > 0) return found;
  return [
    ...found,
    ...[...texts].filter(([key]) =>
      // After one name, another one needs no option.
      !isDone(key) && !(key === operandKey && key in typed.values)
    )
      .flatMap(([key, text]) => spelledLike(last, key, text)),
  ];
}

/** The commands, and the options that replace a command. */
function firstWords(typed: string, { shown }: ProposalSources): Proposal[] {
  return startingWith(typed, [
    ...shown.map(([text, brief]) => ({ text, brief })),
    { text: "--help", brief: "Show the commands" },
    { text: "--version", brief: "Print the version" },
  ]);
}

/** The main names of an option; its other names if the word begins like one. */
function spelledLike(
  typed: string,
  key: OptionKey,
  { brief }: OptionText,
): Proposal[] {
  const { short }: OptionSyntax = OPTIONS[key];
  const long = longName(key);
  const usual = typed.startsWith("--") || typed === "" || !short
    ? [long]
    : [short, long];
  for (const names of [usual, allNames(key)]) {
    const found = startingWith(typed, names.map((text) => ({ text, brief })));
    if (found.length > 0) return found;
  }
  return [];
}

function startingWith(typed: string, proposals: Proposal[]): Proposal[] {
  return proposals.filter(({ text }) => text.startsWith(typed));
}
