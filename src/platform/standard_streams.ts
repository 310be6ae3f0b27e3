import { Console } from "node:console";
import { fstatSync } from "node:fs";
import process from "node:process";
import { type Readable, Writable } from "node:stream";
import { attempt } from "../util/attempt.ts";
import { within } from "../util/within.ts";
import { writeAllAsync } from "./write_all.ts";

/** Milliseconds to wait at the end for a client that does not read. */
const TIMEOUT = 1_000;

/** Standard input and output, reserved for a protocol. */
export interface StandardStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

/**
 * Reserves standard input and output for a protocol: anything else that this
 * process prints, its libraries included, goes to standard error.
 */
export function takeStandardStreams(): StandardStreams {
  const { stdin, stderr } = process;
  globalThis.console = new Console(stderr, stderr);
  Object.defineProperty(process, "stdout", { value: stderr });
  // `process.stdout` would block everything, signals included, while the
  // client does not read.
  const stdout = new Writable({
    write: (bytes: Uint8Array, _encoding, done) => {
      writeAllAsync(Deno.stdout, oneLine(bytes)).then(() => done(), done);
    },
  });
  stdout.setMaxListeners(0); // Each response that waits for the client has one.
  return { stdin, stdout };
}

/** Whether standard error is a device other than a terminal, such as `/dev/null`. */
export function isStandardErrorDiscarded(): boolean {
  const info = attempt(() => fstatSync(2));
  return !!info?.isCharacterDevice() && !Deno.stderr.isTerminal();
}

/** Waits until all output is read, but no longer than the timeout. */
export async function finish({ stdout }: StandardStreams): Promise<void> {
  await within(TIMEOUT, new Promise((resolve) => stdout.end(resolve)));
}

/** Escapes U+2028 and U+2029 in JSON: some clients take them for a line's end. */
function oneLine(json: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(json);
  const escaped = text.replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return escaped === text ? json : new TextEncoder().encode(escaped);
}
