import { attempt } from "../util/attempt.ts";
import type { Log } from "../util/log.ts";
import { sanitize } from "../util/sanitize.ts";

/**
 * A log that passes warnings to a program, and drops everything else. An error of
 * the program must not fail an update that has replaced the file.
 */
export function warningLog(
  onWarning: ((message: string) => void) | undefined,
): Log {
  return {
    warn: (text) => attempt(() => onWarning?.(sanitize(text))),
    info() {},
    debug() {},
  };
}
