import type { Command } from "@stricli/core";
import type { CliContext } from "./common_flags.ts";
import { type Option, optionsOf } from "./options.ts";

/** What may be typed next, and what it is for. */
export interface Proposal {
  readonly text: string;
  readonly brief: string;
}

/** What proposals are made from. */
export interface ProposalSources {
  /** The commands by name. */
  readonly commands: ReadonlyMap<string, Command<CliContext>>;
  /** The profiles of the file that the line names, else of the usual one. */
  profileNames(credentialFile: string | undefined): Promise<string[]>;
  /** The same, and the profiles of roles in `~/.aws/config`. */
  sourceNames(credentialFile: string | undefined): Promise<string[]>;
}

/**
 * What may stand in the place of the last word of a line. Words are what is
 * between spaces: behind one that needs quotes nothing is proposed.
 *
 * @param line The command line up to the cursor, the program's name included.
 */
export async function propose(
  line: string,
  sources: ProposalSources,
): Promise<Proposal[]> {
  const [, name = "", ...words] = line.trimStart().split(/\s+/);
  const last = words.pop();
  if (last === undefined) return startingWith(name, commandNames(sources));
  const command = sources.commands.get(name);
  if (!command) return [];
  const options = optionsOf(command);
  const typed = readTyped(words, options);
  const valuesOf = async ({ flag, values, brief }: Option) => {
    const file = typed.values.get("credentialFile");
    const texts = name === "get" && flag === "profile"
      ? await sources.sourceNames(file)
      : /profile/i.test(flag)
      ? await sources.profileNames(file)
      : values;
    return texts.map((text) => ({ text, brief }));
  };
  if (typed.open) return startingWith(last, await valuesOf(typed.open));
  const [, spelling = "", value = ""] = /^(-[^=]+)=(.*)$/.exec(last) ?? [];
  const assigned = find(options, spelling);
  if (assigned?.placeholder !== undefined) {
    return startingWith(value, await valuesOf(assigned))
      .map(({ text, brief }) => ({ text: `${spelling}=${text}`, brief }));
  }
  return [
    ...startingWith(last, await wordsOf(command, typed.count)),
    ...options.filter((option) => !typed.given.has(option))
      .flatMap((option) => spelledLike(last, option)),
  ];
}

interface Typed {
  readonly given: ReadonlySet<Option>;
  /** By the name of the flag. */
  readonly values: ReadonlyMap<string, string>;
  /** How many words belong to no option. */
  readonly count: number;
  /** The option that waits for its value. */
  readonly open: Option | undefined;
}

function readTyped(words: string[], options: Option[]): Typed {
  const given = new Set<Option>();
  const values = new Map<string, string>();
  let count = 0;
  let open: Option | undefined;
  for (const word of words) {
    const [spelling = "", value] = word.split(/=(.*)/);
    const option = find(options, spelling);
    if (open) {
      values.set(open.flag, word);
      open = undefined;
    } else if (option) {
      given.add(option);
      if (value !== undefined) values.set(option.flag, value);
      else if (option.placeholder !== undefined) open = option;
    } else {
      count++;
    }
  }
  return { given, values, count, open };
}

function find(options: Option[], spelling: string): Option | undefined {
  return options.find(({ short, long, others }) =>
    [...short, long, ...others].includes(spelling)
  );
}

/** The program's own options are here as well. */
function commandNames({ commands }: ProposalSources): Proposal[] {
  return [
    ...[...commands].map(([text, { brief }]) => ({ text, brief })),
    { text: "help", brief: "Explain a command" },
    { text: "version", brief: "Say which updsts this is" },
    { text: "--help", brief: "Show the commands" },
    { text: "--version", brief: "Say which updsts this is" },
  ];
}

/** Proposals are data: nothing is written for them. */
const NOWHERE = {
  process: { stdout: { write: () => {} }, stderr: { write: () => {} } },
};

/** What the table proposes for a word that belongs to no option. */
async function wordsOf(
  { parameters: { positional } }: Command<CliContext>,
  place: number,
): Promise<Proposal[]> {
  const word = positional?.kind === "tuple"
    ? positional.parameters[place]
    : positional?.parameter;
  const texts = await word?.proposeCompletions?.call(NOWHERE, "") ?? [];
  return texts.map((text) => ({ text, brief: word!.brief }));
}

/** Nobody wants each option three times: the rarer spellings when they are begun. */
function spelledLike(typed: string, option: Option): Proposal[] {
  const { short, long, others, brief } = option;
  const usual = typed.startsWith("--") || typed === ""
    ? [long]
    : [...short, long];
  for (const texts of [usual, others]) {
    const found = startingWith(typed, texts.map((text) => ({ text, brief })));
    if (found.length > 0) return found;
  }
  return [];
}

function startingWith(typed: string, proposals: Proposal[]): Proposal[] {
  return proposals.filter(({ text }) => text.startsWith(typed));
}
