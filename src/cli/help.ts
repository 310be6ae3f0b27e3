import type { Command, OptionText } from "./command_types.ts";
import type { Output, Runtime } from "./runtime.ts";
import {
  type COMMON,
  OPERAND_OPTIONS,
  type OptionKey,
  OPTIONS,
  type OptionSyntax,
} from "./options.ts";
import { longName, namesOf, optionsOf } from "./parse_args.ts";

const INDENT = " ".repeat(6);

export const SUMMARY =
  "get AWS STS sessions with an MFA code and save them for AWS tools";

/** The texts about the options that most commands have. */
export const COMMON_TEXTS: Record<
  typeof COMMON[number],
  OptionText
> = {
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

/** The help that `updsts` alone prints; it fits a terminal of 80 x 24. */
export function shortHelp(
  commands: readonly [name: string, brief: string][],
  columns: number,
): string {
  return layOut([
    `updsts: ${SUMMARY}`,
    "",
    "USAGE",
    "  updsts COMMAND [OPTIONS]",
    "",
    ...commandLines(commands),
    "",
    'Run "updsts help COMMAND" for the options of a command.',
  ], columns);
}

/** The help that `updsts --help` prints. */
export function rootHelp(
  commands: readonly [name: string, brief: string][],
  columns: number,
): string {
  return layOut([
    "USAGE",
    "  updsts COMMAND [OPTIONS]",
    "",
    SUMMARY.replace("get", "Gets").replace("save", "saves") + ".",
    "",
    ...commandLines(commands),
    "",
    "EXAMPLES",
    "  updsts get default",
    "  updsts list",
    "",
    "OPTIONS",
    "  -h, --help",
    `${INDENT}Print this help, or the help of a command`,
    "  -V, --version",
    `${INDENT}Print the version`,
    "",
    'Run "updsts help COMMAND" for the options of a command.',
  ], columns);
}

/** The help that `updsts COMMAND --help` prints. */
export function commandHelp(
  name: string,
  spec: Command["spec"],
  columns: number,
): string {
  const { usage, description, examples, operands } = spec;
  return layOut([
    "USAGE",
    ...usage.map((each) => `  updsts ${name} ${each}`.trimEnd()),
    "",
    ...description,
    "",
    ...heading("EXAMPLES", examples?.map((each) => `  ${each}`)),
    ...heading(
      "ARGUMENTS",
      operands?.flatMap((each) => [`  ${each.name}`, INDENT + each.brief]),
    ),
    "OPTIONS",
    ...optionTexts(name, spec).flatMap(([key, text]) => [
      `  ${typedAs(name, key)}`,
      INDENT + describe(text),
    ]),
  ], columns);
}

/** The options of a command with their texts, its own options first. */
export function optionTexts(
  command: string,
  { options }: Command["spec"],
): [OptionKey, OptionText][] {
  const texts: Partial<Record<OptionKey, OptionText>> = {
    ...options,
    ...COMMON_TEXTS,
  };
  const known = optionsOf(command);
  return (Object.entries(texts) as [OptionKey, OptionText][])
    .filter(([key]) => known.includes(key));
}

/** The brief of an option, with its choices and its default. */
export function describe(
  { brief, choices, default: usual }: OptionText,
): string {
  const notes = [
    ...choices ? [`one of ${choices.join(", ")}`] : [],
    ...usual === undefined ? [] : [`default: ${usual}`],
  ];
  return notes.length > 0 ? `${brief} (${notes.join("; ")})` : brief;
}

/** The names of an option, and at the end those with underscores. */
export function allNames(key: OptionKey): string[] {
  const names = namesOf(key);
  const underscored = names.filter((name) => /^--\w+-/.test(name))
    .map((name) => `--${name.slice(2).replaceAll("-", "_")}`);
  return [...names, ...underscored];
}

/** `NAME` where a command takes the option's value as an operand, too. */
export function operandName(command: string, key: OptionKey): string[] {
  const { value }: OptionSyntax = OPTIONS[key];
  return value && OPERAND_OPTIONS[command] === key ? [value] : [];
}

/** `-t, --totp-token CODE` */
function typedAs(command: string, key: OptionKey): string {
  const { short, value }: OptionSyntax = OPTIONS[key];
  const names = [
    ...operandName(command, key),
    ...short ? [short] : [],
    longName(key),
  ];
  return names.join(", ") + (value ? ` ${value}` : "");
}

function commandLines(commands: readonly [string, string][]): string[] {
  const width = Math.max(...commands.map(([name]) => name.length));
  return [
    "COMMANDS",
    ...commands.map(([name, brief]) => `  ${name.padEnd(width)}  ${brief}`),
  ];
}

function heading(title: string, lines: readonly string[] = []): string[] {
  return lines.length > 0 ? [title, ...lines, ""] : [];
}

/** The width that a text on a stream is wrapped at. */
export function widthOf(stream: Output, { columns }: Runtime): number {
  return stream.isTerminal ? columns() : 80;
}

/** Wraps each line; what follows is indented like its text. */
export function layOut(lines: readonly string[], columns: number): string {
  return lines.flatMap((line) => wrap(line, columns))
    .map((line) => `${line}\n`).join("");
}

/** Breaks a line at spaces; the rest is indented like its last column. */
function wrap(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  const column = /^ *\S+(?: \S+)* {2,}/.exec(line)?.[0].length ??
    /^ */.exec(line)![0].length + (/^ {2}\S/.test(line) ? 2 : 0);
  const end = line.lastIndexOf(" ", columns);
  if (end <= column) return [line];
  const rest = " ".repeat(column) + line.slice(end).trimStart();
  return [line.slice(0, end).trimEnd(), ...wrap(rest, columns)];
}
