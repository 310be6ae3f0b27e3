import type { Log } from "../util/log.ts";
import { sanitize } from "../util/sanitize.ts";

/** A log that passes warnings to a program, and drops everything else. */
export function warningLog(
  onWarning: ((message: string) => void) | undefined,
): Log {
  return {
    warn: (text) => onWarning?.(sanitize(text)),
    info() {},
    debug() {},
  };
}
