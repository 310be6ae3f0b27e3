import { type ErrorCode, UpdstsError } from "../errors.ts";
import { FileStore } from "../store/file_store.ts";

/** What came of reading a credentials file: plain data, for other code to take. */
export interface ReadAhead {
  readonly path: string;
  readonly text?: string;
  readonly failure?: { code: ErrorCode; message: string; hint?: string };
  readonly warnings: readonly string[];
}

/** Reads a credentials file, and keeps whatever comes of it. */
export async function readAhead(path: string): Promise<ReadAhead> {
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  const store = new FileStore(path, { warn, info() {}, debug() {} });
  try {
    return { path, text: await store.read((text) => text), warnings };
  } catch (error) {
    const { code, message, hint } = error instanceof UpdstsError
      ? error
      : new UpdstsError("internal", "a fault of updsts itself");
    const failure = { code, message, ...(hint === undefined ? {} : { hint }) };
    return { path, failure, warnings };
  }
}
