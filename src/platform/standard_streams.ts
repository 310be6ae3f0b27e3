import { Console } from "node:console";
import process from "node:process";
import { type Readable, Writable } from "node:stream";

/** How long a reader that does not read is waited for at the end. */
const TIMEOUT = 1_000;

/** Standard input and output, for a protocol alone. */
export interface StandardStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

/**
 * Takes standard input and output for a protocol: whatever else this process
 * prints from now on, our libraries included, goes to standard error.
 */
export function takeStandardStreams(): StandardStreams {
  const { stdin, stderr } = process;
  globalThis.console = new Console(stderr, stderr);
  Object.defineProperty(process, "stdout", { value: stderr });
  // `process.stdout` would hold up everything, signals included, while the
  // client does not read.
  const stdout = new Writable({
    write: (bytes: Uint8Array, _encoding, done) => {
      writeAll(bytes).then(() => done(), done);
    },
  });
  stdout.setMaxListeners(0); // Each answer that waits for the reader has one.
  return { stdin, stdout };
}

/** Waits until what was written is out, if somebody reads it. */
export async function finish({ stdout }: StandardStreams): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT);
    stdout.end(() => resolve());
  });
  clearTimeout(timer);
}

async function writeAll(bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await Deno.stdout.write(rest));
}
