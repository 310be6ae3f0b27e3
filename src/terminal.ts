import { unlessAborted } from "./abortable.ts";
import { UpdstsError } from "./errors.ts";
import { HiddenLine } from "./hidden_line.ts";

const isWindows = Deno.build.os === "windows";

/** The terminal that the user types at, whatever standard input is. */
export interface Terminal extends Disposable {
  /** Reads a line without showing it; nothing at the end of input. */
  readHidden(signal: AbortSignal): Promise<string | undefined>;
}

/** What of a terminal's file is used. */
type TerminalFile = Pick<Deno.FsFile, "read" | "setRaw" | "isTerminal">;

/**
 * Opens the terminal that the user types at: standard input where it is one,
 * else, as far as system and permissions allow, the controlling terminal.
 */
export async function openTerminal(): Promise<Terminal | undefined> {
  if (Deno.stdin.isTerminal()) return terminal(Deno.stdin, () => {});
  if (isWindows) return undefined;
  try {
    const file = await Deno.open("/dev/tty");
    return terminal(file, () => file.close());
  } catch {
    return undefined;
  }
}

function terminal(file: TerminalFile, close: () => void): Terminal {
  return {
    readHidden: (signal) => readHidden(file, signal),
    [Symbol.dispose]: close,
  };
}

async function readHidden(
  file: TerminalFile,
  signal: AbortSignal,
): Promise<string | undefined> {
  const line = new HiddenLine();
  const bytes = new Uint8Array(64);
  signal.throwIfAborted();
  file.setRaw(true, isWindows ? undefined : { cbreak: true });
  try {
    for (;;) {
      const count = await unlessAborted(file.read(bytes), signal);
      if (count === null) return undefined;
      for (const key of new TextDecoder().decode(bytes.subarray(0, count))) {
        switch (line.onKey(key)) {
          case "done":
            return line.text;
          case "end":
            return undefined;
          case "interrupt":
            throw new UpdstsError("interrupted", "interrupted");
        }
      }
    }
  } finally {
    file.setRaw(false);
  }
}
