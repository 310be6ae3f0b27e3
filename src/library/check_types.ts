import { UpdstsError } from "./errors.ts";

/** Arguments by their names: a caller without types may pass anything. */
type Arguments = Readonly<Record<string, unknown>>;

/**
 * Refuses arguments that are no strings.
 *
 * @throws {UpdstsError} `usage`
 */
export function requireStrings(given: Arguments): void {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== "string") throw notA("string", name);
  }
}

/** The same, where each argument may be left out. */
export function requireOptionalStrings(given: Arguments): void {
  requireStrings(
    Object.fromEntries(
      Object.entries(given).filter(([, value]) =>
        (value ?? undefined) !== undefined
      ),
    ),
  );
}

/**
 * Refuses a time that is no date: no expiry would be before it.
 *
 * @throws {UpdstsError} `usage`
 */
export function requireDate(now: unknown): void {
  if (now instanceof Date && !Number.isNaN(now.getTime())) return;
  throw notA("valid Date", "now");
}

/** The failure of an argument of another type. */
export function notA(type: string, name: string): UpdstsError {
  return new UpdstsError("usage", `${name} is not a ${type}`);
}
