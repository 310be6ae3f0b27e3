import { run as runApplication } from "@stricli/core";
import type { UpdstsError } from "../errors.ts";
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
}

/** Parses a command line by the command table, and runs the command. */
export async function parseAndRun(
  args: readonly string[],
  { refuse, begin, stdout }: Runner,
): Promise<void> {
  const application = makeApplication(refuse, args[0]);
  await runApplication(application, normalizeArgs(args), {
    process: {
      stdout: { write: (text) => stdout.write(text) },
      stderr: { write: () => {} },
    },
    begin,
    commands: commandsOf(application),
  });
}
