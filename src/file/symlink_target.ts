import { attempt } from "../util/attempt.ts";
import { sleep } from "../util/sleep.ts";

/** Milliseconds that a target may be missing. */
const TIMEOUT = 1_000;
const POLL_INTERVAL = 20;

/**
 * The target of a symlink. An editor may move it away and then create it again,
 * so this waits for a missing target.
 */
export async function realPathOf(path: string): Promise<string> {
  const deadline = performance.now() + TIMEOUT;
  for (let found = 0;;) {
    try {
      return await Deno.realPath(path);
    } catch (error) {
      // A shell's <(command) is a symlink to no path. Once, the target may have
      // been created just now.
      if (attempt(() => Deno.statSync(path))) found++;
      const isMissing = error instanceof Deno.errors.NotFound && found < 2;
      if (!isMissing || performance.now() > deadline) throw error;
    }
    await sleep(POLL_INTERVAL);
  }
}
