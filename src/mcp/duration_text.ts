/** `5400` as `1 hour 30 minutes`. */
export function durationText(seconds: number): string {
  const parts: [count: number, unit: string][] = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ];
  return parts.filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}

/** The time until a point of `performance.now()`, in minutes. */
export function remainingTime(
  { expiresAt }: { readonly expiresAt: number },
): string {
  const minutes = Math.ceil((expiresAt - performance.now()) / 60_000);
  return durationText(Math.max(1, minutes) * 60);
}
