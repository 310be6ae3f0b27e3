/**
 * The contract of the user interface:
 *
 * - Results go to standard output. All else goes to standard error, each line
 *   with the program's name in front, without a capital and a full stop.
 * - Errors are one line `updsts: error: …`, with a second `updsts: hint: …`
 *   if a step solves the problem. A stack is shown at `-v 2` only.
 * - With `--json` a failure is one JSON document on standard error, and
 *   nothing else is written there unless `-v` is given.
 * - A status line is shown at a terminal only, and erased afterwards.
 * - Help goes to standard output, but for a command line with `--format`, whose
 *   output a shell may evaluate.
 * - Exit status: 0 success, 1 failure, 2 wrong command line,
 *   130 and 143 interrupted (see `exit_status.ts`).
 * - Colour at a terminal only, never with `NO_COLOR` or `TERM=dumb`.
 * - Neither secrets nor control characters are ever shown.
 */
import { UpdstsError } from "../errors.ts";
import { hintText } from "./hints.ts";
import type { Log } from "../util/log.ts";
import { VERSION } from "../version.ts";
import type { CommandContext, CommandEntry } from "./command_types.ts";
import { BUILT_IN, findCommand, shownCommands } from "./command_table.ts";
import type { Output, Runtime } from "./runtime.ts";
import { DONE, exitStatus, WRONG_USAGE } from "./exit_status.ts";
import { commandHelp, rootHelp, shortHelp, widthOf } from "./help.ts";
import type { CommandLine, Values } from "./command_line_types.ts";
import { parseArgs } from "./parse_args.ts";
import { stackFrames } from "../util/stack_frames.ts";
import { sanitize, sanitizeJson } from "../util/sanitize.ts";
import {
  checkValues,
  unexpectedError,
  unknownCommand,
  wrongOption,
} from "./usage_errors.ts";

/** Runs a command line and gives its exit status. */
export async function run(
  args: readonly string[],
  runtime: Runtime,
): Promise<number> {
  const line = parseArgs(args);
  const { verbose = "0", json = false } = line.values;
  try {
    return await runLine(line, args, runtime);
  } catch (error) {
    const failure = unexpectedError(error);
    report(failure, json, verbose === "2", runtime.stderr);
    return exitStatus(failure);
  }
}

async function runLine(
  line: CommandLine,
  args: readonly string[],
  runtime: Runtime,
): Promise<number> {
  const { stdout, stderr } = runtime;
  const { command: name, values, operands, fault } = line;
  const [first] = args;
  if (first === undefined) {
    stderr.write(shortHelp(shownCommands(), widthOf(stderr, runtime)));
    return WRONG_USAGE;
  }
  if (name === "version" || first === "--version" || first === "-V") {
    if (args.length > 1) {
      throw new UpdstsError("usage", "version takes no argument");
    }
    stdout.write(`updsts ${VERSION}\n`);
    return DONE;
  }
  const topic = helpTopic(line, first);
  if (topic !== undefined) {
    // In `eval "$(updsts export "$NAME" --format env)"` the name may be "-h".
    const isEvaluated = values.format !== undefined;
    const output = isEvaluated ? stderr : stdout;
    output.write(await help(topic, widthOf(output, runtime)));
    return isEvaluated ? WRONG_USAGE : DONE;
  }
  const { load } = requireCommand(first);
  const command = await load();
  if (fault) throw wrongOption(fault, name);
  checkValues(command.spec, values, operands);
  const context = makeContext(values, runtime);
  return await command.run(context, values, operands) ?? DONE;
}

/** The command to explain; empty for all commands. */
function helpTopic(
  { command, values, operands }: CommandLine,
  first: string,
): string | undefined {
  if (/^(-h|--help)$/.test(first)) return "";
  if (command !== "help") return values.help && command ? command : undefined;
  if (operands.length > 1) {
    throw new UpdstsError(
      "usage",
      "help takes one command",
      'run "updsts help COMMAND" to see what a command does',
    );
  }
  const [topic = ""] = operands;
  return BUILT_IN.has(topic) ? "" : topic;
}

async function help(topic: string, columns: number): Promise<string> {
  if (topic === "") return rootHelp(shownCommands(), columns);
  const { spec } = await requireCommand(topic).load();
  return commandHelp(topic, spec, columns);
}

function requireCommand(name: string): CommandEntry {
  const entry = findCommand(name);
  if (entry) return entry;
  throw unknownCommand(name, shownCommands().map(([known]) => known));
}

function makeContext(
  { verbose = "0", credentialFile, json }: Values,
  runtime: Runtime,
): CommandContext {
  if (!/^[012]$/.test(verbose)) {
    throw new UpdstsError("usage", "the verbosity is not 0, 1 or 2");
  }
  if (credentialFile?.includes("\0")) {
    throw new UpdstsError(
      "usage",
      "the name of the credentials file contains a null character",
    );
  }
  const verbosity = Number(verbose);
  const { stdout, stderr } = runtime;
  const isDumb = runtime.env("TERM") === "dumb";
  const print = (text: string) => stderr.write(`updsts: ${sanitize(text)}\n`);
  const log: Log = {
    warn: (text) => {
      if (!json || verbosity > 0) print(`warning: ${text}`);
    },
    info: (text) => {
      if (verbosity >= 1) print(text);
    },
    debug: (text) => {
      if (verbosity >= 2) print(text);
    },
  };
  const services = runtime.makeServices(log);
  return {
    runtime,
    log,
    services,
    color: stdout.isTerminal && runtime.wantsColor && !isDumb,
    shownCommands,
    findCommand,
    openCredentials() {
      const path = services.credentialPath(credentialFile);
      log.info(`the credentials file is ${path}`);
      const store = services.openStore(path);
      return { path, store, isFileOptional: !credentialFile };
    },
    async withStatus(text, work) {
      const shows = stderr.isTerminal && !isDumb && !json;
      if (shows) stderr.write(`updsts: ${text}`);
      try {
        return await work;
      } finally {
        if (shows) stderr.write("\r\x1b[2K");
      }
    },
  };
}

function report(
  failure: UpdstsError,
  asJson: boolean,
  showsFrames: boolean,
  stderr: Output,
): void {
  const { code, message } = failure;
  const hint = failure.hint === undefined ? null : hintText(failure.hint);
  if (asJson) {
    const error = { code, message, hint };
    stderr.write(`${sanitizeJson({ error })}\n`);
  } else {
    stderr.write(`updsts: error: ${sanitize(message)}\n`);
    if (hint) stderr.write(`updsts: hint: ${sanitize(hint)}\n`);
  }
  if (showsFrames) stderr.write(frames(failure));
}

/** The stack frames of the error and of its causes, without their texts. */
function frames(error: UpdstsError): string {
  const lines = ["updsts: the error's origin", ...stackFrames(error)];
  let each = error.cause;
  for (let depth = 0; each instanceof Error && depth < 5; depth++) {
    // Not its name: the AWS SDK sets that to text of the response.
    const type = each.constructor.name;
    lines.push(`updsts: caused by ${type}`, ...stackFrames(each));
    each = each.cause;
  }
  return lines.map((line) => `${sanitize(line)}\n`).join("");
}
