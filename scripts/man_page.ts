import { ENVIRONMENT } from "../src/platform/variables.ts";
import { VERSION } from "../src/version.ts";
import {
  type Command,
  COMMON_TEXTS,
  type OptionText,
} from "../src/cli/command.ts";
import { commands } from "../src/cli/commands.ts";
import { allNames, describe, operandName, SUMMARY } from "../src/cli/help.ts";
import {
  type OptionKey,
  OPTIONS,
  type OptionSyntax,
} from "../src/cli/options.ts";

interface Explained {
  readonly name: string;
  readonly brief: string;
  readonly spec: Command["spec"];
}

/** The manual page, made from the commands' help texts. */
export async function manPage(): Promise<string> {
  const shown: Explained[] = [];
  for (const [name, { brief, isHidden, load }] of Object.entries(commands)) {
    if (!isHidden) shown.push({ name, brief, spec: (await load()).spec });
  }
  return lines(
    `.TH UPDSTS 1 "" "updsts ${VERSION}"`,
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
    "In every option underscores may stand in place of hyphens, and",
    "\\fB\\-\\-option=VALUE\\fR in place of \\fB\\-\\-option VALUE\\fR.",
    ...END,
  );
}

const VARIABLES = [
  ...ENVIRONMENT.filter((name) => /^AWS_/.test(name)),
  ...["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"],
].map((name) => `\\fB${name}\\fR,`);

/** The sections that are not about one command. */
const END = [
  ".SH EXIT STATUS",
  ".TP",
  ".B 0",
  "done",
  ".TP",
  ".B 1",
  "it could not be done: the file, the profile, STS or the network refused it",
  ".TP",
  ".B 2",
  "the command line was wrong; nothing was read, asked or written",
  ".TP",
  ".B 130",
  "interrupted by Ctrl-C or Ctrl-\\e; nothing was written",
  ".TP",
  ".B 143",
  "ended by SIGTERM or SIGHUP; nothing was written",
  ".SH ENVIRONMENT",
  "What these say is followed as in the AWS SDKs:",
  ...VARIABLES,
  "\\fBNO_PROXY\\fR.",
  ".SH FILES",
  ".TP",
  ".I ~/.aws/credentials",
  "The credentials file, if neither \\fB\\-c\\fR nor",
  "\\fBAWS_SHARED_CREDENTIALS_FILE\\fR names another.",
  ".TP",
  ".I ~/.aws/config",
  "Settings of the profiles, if \\fBAWS_CONFIG_FILE\\fR names no other.",
];

/** As the command's help has it. */
function synopsis({ name, spec }: Explained): string[] {
  return spec.usage.flatMap((
    each,
  ) => [".br", escape(`updsts ${name} ${each}`.trimEnd())]);
}

function section({ name, brief, spec }: Explained): string[] {
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

if (import.meta.main) {
  const text = JSON.stringify((await manPage()).split("\n"), null, 2);
  await Deno.writeTextFile(
    new URL("../src/cli/man_page.ts", import.meta.url),
    `// Made by "deno task man" from the commands.\n/** The manual page. */\nexport const MAN_PAGE: string = ${text}.join("\\n");\n`,
  );
}
