/** The program in the first thread, once that has given its permissions back. */
import { UpdstsError } from "../errors.ts";
import type { Log } from "../log.ts";
import { FileStore } from "../store/file_store.ts";
import type { ReadAhead } from "./read_ahead.ts";
import { takeAwayLoaders } from "./take_away.ts";

/**
 * Runs the program.
 *
 * @param ahead What was read before, where something was.
 */
export async function runBare(ahead: ReadAhead | undefined): Promise<void> {
  takeAwayLoaders();
  const { main } = await import("../main.ts");
  await main(
    Deno.exit,
    ahead && ((path, log) => new FileAlreadyRead(path, log, ahead)),
  );
}

/** Reading gives what was read ahead; anything else lacks the permission. */
class FileAlreadyRead extends FileStore {
  readonly #path: string;
  readonly #log: Log;
  readonly #ahead: ReadAhead;

  constructor(path: string, log: Log, ahead: ReadAhead) {
    super(path, log);
    this.#path = path;
    this.#log = log;
    this.#ahead = ahead;
  }

  override async read<T>(use: (text: string) => T): Promise<T> {
    const { path, text, failure, warnings } = this.#ahead;
    if (path !== this.#path) return await super.read(use);
    for (const warning of warnings) this.#log.warn(warning);
    if (text !== undefined) return use(text);
    const { code, message, hint } = failure!;
    throw new UpdstsError(code, message, hint);
  }
}
