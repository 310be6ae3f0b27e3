import { parse } from "../../credentials/parse.ts";
import { Profiles } from "../../credentials/profiles.ts";
import {
  canGetSession,
  describeProfiles,
  type ProfileDescription,
} from "../../credentials/profile_description.ts";
import type {
  CommandContext,
  CommandSpec,
  OptionText,
} from "../command_types.ts";
import type { Flags } from "../command_line_types.ts";
import { allNames, optionTexts } from "../help.ts";
import {
  OPERAND_OPTIONS,
  type OptionKey,
  OPTIONS,
  type OptionSyntax,
} from "../options.ts";
import {
  longName,
  optionsOf,
  parseArgs,
  readOption,
  takesValue,
} from "../parse_args.ts";
import { describeRemaining, describeType } from "../profile_text.ts";

export const spec: CommandSpec<"complete"> = {
  usage: ["--line LINE"],
  description: ["Print the completions of a command line, for the scripts."],
  options: { line: { brief: "The command line up to the cursor" } },
};

/** A text that may be typed next, and its purpose. */
interface Proposal {
  readonly text: string;
  readonly brief: string;
}

/** Prints a line for each proposal: the text, a tab, its purpose. */
export async function run(
  context: CommandContext,
  { line = "" }: Flags<"complete">,
): Promise<void> {
  const lines = (await propose(context, line))
    .map(({ text, brief }) => `${text}\t${brief}\n`);
  context.runtime.stdout.write(lines.join(""));
}

/**
 * Proposals for the last word of a line. Words are separated by spaces: after
 * one that needs quotes nothing is proposed.
 *
 * @param line The command line up to the cursor, the program's name included.
 */
async function propose(
  context: CommandContext,
  line: string,
): Promise<Proposal[]> {
  const [, name = "", ...words] = line.trimStart().split(/\s+/);
  const last = words.pop();
  if (last === undefined) return firstWords(context, name);
  if (name === "help") {
    return words.length > 0 ? [] : startingWith(last, allCommands(context));
  }
  const command = await context.findCommand(name)?.load();
  if (!command) return [];
  const { spec } = command;
  const texts = new Map(optionTexts(name, spec));
  const typed = parseArgs([name, ...words]);
  const valuesOf = async (key: OptionKey) => {
    const { brief = "", choices = [] } = texts.get(key) ?? {};
    const isFor = usableProfiles(name, key);
    const values = isFor
      ? await proposeProfiles(context, isFor, typed.values.credentialFile)
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

function allCommands({ shownCommands }: CommandContext): Proposal[] {
  return shownCommands().map(([text, brief]) => ({ text, brief }));
}

/** The commands, and the options that replace a command. */
function firstWords(context: CommandContext, typed: string): Proposal[] {
  return startingWith(typed, [
    ...allCommands(context),
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

/** Whether a command can use a profile. */
type ProfileFilter = (
  profile: ProfileDescription,
  profiles: Profiles,
) => boolean;

const isSessionOfUpdsts: ProfileFilter = ({ kind, source }) =>
  kind === "session" && source !== undefined;
const hasKeys: ProfileFilter = ({ name }, profiles) =>
  profiles.get(name, "aws_access_key_id") !== undefined;

/** The profiles that each command can use. */
const USABLE_PROFILES: Readonly<Record<string, ProfileFilter>> = {
  get: canGetSession,
  list: () => true,
  status: ({ hasSession }) => hasSession,
  clean: isSessionOfUpdsts,
  whoami: hasKeys,
  export: hasKeys,
};

/** The profiles that an option can name; nothing where it names none. */
function usableProfiles(
  command: string,
  key: OptionKey,
): ProfileFilter | undefined {
  if (key === "stsProfileName") return isSessionOfUpdsts;
  return /^profiles?$/.test(key) ? USABLE_PROFILES[command] : undefined;
}

async function proposeProfiles(
  { services, runtime }: CommandContext,
  isFor: ProfileFilter,
  credentialFile: string | undefined,
): Promise<Proposal[]> {
  const path = services.credentialPath(credentialFile);
  const document = await services.openStore(path).read(parse);
  const config = await services.inspectConfig() ?? parse("");
  const profiles = new Profiles(document, config);
  const now = runtime.now();
  return describeProfiles(profiles)
    .filter((profile) => isFor(profile, profiles))
    .filter(({ name }) => PLAIN_WORD.test(name))
    .map((profile) => ({ text: profile.name, brief: briefOf(profile, now) }));
}

function briefOf(profile: ProfileDescription, now: Date): string {
  const remaining = describeRemaining(profile, now);
  const type = describeType(profile);
  return remaining ? `${type}, ${remaining.text}` : type;
}

/**
 * A shell may insert a proposal without quotes, so only names without characters
 * that are special in a shell are proposed.
 */
const PLAIN_WORD = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.@%/+:-]*$/u;
