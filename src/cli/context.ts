import type { Log } from "../log.ts";
import type { Services } from "../services.ts";

/** A stream that people or programs read. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** The terminal that the user types at, whatever standard input is. */
export interface Terminal extends Disposable {
  /** Reads a line without showing it; nothing at the end of input. */
  readHidden(signal: AbortSignal): Promise<string | undefined>;
}

/** All that the command line knows of the world. */
export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The width of the terminal. */
  columns(): number;
  env(name: string): string | undefined;
  /** Does the user want colour, as far as the environment says? */
  readonly wantsColor: boolean;
  now(): Date;
  /** The first line of standard input. */
  readLine(): Promise<string>;
  /** The terminal; nothing where there is none. */
  openTerminal(): Promise<Terminal | undefined>;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  makeServices(log: Log): Services;
}
