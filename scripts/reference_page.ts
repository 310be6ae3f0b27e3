/**
 * Writes into docs/reference.md what comes from the commands: their usage and
 * options, the exit statuses, the variables and the files.
 */
import { findCommand, shownCommands } from "../src/cli/command_table.ts";
import type { OptionText } from "../src/cli/command_types.ts";
import { COMMON_TEXTS, describe, operandName } from "../src/cli/help.ts";
import {
  EXIT_STATUSES,
  type ExplainedCommand,
  explainedCommands,
  FILES,
  VARIABLES,
} from "../src/cli/man_page.ts";
import {
  type OptionKey,
  OPTIONS,
  type OptionSyntax,
} from "../src/cli/options.ts";
import { namesOf } from "../src/cli/parse_args.ts";

export const REFERENCE_PAGE = new URL("../docs/reference.md", import.meta.url);

/** The made parts of the page, by the names of their marks. */
export async function referenceParts(): Promise<Record<string, string>> {
  const shown = await explainedCommands({ shownCommands, findCommand });
  return {
    ...Object.fromEntries(
      shown.map((each) => [`updsts ${each.name}`, commandPart(each)]),
    ),
    "common options": optionTable("", COMMON_TEXTS),
    "exit statuses": table(
      ["exit status", "meaning"],
      [...EXIT_STATUSES].map(([status, meaning]) => [`${status}`, meaning]),
    ),
    variables: VARIABLES.map((name) => `- \`${name}\`\n`).join(""),
    files: table(
      ["file", "what it is"],
      [...FILES].map(([path, text]) => [`\`${path}\``, marked(text)]),
    ),
  };
}

/** The page with its made parts made anew. */
export function withParts(page: string, parts: Record<string, string>): string {
  return page.replace(
    /(<!-- made: (.*?) -->\n)[^]*?(<!-- end -->)/g,
    (_, begin, name, end) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`nothing makes "${name}"`);
      return `${begin}\n${part}\n${end}`;
    },
  );
}

function commandPart({ name, spec }: ExplainedCommand): string {
  const { usage, description, options } = spec;
  return [
    "```text",
    ...usage.map((each) => `updsts ${name} ${each}`.trimEnd()),
    "```",
    "",
    ...description.flatMap((line, index) =>
      line.startsWith(" ")
        ? [ // Markdown joins indented lines to a paragraph before them.
          ...isProse(description[index - 1]) ? [""] : [],
          `    ${line}`,
        ]
        : [marked(line)]
    ),
    "",
    ...Object.keys(options).length > 0 ? [optionTable(name, options)] : [],
  ].join("\n");
}

function isProse(line: string | undefined): boolean {
  return line !== undefined && /^\S/.test(line);
}

function optionTable(
  command: string,
  texts: Partial<Record<OptionKey, OptionText>>,
): string {
  return table(
    ["option", "what it does"],
    (Object.entries(texts) as [OptionKey, OptionText][]).map(([key, text]) => {
      const { value }: OptionSyntax = OPTIONS[key];
      const names = [...operandName(command, key), ...namesOf(key)];
      const last = value ? `${names.pop()} ${value}` : names.pop();
      return [
        [...names, last].map((each) => `\`${each}\``).join(", "),
        marked(describe(text)),
      ];
    }),
  );
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) =>
      `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`
    )
    .join("");
}

/** Text with its options, paths, profiles and keys as code. */
function marked(text: string): string {
  return text.replace(
    /(?<=^|[ (])(--?[a-z][\w-]*|~\/[\w./]+\w|\[\w+\]|\w+_\w+)(?=$|[ ,.:;)])/g,
    "`$1`",
  );
}

if (import.meta.main) {
  const page = await Deno.readTextFile(REFERENCE_PAGE);
  await Deno.writeTextFile(
    REFERENCE_PAGE,
    withParts(page, await referenceParts()),
  );
}
