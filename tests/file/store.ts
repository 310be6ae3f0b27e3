import { UpdstsError } from "../../src/errors.ts";
import { FileStore } from "../../src/file/file_store.ts";

export const isWindows = Deno.build.os === "windows";
export const isRoot = !isWindows && Deno.uid() === 0;

/** A signal that is never aborted. */
export const signal = new AbortController().signal;

/** A reader that takes any text. */
export const asItIs = (text: string): string => text;

/** A store; what it warns of goes to `lines`. */
export function open(path: string, lines: string[] = []): FileStore {
  return new FileStore(path, {
    warn: (text) => lines.push(text),
    info: () => {},
    debug: () => {},
  });
}

export function modeOf(path: string): number {
  return Deno.statSync(path).mode! & 0o7777;
}

/** The refusal that the work ends with. */
export async function refusal(work: Promise<unknown>): Promise<UpdstsError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UpdstsError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}
