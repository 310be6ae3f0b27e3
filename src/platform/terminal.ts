import { hint, UpdstsError, withParameter } from "../errors.ts";
import { readHidden, type TerminalFile, type Write } from "./hidden_prompt.ts";
import { writeAll } from "./write_all.ts";

const isWindows = Deno.build.os === "windows";

/** The terminal that the user types at, whatever standard input is. */
export interface Terminal extends Disposable {
  /** The same for all processes at it; nothing where the system has no such name. */
  readonly name: string | undefined;
  readonly write: Write;
  /** See `hidden_prompt.ts`. */
  readHidden(prompt: string, signal: AbortSignal): Promise<string | undefined>;
}

/**
 * The failure where an MFA code is needed and there is no terminal.
 *
 * @param command The command to run in a terminal.
 */
export function noTerminal(
  command: string,
  os: string = Deno.build.os,
): UpdstsError {
  // MSYS2's terminal, mintty, gives a program pipes in place of a console.
  const mintty = os === "windows" ? ", in Git Bash with winpty before it" : "";
  return new UpdstsError(
    "usage",
    "there is no MFA code, and no terminal to prompt for it",
    hint`run this in a terminal${mintty}: ${command}; or give the MFA code ${
      withParameter("mfaCode")
    }`,
  );
}

/**
 * Opens the terminal that the user types at: standard input where it is one,
 * else, as far as system and permissions allow, the controlling terminal.
 *
 * @returns Nothing where there is none to read from, or none to write to.
 */
export async function openTerminal(): Promise<Terminal | undefined> {
  const write = await findWriter();
  if (!write) return undefined;
  const name = await terminalName();
  if (Deno.stdin.isTerminal()) {
    return terminal(name, Deno.stdin, write, () => {});
  }
  // Deno opens the console, CONIN$, only with every permission.
  if (isWindows) return undefined;
  try {
    const file = await Deno.open("/dev/tty");
    return terminal(name, file, write, () => file.close());
  } catch {
    return undefined;
  }
}

/**
 * Finds a stream that is the terminal. Deno opens `/dev/tty` for writing only with
 * `--allow-all`.
 *
 * @returns Nothing where the user would not see a prompt.
 */
async function findWriter(): Promise<Write | undefined> {
  const stream = [Deno.stderr, Deno.stdout].find((each) => each.isTerminal());
  if (stream) return writer(stream);
  // A console of Windows can't be written to by its input.
  if (isWindows || !Deno.stdin.isTerminal()) return undefined;
  // The AWS SDKs capture the output of a credential_process and pass standard
  // input on: the terminal, usually open for writing too.
  const { WriteStream } = await import("node:tty");
  const input = new WriteStream(0);
  input.on("error", () => {}); // The callback of the write receives it too.
  return (text) =>
    new Promise((resolve, reject) => {
      input.write(text, (error) => error ? reject(error) : resolve());
    });
}

/** The device number of `/dev/tty` on Linux, the same for every terminal. */
const ANY_TERMINAL = 0x500;

/** The name of the first stream that is a terminal. */
async function terminalName(): Promise<string | undefined> {
  if (isWindows) return undefined; // Every console has the number 0.
  const { fstatSync } = await import("node:fs");
  return nameTerminal([Deno.stdin, Deno.stdout, Deno.stderr].flatMap(
    (stream, descriptor) => stream.isTerminal() ? fstatSync(descriptor) : [],
  ));
}

/**
 * Names the first terminal by its device numbers. Containers number their
 * terminals alike, on different devices.
 *
 * @param terminals What `fstat` says of the streams that are terminals.
 */
export function nameTerminal(
  terminals: readonly { readonly dev: number; readonly rdev: number }[],
): string | undefined {
  const found = terminals.find(({ rdev }) => rdev !== ANY_TERMINAL);
  return found && `${found.dev.toString(16)}-${found.rdev.toString(16)}`;
}

function writer(stream: typeof Deno.stdout | typeof Deno.stderr): Write {
  // deno-lint-ignore require-await -- an exception must become a rejection
  return async (text) => writeAll(stream, text);
}

function terminal(
  name: string | undefined,
  file: TerminalFile,
  write: Write,
  close: () => void,
): Terminal {
  return {
    name,
    write,
    readHidden: (prompt, signal) => readHidden(file, write, prompt, signal),
    [Symbol.dispose]: close,
  };
}
