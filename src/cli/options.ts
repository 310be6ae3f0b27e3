import type { Command } from "@stricli/core";
import type { CliContext } from "./common_flags.ts";
import { spellings } from "./spellings.ts";

/** An option of a command, as it is typed. */
export interface Option {
  /** The flag's name in the command table. */
  readonly flag: string;
  /** `-n`, `-sn`; there may be none. */
  readonly short: readonly string[];
  /** `--profile`. */
  readonly long: string;
  /** Other long names, and those with underscores. */
  readonly others: readonly string[];
  /** Its value's name; nothing where it takes none. */
  readonly placeholder: string | undefined;
  /** The values that it takes, where they are known beforehand. */
  readonly values: readonly string[];
  /** What it is if it is not given. */
  readonly default: string | undefined;
  readonly brief: string;
}

/** The options of a command, in the table's order, its help at the end. */
export function optionsOf(command: Command<CliContext>): Option[] {
  const { flags = {}, aliases = {} } = command.parameters;
  const shown = Object.entries(flags).filter(([, flag]) => !flag.hidden);
  const options = shown.map(([name, flag]): Option => {
    const long = `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
    const letters = Object.entries(aliases)
      .filter(([, target]) => target === name).map(([letter]) => `-${letter}`);
    const listed = Object.keys(spellings).filter((s) => spellings[s] === long);
    const names = [long, ...listed.filter((s) => s.startsWith("--"))];
    const takesNone = flag.kind === "boolean" || flag.kind === "counter";
    return {
      flag: name,
      short: [
        ...new Set([...letters, ...listed.filter((s) => /^-\w/.test(s))]),
      ],
      long,
      others: [
        ...names.slice(1),
        ...names.map(underscored).filter((s) => !names.includes(s)),
      ],
      placeholder: takesNone ? undefined : flag.placeholder ?? "VALUE",
      values: flag.kind === "enum" ? flag.values : [],
      default: "default" in flag && flag.default !== undefined
        ? String(flag.default)
        : undefined,
      brief: flag.brief,
    };
  });
  return [...options, HELP];
}

function underscored(long: string): string {
  return `--${long.slice(2).replaceAll("-", "_")}`;
}

/** The library adds it to every command. */
const HELP: Option = {
  flag: "help",
  short: ["-h"],
  long: "--help",
  others: [],
  placeholder: undefined,
  values: [],
  default: undefined,
  brief: "Print help information and exit",
};
