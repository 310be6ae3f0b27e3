import type { ServerCommand } from "./mcp_clients.ts";
import type { Log } from "../util/log.ts";
import type {
  McpServerOptions,
  ToolDescription,
} from "../operations/mcp_server_options.ts";
import type { Services } from "../operations/services.ts";
import type { Terminal } from "../platform/terminal.ts";

/** A stream that people or programs read. */
export interface Output {
  /**
   * Writes a text. A failure of standard output is thrown, except where its reader
   * has ended.
   *
   * @returns Whether it was written.
   */
  write(text: string): boolean;
  readonly isTerminal: boolean;
}

/** What the command line needs of the MCP server. */
export interface Mcp {
  /** Serves until the client disconnects. */
  serve(options: McpServerOptions): Promise<void>;
  tools(): Promise<readonly ToolDescription[]>;
  /**
   * The command that starts the server of this installation, for the credentials
   * file of `-c`, if any. The variables that hold a password are named only.
   */
  command(
    credentialFile: string | undefined,
  ): Promise<ServerCommand & { readonly unsafe: readonly string[] }>;
}

/** The streams, the environment and the services of a run. */
export interface Runtime {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether standard error is a device that no one reads, such as `/dev/null`. */
  discardsMessages(): Promise<boolean>;
  /** The width of the terminal. */
  columns(): number;
  env(name: string): string | undefined;
  /** Whether the run has the permission to read the variable. */
  canReadVariable(name: string): boolean;
  /** Whether the environment permits colour. */
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
