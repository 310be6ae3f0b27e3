const UNITS: readonly [unit: string, seconds: number][] = [
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
];

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
    const [ago] = inUnits(-seconds);
    return { text: ago ? `expired ${ago} ago` : "expired", state: "expired" };
  }
  const text = inUnits(seconds).join(" ") || "<1m";
  return { text, state: seconds < SOON ? "soon" : "valid" };
}

/** By the largest unit and the one below it, without zeros: `1d 3h`, `42m`. */
function inUnits(seconds: number): string[] {
  const first = UNITS.findIndex(([, length]) => seconds >= length);
  if (first < 0) return [];
  let rest = seconds;
  return UNITS.slice(first, first + 2).flatMap(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count > 0 ? [`${count}${unit}`] : [];
  });
}
