import type { Command } from "@stricli/core";
import type { CliContext } from "./common_flags.ts";
import { type Option, optionsOf } from "./options.ts";

const INDENT = 6;

/**
 * The help as people read it: the library's own, with each option's value and
 * default, wrapped.
 *
 * @param text The library's help.
 * @param command The command that it explains, if any.
 * @param columns The width to keep to.
 */
export function formatHelp(
  text: string,
  command: Command<CliContext> | undefined,
  columns: number,
): string {
  const sections = text.split(/\n(?=[A-Z]+\n)/).map((section) =>
    command && section.startsWith("FLAGS\n")
      ? `OPTIONS\n${optionsOf(command).map(entry).join("")}`
      : section
  );
  // The lines of a paragraph flow together: long ones, without an indent.
  return sections.join("\n").replace(/(?<=^\S.{59,})\n(?=\S)/gm, " ")
    .split("\n").flatMap((line) => wrap(line, columns)).join("\n");
}

function entry(option: Option): string {
  const { short, long, placeholder, brief, values } = option;
  const names = [...short, long].join(", ");
  const notes = [
    ...values.length > 0 ? [`one of ${values.join(", ")}`] : [],
    ...option.default === undefined ? [] : [`default ${option.default}`],
  ];
  const note = notes.length > 0 ? ` (${notes.join("; ")})` : "";
  const value = placeholder ? ` ${placeholder}` : "";
  return `  ${names}${value}\n${" ".repeat(INDENT)}${brief}${note}\n`;
}

/** Breaks a line at spaces; what follows is below the last column of text. */
function wrap(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  const column = /^ *\S+(?: \S+)* {2,}/.exec(line)?.[0].length ??
    /^ */.exec(line)![0].length + (/^ {2}\S/.test(line) ? 2 : 0);
  const end = line.lastIndexOf(" ", columns);
  if (end <= column) return [line];
  const rest = " ".repeat(column) + line.slice(end).trimStart();
  return [line.slice(0, end).trimEnd(), ...wrap(rest, columns)];
}
