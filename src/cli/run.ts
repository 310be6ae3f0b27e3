/**
 * The contract of the user interface:
 *
 * - Results go to standard output. All else goes to standard error, each line
 *   with the program's name in front, without a capital and a full stop.
 * - Errors are one line `updsts: error: …`, with a second `updsts: hint: …`
 *   where there is something to do about it. A stack is shown at `-v 2` only.
 * - With `--json` a failure is one JSON document on standard error, and
 *   nothing else is written there unless `-v` asks for it.
 * - What is shown while something lasts is shown at a terminal only, and erased.
 * - Exit status: 0 done, 1 it could not be done, 2 the command line was wrong,
 *   130 and 143 interrupted (see `exit_status.ts`).
 * - Colour at a terminal only, never with `NO_COLOR` or `TERM=dumb`.
 * - No secret is ever shown, and nothing that a terminal would obey.
 */
import { UpdstsError } from "../errors.ts";
import { hintText } from "./hints.ts";
import type { Log } from "../util/log.ts";
import { VERSION } from "../version.ts";
import type { CliSession, Flags, Output, Runtime } from "./context.ts";
import { directCommand } from "./direct.ts";
import { DONE, exitStatus, WRONG_USAGE } from "./exit_status.ts";
import { stackFrames } from "../util/stack_frames.ts";
import { sanitize, sanitizeJson } from "../util/sanitize.ts";
import { unexpectedError } from "./unexpected_error.ts";

/** Runs a command line and gives its exit status. */
export async function run(
  args: readonly string[],
  runtime: Runtime,
): Promise<number> {
  const failures: UpdstsError[] = [];
  const refuse = (error: UpdstsError) => failures.push(error);
  let verbosity = 0;
  let asJson = isJsonTyped(args);
  try {
    if (isVersion(args)) {
      runtime.stdout.write(`updsts ${VERSION}\n`);
      return DONE;
    }
    const begin = (flags: Flags) => {
      asJson = flags.json ?? false;
      verbosity = readVerbosity(flags.verbose);
      checkCredentialFile(flags.credentialFile);
      return beginSession(flags, verbosity, runtime);
    };
    const line = withoutHelp(args);
    const direct = directCommand(line, runtime.stdout);
    if (direct) {
      await direct(begin);
    } else {
      const { parseAndRun } = await import("./parse_and_run.ts");
      const stdout = args.length === 0 ? runtime.stderr : runtime.stdout;
      const { columns } = runtime;
      await parseAndRun(line, { refuse, begin, stdout, columns });
    }
    if (args.length === 0) return WRONG_USAGE;
  } catch (error) {
    refuse(unexpectedError(error));
  }
  const [failure] = failures;
  if (!failure) return DONE;
  report(failure, asJson, verbosity, runtime.stderr);
  return exitStatus(failure);
}

/** For a command line that can't be read as a whole. */
function isJsonTyped(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end)
    .some((arg) => /^--json(=(true|t|yes|y|on|1))?$/i.test(arg));
}

function isVersion([first, ...more]: readonly string[]): boolean {
  if (first !== "version") {
    return more.length === 0 && (first === "--version" || first === "-V");
  }
  if (more.length === 0) return true;
  throw new UpdstsError("usage", "version takes no argument");
}

/** `help COMMAND` as `COMMAND --help`; so is no word at all. */
function withoutHelp(args: readonly string[]): readonly string[] {
  const [first = "help", ...more] = args;
  if (first !== "help") return args;
  if (more.length > 1) {
    throw new UpdstsError(
      "usage",
      "help takes one command",
      '"updsts help COMMAND" explains a command',
    );
  }
  return [...more.filter((word) => !/^(-h|--help)$/.test(word)), "--help"];
}

function readVerbosity(level: string): number {
  if (/^[012]$/.test(level)) return Number(level);
  throw new UpdstsError("usage", "the verbosity is not 0, 1 or 2");
}

function checkCredentialFile(path: string | undefined): void {
  if (!path?.includes("\0")) return;
  throw new UpdstsError(
    "usage",
    "the name of the credentials file has a null character",
  );
}

function beginSession(
  flags: Flags,
  verbosity: number,
  runtime: Runtime,
): CliSession {
  const { stdout, stderr } = runtime;
  const isDumb = runtime.env("TERM") === "dumb";
  const say = (text: string) => stderr.write(`updsts: ${sanitize(text)}\n`);
  const log: Log = {
    warn: (text) => {
      if (!flags.json || verbosity > 0) say(`warning: ${text}`);
    },
    info: (text) => {
      if (verbosity >= 1) say(text);
    },
    debug: (text) => {
      if (verbosity >= 2) say(text);
    },
  };
  return {
    runtime,
    log,
    services: runtime.makeServices(log),
    color: stdout.isTerminal && runtime.wantsColor && !isDumb,
    async withStatus(text, work) {
      const shows = stderr.isTerminal && !isDumb && !flags.json;
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
  verbosity: number,
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
  if (verbosity >= 2) stderr.write(frames(failure));
}

/** Where it happened, and what kind of error lies below. */
function frames(error: UpdstsError): string {
  const lines = ["updsts: the error's origin", ...stackFrames(error)];
  let each = error.cause;
  for (let depth = 0; each instanceof Error && depth < 5; depth++) {
    lines.push(`updsts: caused by ${each.name}`, ...stackFrames(each));
    each = each.cause;
  }
  return lines.map((line) => `${sanitize(line)}\n`).join("");
}
