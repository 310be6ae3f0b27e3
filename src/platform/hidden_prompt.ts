import { abortable } from "../util/abortable.ts";
import { ctrlC, hangUp } from "./interruption.ts";

const isWindows = Deno.build.os === "windows";

/** The part of a terminal's file that is used. */
export type TerminalFile = Pick<Deno.FsFile, "read" | "setRaw">;
/** Writes where the user sees it; rejects where it can't be written. */
export type Write = (text: string) => Promise<void>;

/** The prompt can't be shown, so nothing was read. */
export class PromptNotShown extends Error {}

/**
 * Prompts for a line and reads it without showing it.
 *
 * @returns Nothing for Ctrl-D.
 * @throws {PromptNotShown}
 * @throws {UpdstsError} `interrupted`
 */
export async function readHidden(
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

/** The state of the line after a key. */
export type KeyResult = "typing" | "done" | "end" | "interrupt";

/** A line that is typed without being shown. */
export class HiddenLine {
  #text = "";

  get text(): string {
    return this.#text;
  }

  onKey(key: string): KeyResult {
    switch (key) {
      case "\r":
      case "\n":
        return "done";
      case "\x03": // Ctrl-C
      case "\x1c": // Ctrl-\
        return "interrupt";
      case "\x04": // Ctrl-D
        return this.#text === "" ? "end" : "typing";
      case "\x7f": // Backspace
      case "\b":
        this.#text = this.#text.slice(0, -1);
        return "typing";
      case "\x15": // Ctrl-U
        this.#text = "";
        return "typing";
    }
    if (key >= " " && this.#text.length < MAX_LENGTH) this.#text += key;
    return "typing";
  }
}

const MAX_LENGTH = 64;
