import { abortable } from "../util/abortable.ts";
import { hint, UpdstsError, withParameter } from "../errors.ts";
import { HiddenLine } from "./hidden_line.ts";
import { ctrlC, hangUp } from "./interruption.ts";
import { writeAll } from "./write_all.ts";

const isWindows = Deno.build.os === "windows";

/** The terminal that the user types at, whatever standard input is. */
export interface Terminal extends Disposable {
  /** The same for all processes at it; nothing where the system has no such name. */
  readonly name: string | undefined;
  /**
   * Writes where the user sees it.
   *
   * @throws Any error where it can't be written.
   */
  write(text: string): Promise<void>;
  /**
   * Prompts for a line and reads it without showing it.
   *
   * @returns Nothing for Ctrl-D.
   * @throws {PromptNotShown}
   * @throws {UpdstsError} `interrupted`
   */
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

/** The prompt can't be shown, so nothing was read. */
export class PromptNotShown extends Error {}

/** The part of a terminal's file that is used. */
type TerminalFile = Pick<Deno.FsFile, "read" | "setRaw">;
type Write = Terminal["write"];

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

/** The device number of `/dev/tty` on Linux, whichever terminal it stands for. */
const ANY_TERMINAL = 0x500;

/**
 * The device numbers of the first stream that is a terminal. Containers number
 * their terminals alike, on different devices.
 */
async function terminalName(): Promise<string | undefined> {
  if (isWindows) return undefined; // Every console has the number 0.
  const { fstatSync } = await import("node:fs");
  const found = [Deno.stdin, Deno.stdout, Deno.stderr].flatMap(
    (stream, descriptor) => stream.isTerminal() ? fstatSync(descriptor) : [],
  ).find(({ rdev }) => rdev !== ANY_TERMINAL);
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

async function readHidden(
  file: TerminalFile,
  write: Write,
  prompt: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  signal.throwIfAborted();
  let line = new HiddenLine();
  const closed = new AbortController();
  const begin = async () => {
    file.setRaw(true, isWindows ? undefined : { cbreak: true });
    line = new HiddenLine();
    await write(prompt);
  };
  // After Ctrl-Z the shell has turned the terminal's echo on again.
  const resume = () => begin().catch(() => closed.abort(hangUp()));
  const either = AbortSignal.any([signal, closed.signal]);
  try {
    if (!isWindows) Deno.addSignalListener("SIGCONT", resume);
    const begun = begin().catch(() => {
      throw new PromptNotShown();
    });
    await abortable(begun, signal);
    const bytes = new Uint8Array(64);
    // A character may be split between two reads.
    const decoder = new TextDecoder();
    for (;;) {
      const reading = file.read(bytes).catch(() => null);
      const count = await abortable(reading, either);
      // Ctrl-D arrives as a key: only a closed terminal has an end.
      if (count === null) throw hangUp();
      const keys = decoder.decode(bytes.subarray(0, count), { stream: true });
      for (const key of keys) {
        switch (line.onKey(key)) {
          case "done":
            return line.text;
          case "end":
            return undefined;
          case "interrupt":
            throw ctrlC();
        }
      }
    }
  } finally {
    if (!isWindows) Deno.removeSignalListener("SIGCONT", resume);
    try {
      file.setRaw(false);
    } catch {
      // The terminal is closed.
    }
    await write("\n").catch(() => {});
  }
}
