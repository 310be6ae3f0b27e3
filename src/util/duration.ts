const SECONDS = { day: 86_400, hour: 3_600, minute: 60, second: 1 };

export type Unit = keyof typeof SECONDS;

/**
 * Splits a duration into units, without zeros.
 *
 * @param seconds The duration; a part of the smallest unit is left out.
 * @param units The units, the largest one first.
 * @param most How many units are used, from the first one that fits.
 */
export function splitDuration(
  seconds: number,
  units: readonly Unit[],
  most: number = units.length,
): (readonly [count: number, unit: Unit])[] {
  const first = units.findIndex((unit) => seconds >= SECONDS[unit]);
  if (first < 0) return [];
  let rest = seconds;
  return units.slice(first, first + most).map((unit) => {
    const count = Math.floor(rest / SECONDS[unit]);
    rest -= count * SECONDS[unit];
    return [count, unit] as const;
  }).filter(([count]) => count > 0);
}

/** The same in words: `2 hours 5 minutes`. */
export function durationText(
  ...duration: Parameters<typeof splitDuration>
): string {
  return splitDuration(...duration)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}

/** A duration by its two largest units: `2 hours 5 minutes`. */
export function formatDuration(seconds: number): string {
  return durationText(seconds, ["day", "hour", "minute"], 2) ||
    "less than a minute";
}
