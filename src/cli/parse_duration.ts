import { UpdstsError } from "../errors.ts";

const UNITS: [string, number][] = [["day", 86_400], ["hour", 3_600], [
  "minute",
  60,
]];

/** A duration in words, by its two largest units: `2 hours 5 minutes`. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  if (rest < 60) return "less than a minute";
  const words: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(" ");
}

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
