import { run as runApplication } from "@stricli/core";
import type { UpdstsError } from "../errors.ts";
import { formatHelp } from "./help.ts";
import { normalizeArgs } from "./normalize_args.ts";
import { makeApplication } from "./commands.ts";
import { commandsOf } from "./commands_of.ts";
import type { Output } from "./context.ts";
import type { CliSession, Flags } from "./context.ts";

/** What a command line is parsed and run with. */
export interface Runner {
  refuse(error: UpdstsError): void;
  begin(flags: Flags): CliSession;
  readonly stdout: Output;
  /** The width of the terminal. */
  columns(): number;
}

/** Parses a command line by the command table, and runs the command. */
export async function parseAndRun(
  args: readonly string[],
  { refuse, begin, stdout, columns }: Runner,
): Promise<void> {
  const application = makeApplication(refuse, args[0]);
  const commands = commandsOf(application);
  const line = normalizeArgs(args);
  const options = line.slice(
    0,
    line.includes("--") ? line.indexOf("--") : undefined,
  );
  const isHelp = options.some((word) => word === "--help" || word === "-h");
  const shown = (text: string) => {
    if (!isHelp) return text;
    const width = stdout.isTerminal ? columns() : 80;
    return formatHelp(text, commands.get(line[0]!), width);
  };
  await runApplication(application, line, {
    process: {
      stdout: { write: (text) => stdout.write(shown(text)) },
      stderr: { write: () => {} },
    },
    begin,
    commands,
  });
}
