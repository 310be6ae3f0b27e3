import { durationText, splitDuration, type Unit } from "../util/duration.ts";

const UNITS: readonly Unit[] = ["day", "hour", "minute"];

/** Seconds: a session that expires sooner may expire during the next command. */
const SOON = 900;

/** The time until an expiry, in few characters. */
export interface Remaining {
  /** `11h 35m`, `<1m`, `expired 2d ago`. */
  readonly text: string;
  /** Nothing where it is not known. */
  readonly state: "valid" | "soon" | "expired" | undefined;
}

/** Formats the time until an expiry, or since it. */
export function remainingTime(expiration: Date, now: Date): Remaining {
  const seconds = Math.floor((expiration.getTime() - now.getTime()) / 1000);
  if (seconds <= 0) {
    const [ago] = shortUnits(-seconds);
    return { text: ago ? `expired ${ago} ago` : "expired", state: "expired" };
  }
  const text = shortUnits(seconds).join(" ") || "<1m";
  return { text, state: seconds < SOON ? "soon" : "valid" };
}

/** By the largest unit and the one below it: `1d 3h`, `42m`. */
function shortUnits(seconds: number): string[] {
  return splitDuration(seconds, UNITS, 2)
    .map(([count, unit]) => `${count}${unit[0]}`);
}

/** A duration in words, by its two largest units: `2 hours 5 minutes`. */
export function formatDuration(seconds: number): string {
  return durationText(seconds, UNITS, 2) || "less than a minute";
}
