import { Console } from "node:console";
import process from "node:process";

/**
 * Standard input and output, for the protocol alone: whatever else this
 * process prints from now on, our libraries included, goes to standard error.
 */
export function takeStandardStreams(): Pick<
  typeof process,
  "stdin" | "stdout"
> {
  const { stdin, stdout, stderr } = process;
  globalThis.console = new Console(stderr, stderr);
  Object.defineProperty(process, "stdout", { value: stderr });
  return { stdin, stdout };
}
