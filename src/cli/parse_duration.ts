import { UpdstsError } from "../errors.ts";

const SECONDS = { "": 1, m: 60, h: 3_600 };

/**
 * Parses a duration: `3600` seconds, `90m` or `12h`.
 *
 * @param option The option that it is the value of, for the message.
 * @returns Seconds.
 */
export function parseDuration(option: string, text: string): number {
  const [, number, unit = ""] = /^([0-9]+)([mh]?)$/.exec(text) ?? [];
  if (number !== undefined) {
    return Number(number) * SECONDS[unit as keyof typeof SECONDS];
  }
  throw new UpdstsError(
    "usage",
    `the value of ${option} is not a duration`,
    "write it in seconds, minutes or hours: 3600, 90m or 12h",
  );
}
