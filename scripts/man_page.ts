import { VERSION } from "../src/version.ts";
import { COMMON_TEXTS, type OptionText } from "../src/cli/command_types.ts";
import { allNames, describe, operandName, SUMMARY } from "../src/cli/help.ts";
import {
  type OptionKey,
  OPTIONS,
  type OptionSyntax,
} from "../src/cli/options.ts";
import {
  EXAMPLES,
  EXIT_STATUSES,
  type ExplainedCommand,
  explainedCommands,
  FILES,
  VARIABLES,
} from "./manual_texts.ts";

/** When the texts of the page last changed. */
const DATE = "2026-11-26";

/** The manual page, made from the commands' help texts. */
export async function manPage(): Promise<string> {
  const shown = await explainedCommands();
  return lines(
    `.TH UPDSTS 1 "${DATE}" "updsts ${VERSION}"`,
    // Without these, groff breaks an option at its hyphens.
    ".nh",
    ".ad l",
    ".SH NAME",
    `updsts \\- ${escape(SUMMARY)}`,
    ".SH SYNOPSIS",
    ...shown.flatMap(synopsis).slice(1),
    ".SH DESCRIPTION",
    "Gets AWS STS sessions with an MFA code, and writes them into a block of its",
    "own in the AWS credentials file.",
    ".SH COMMANDS",
    ...shown.flatMap(section),
    ".SH COMMON OPTIONS",
    ...entries("", COMMON_TEXTS),
    ".PP",
    "Options may be written with underscores in place of hyphens, and as",
    "\\fB\\-\\-option=VALUE\\fR.",
    ...END,
  );
}

/** The sections that are not about one command. */
const END = [
  ".SH EXIT STATUS",
  ...[...EXIT_STATUSES].flatMap(([status, meaning]) => [
    ".TP",
    `.B ${status}`,
    escape(meaning),
  ]),
  ".SH ENVIRONMENT",
  "updsts follows these variables as the AWS SDKs do:",
  ...VARIABLES.map((name, at) =>
    `\\fB${name}\\fR${at + 1 < VARIABLES.length ? "," : "."}`
  ),
  ".SH FILES",
  ...[...FILES].flatMap(([path, text]) => [
    ".TP",
    `.I ${path}`,
    escape(text),
  ]),
  ".SH EXAMPLES",
  ...[...EXAMPLES].flatMap(([task, command]) => [
    ".TP",
    escape(`${task}:`),
    `.B ${quote(escape(command))}`,
  ]),
  ".SH SEE ALSO",
  ".BR aws (1)",
];

/** As the command's help has it. */
function synopsis({ name, spec }: ExplainedCommand): string[] {
  return spec.usage.flatMap((
    each,
  ) => [".br", escape(`updsts ${name} ${each}`.trimEnd())]);
}

function section({ name, brief, spec }: ExplainedCommand): string[] {
  const { description = [`${brief}.`], examples = [], options } = spec;
  const shown = examples.map((each) => `  ${each}`);
  return [
    `.SS updsts ${escape(name)}`,
    ...paragraphs([...description, ...shown.length > 0 ? [""] : [], ...shown]),
    ...entries(name, options),
  ];
}

function entries(
  command: string,
  texts: Partial<Record<OptionKey, OptionText>>,
): string[] {
  return (Object.entries(texts) as [OptionKey, OptionText][]).flatMap(
    ([key, text]) => {
      const { value }: OptionSyntax = OPTIONS[key];
      const names = [
        ...operandName(command, key).map((name) => `\\fI${name}\\fR`),
        ...allNames(key).map((name) => `\\fB${escape(name)}\\fR`),
      ];
      return [
        ".TP",
        names.join(", ") + (value ? ` \\fI${escape(value)}\\fR` : ""),
        escape(describe(text)),
      ];
    },
  );
}

/** Lines with an indent are examples: each stays a line. */
function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text, at) => {
    if (text === "") return [".PP"];
    const isExample = text.startsWith(" ") && texts[at - 1] !== "";
    return [...isExample ? [".br"] : [], escape(text.trim())];
  });
}

function lines(...texts: string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

/** Nothing of the text is a command to roff, and its hyphens can be copied. */
function escape(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-")
    .replace(/^[.']/, "\\&$&")
    .replace(
      /[^\x20-\x7e]/gu,
      (c) =>
        `\\[u${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}

/** One argument of a macro. */
function quote(text: string): string {
  return `"${text.replaceAll('"', "\\(dq")}"`;
}

if (import.meta.main) {
  const text = JSON.stringify((await manPage()).split("\n"), null, 2);
  await Deno.writeTextFile(
    new URL("../src/cli/man_page.ts", import.meta.url),
    `// Made by "deno task man" from the commands.\n/** The manual page. */\nexport const MAN_PAGE: string = ${text}.join("\\n");\n`,
  );
}
