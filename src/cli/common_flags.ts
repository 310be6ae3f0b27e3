import type { Command, CommandContext } from "@stricli/core";
import type { CliSession, Flags } from "./context.ts";

/** What a command is given: the streams that the library wants, and a session. */
export interface CliContext extends CommandContext {
  /** Makes the session when the command's flags are known. */
  begin(flags: Flags): CliSession;
  /** The commands of the table by name, without the hidden ones. */
  readonly commands: ReadonlyMap<string, Command<CliContext>>;
}

/** A flag that is taken as it was typed; the command itself judges it. */
export const text = { kind: "parsed", parse: String } as const;

/** The flags that every command has. */
export const commonFlags = {
  credentialFile: {
    ...text,
    optional: true,
    placeholder: "FILE",
    brief:
      "The credentials file [AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/credentials]",
  },
  verbose: {
    ...text,
    default: "0",
    placeholder: "LEVEL",
    brief: "1 says what it does, 2 adds what helps to debug",
  },
  json: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "One JSON document on standard output",
  },
} as const;

/** Their one-letter forms. */
export const commonAliases = { c: "credentialFile", v: "verbose" } as const;
