/**
 * The parser of the command line. The executable also uses it to work out its
 * permissions, so it never throws, and imports nothing but the options. The
 * runtime's own parser in `node:util` supports neither `-sn` nor `-n=NAME`,
 * underscores, shortened options and values that begin with `-`.
 */
import {
  COMMAND_OPTIONS,
  OPERAND_OPTIONS,
  type OptionKey,
  OPTIONS,
  type OptionSyntax,
} from "./options.ts";
import type { CommandLine, Fault, Values } from "./command_line_types.ts";

const ALL = Object.keys(OPTIONS) as OptionKey[];

/**
 * Parses a command line. Long options may have underscores or capitals, and be
 * shortened; `-sn NAME`, `-nNAME` and `-n=NAME` are understood.
 */
export function parseArgs(args: readonly string[]): CommandLine {
  const command = args[0]?.startsWith("-") ? "" : args[0] ?? "";
  const known = optionsOf(command);
  const values: Record<string, string | boolean | string[]> = {};
  let operands: string[] = [];
  let unfinished: OptionKey | undefined;
  let fault: Fault | undefined;
  const refuse = (kind: Fault["kind"], option: string) => {
    fault ??= { kind, option };
  };
  const set = (key: OptionKey, value: string) => {
    const { repeatable }: OptionSyntax = OPTIONS[key];
    const before = values[key];
    values[key] = repeatable
      ? [...Array.isArray(before) ? before : [], value]
      : value;
  };

  for (let at = command === "" ? 0 : 1; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === "--") {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!arg.startsWith("-") || arg === "-") {
      operands.push(arg);
      continue;
    }
    const { key, value } = readOption(arg, known);
    if (!key) {
      refuse("unknown option", arg.split("=", 1)[0]!);
    } else if (!takesValue(key)) {
      const answer = value === undefined ? true : yesOrNo(value);
      if (answer === undefined) refuse("unexpected value", longName(key));
      values[key] = answer ?? false;
    } else if (value !== undefined) {
      set(key, value);
    } else if (at + 1 < args.length && !isOption(args[at + 1]!)) {
      set(key, args[++at]!);
    } else {
      if (at + 1 === args.length) unfinished = key;
      refuse("missing value", longName(key));
    }
  }

  const operand = Object.hasOwn(OPERAND_OPTIONS, command)
    ? OPERAND_OPTIONS[command]
    : undefined;
  if (operand) {
    const { repeatable }: OptionSyntax = OPTIONS[operand];
    for (const word of operands) {
      // Messages show the names of profiles, and must not show an MFA code.
      if (/^\d{6}$/.test(word)) refuse("MFA code", longName(operand));
      if (!repeatable && (values[operand] ?? word) !== word) {
        refuse("different values", longName(operand));
      }
      set(operand, word);
    }
    operands = [];
  }
  return { command, values: values as Values, operands, unfinished, fault };
}

/** The options of a command; all options if the command is unknown. */
export function optionsOf(command: string): readonly OptionKey[] {
  return Object.hasOwn(COMMAND_OPTIONS, command)
    ? COMMAND_OPTIONS[command as keyof typeof COMMAND_OPTIONS]
    : ALL;
}

/** `--sts-profile-name` for `stsProfileName`. */
export function longName(key: OptionKey): string {
  const { long }: OptionSyntax = OPTIONS[key];
  return long ?? kebabCase(`--${key}`);
}

/** The names of an option: short, long, others. */
export function namesOf(key: OptionKey): string[] {
  const { short, others = [] }: OptionSyntax = OPTIONS[key];
  return [...short ? [short] : [], longName(key), ...others];
}

export function takesValue(key: OptionKey): boolean {
  return "value" in OPTIONS[key];
}

/** The option of an argument, and the value in it, if any. */
export function readOption(
  arg: string,
  known: readonly OptionKey[],
): { key: OptionKey | undefined; value?: string } {
  const equals = arg.indexOf("=");
  const name = equals < 0 ? arg : arg.slice(0, equals);
  const key = findOption(name, known);
  if (key && equals >= 0) return { key, value: arg.slice(equals + 1) };
  if (key || arg.startsWith("--")) return { key };
  const joined = findOption(arg.slice(0, 2), known);
  return joined && takesValue(joined)
    ? { key: joined, value: arg.slice(2) }
    : { key: undefined };
}

function findOption(
  typed: string,
  known: readonly OptionKey[],
): OptionKey | undefined {
  if (!typed.startsWith("--")) {
    return known.find((key) => namesOf(key).includes(typed));
  }
  const name = kebabCase(typed);
  const begun = known.filter((key) =>
    namesOf(key).some((each) => each.startsWith(name))
  );
  const [meant, ...others] = begun
    .filter((key) => !("neverShortened" in OPTIONS[key]));
  return begun.find((key) => namesOf(key).includes(name)) ??
    (others.length === 0 ? meant : undefined);
}

/** Is it an option in full, and so not the value of the one before? */
function isOption(arg: string): boolean {
  const name = arg.split("=", 1)[0]!;
  const dashed = name.startsWith("--") ? name.replaceAll("_", "-") : name;
  return arg === "--" || ALL.some((key) => namesOf(key).includes(dashed));
}

function kebabCase(name: string): string {
  return name.replace(/_|(?<!-)(?=[A-Z])/g, "-").toLowerCase();
}

function yesOrNo(value: string): boolean | undefined {
  if (/^(true|t|yes|y|on|1)$/i.test(value)) return true;
  return /^(false|f|no|n|off|0)$/i.test(value) ? false : undefined;
}
