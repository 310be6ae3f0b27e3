import type { Log } from "../util/log.ts";
import type {
  McpServerOptions,
  ToolDescription,
} from "../operations/mcp_server.ts";
import type { Services } from "../operations/services.ts";
import type { Terminal } from "../platform/terminal.ts";

/** A stream that people or programs read. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** The MCP server, as far as the command line uses it. */
export interface Mcp {
  /** Serves until the client is gone. */
  serve(options: McpServerOptions): Promise<void>;
  tools(): Promise<readonly ToolDescription[]>;
  /**
   * The program and the arguments that start the server of this installation,
   * for the credentials file of `-c`, if any.
   */
  command(
    credentialFile: string | undefined,
  ): Promise<readonly [string, ...string[]]>;
}

/** All that the command line knows of the runtime. */
export interface Runtime {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The width of the terminal. */
  columns(): number;
  env(name: string): string | undefined;
  /** Does the run's permission to read the environment include the variable? */
  maySee(name: string): boolean;
  /** Does the user want colour, as far as the environment says? */
  readonly wantsColor: boolean;
  now(): Date;
  /** The first line of standard input. */
  readLine(): Promise<string>;
  /** The terminal; nothing where there is none. */
  openTerminal(): Promise<Terminal | undefined>;
  /** Aborted by Ctrl-C, SIGTERM and the like. */
  readonly signal: AbortSignal;
  makeServices(log: Log): Services;
  readonly mcp: Mcp;
}

/** The session of a command. */
export interface CliSession {
  readonly runtime: Runtime;
  readonly log: Log;
  readonly services: Services;
  readonly color: boolean;
  /** Says what is waited for while it lasts. */
  withStatus<T>(text: string, work: Promise<T>): Promise<T>;
}
