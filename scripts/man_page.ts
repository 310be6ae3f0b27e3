import { type Command, text_en } from "@stricli/core";
import { ENVIRONMENT } from "../src/platform/variables.ts";
import { VERSION } from "../src/version.ts";
import { makeApplication } from "../src/cli/commands.ts";
import { commandsOf } from "../src/cli/commands_of.ts";
import { type CliContext, commonFlags } from "../src/cli/common_flags.ts";
import { type Option, optionsOf } from "../src/cli/options.ts";

/** The manual page, made from the command table. */
export function manPage(): string {
  const application = makeApplication(() => {});
  const commands = [...commandsOf(application)];
  const { brief, fullDescription } = application.root;
  const common = new Map(
    commands.flatMap(([, command]) => optionsOf(command).filter(isCommon))
      .map((option) => [option.flag, option]),
  );
  return lines(
    `.TH UPDSTS 1 "" "updsts ${VERSION}"`,
    ".SH NAME",
    `updsts \\- ${escape(brief)}`,
    ".SH SYNOPSIS",
    ...commands.flatMap(synopsis).slice(1),
    ".SH DESCRIPTION",
    ...paragraphs(fullDescription ?? brief),
    ".SH COMMANDS",
    ...commands.flatMap(section),
    ".SH COMMON OPTIONS",
    ...[...common.values()].flatMap(entry),
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

/** What the command table does not know. */
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

/** Those that are explained once, for all commands. */
function isCommon({ flag }: Option): boolean {
  return flag in commonFlags || flag === "help";
}

/** As the command's help has it. */
function synopsis([name, command]: [string, Command<CliContext>]): string[] {
  const help = command.formatHelp({
    prefix: ["updsts", name],
    config: {
      useAliasInUsageLine: true,
      onlyRequiredInUsageLine: false,
      caseStyle: "convert-camel-to-kebab",
    },
    text: text_en,
    ansiColor: false,
    additionalFlags: [],
    includeArgumentEscapeSequenceFlag: false,
    includeHidden: false,
  });
  const [, ...usage] = help.split("\n\n", 1)[0]!.split("\n");
  return usage.flatMap((line) => [".br", escape(line.trim())]);
}

function section([name, command]: [string, Command<CliContext>]): string[] {
  return [
    `.SS updsts ${escape(name)}`,
    ...paragraphs(command.fullDescription ?? command.brief),
    ...optionsOf(command).filter((option) => !isCommon(option)).flatMap(entry),
  ];
}

function entry(option: Option): string[] {
  const { short, long, others, placeholder, brief, values } = option;
  const value = placeholder ? ` \\fI${escape(placeholder)}\\fR` : "";
  const names = [...short, long, ...others];
  const notes = [
    ...values.length > 0 ? [`one of ${values.join(", ")}`] : [],
    ...option.default === undefined ? [] : [`default ${option.default}`],
  ];
  const note = notes.length > 0 ? ` (${notes.join("; ")})` : "";
  return [
    ".TP",
    `${names.map((name) => `\\fB${escape(name)}\\fR`).join(", ")}${value}`,
    escape(`${brief}${note}`),
  ];
}

/** Lines flow together, but for those that are indented: they are examples. */
function paragraphs(text: string): string[] {
  return text.split("\n").flatMap((line, at, all) => {
    if (line === "") return [".PP"];
    const isExample = line.startsWith(" ") && all[at - 1] !== "";
    return [...isExample ? [".br"] : [], escape(line.trim())];
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
  const text = JSON.stringify(manPage().split("\n"), null, 2);
  await Deno.writeTextFile(
    new URL("../src/cli/man_page.ts", import.meta.url),
    `// Made by "deno task man" from the command table.\n/** The manual page. */\nexport const MAN_PAGE: string = ${text}.join("\\n");\n`,
  );
}
