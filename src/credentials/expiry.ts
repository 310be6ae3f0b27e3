import { mask } from "./mask_values.ts";
import type { Section } from "./document.ts";
import type { ReadSetting } from "./read_setting.ts";

/** The expiry of a profile's keys, as a tool wrote it. */
interface Expiry {
  readonly key: string;
  readonly written: string;
  /** Nothing where the text is not a date. */
  readonly date: Date | undefined;
}

/** The keys of an expiry, the first one that is set first; updsts writes that one. */
export const EXPIRY_KEYS: readonly string[] = [
  "expiration_datetime",
  // saml2aws, okta-aws-cli: RFC 3339.
  "x_security_token_expires",
  // aws-mfa: UTC without an offset; awsume: local time without an offset.
  "expiration",
];

/** The expiry of a profile's keys, if any tool wrote one. */
export function readExpiry(read: ReadSetting): Expiry | undefined {
  for (const key of EXPIRY_KEYS) {
    const written = read(key);
    if (!written) continue;
    const isLocal = key === EXPIRY_KEYS[0] || read("autoawsume") !== undefined;
    return { key, written, date: parseExpiration(written, isLocal) };
  }
  return undefined;
}

/** The expiry of a section's keys, whichever tool wrote it. */
export function expiryOf({ settings }: Section): Date | undefined {
  return readExpiry((key) => settings.get(key)?.value)?.date;
}

/** Seconds until an expiry; 0 where it has passed, `null` where it is unknown. */
export function remainingSeconds(
  expiry: Date | undefined,
  now: Date,
): number | null {
  const remaining = expiry && (expiry.getTime() - now.getTime()) / 1000;
  return remaining === undefined ? null : Math.max(0, Math.floor(remaining));
}

/** The expiry to show: with an offset; masked where it is not a date. */
export function showExpiry({ key, written, date }: Expiry): string {
  if (!date) return mask(written);
  return key === EXPIRY_KEYS[0] ? written : formatExpiration(date);
}

const ISO_8601 =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads an expiry.
 *
 * @param isLocal Whether a time without an offset is local; otherwise it is UTC.
 */
export function parseExpiration(
  value: string,
  isLocal = true,
): Date | undefined {
  const [matched, , , offset] = ISO_8601.exec(value) ?? [];
  if (matched === undefined) return undefined;
  // JavaScript takes February 30 for March 2.
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  if (day.getUTCDate() !== Number(value.slice(8, 10))) return undefined;
  const date = new Date(
    value.replace(" ", "T").replace(/([+-]\d{2})(\d{2})$/, "$1:$2") +
      (isLocal || offset !== undefined ? "" : "Z"),
  );
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * ISO 8601 to the second with an offset, as in `2025-10-05T15:30:00+09:00`.
 *
 * @param offset Minutes east of Greenwich; the local time zone's by default.
 */
export function formatExpiration(
  date: Date,
  offset: number = -date.getTimezoneOffset(),
): string {
  const local = new Date(date.getTime() + offset * 60_000);
  const sign = offset < 0 ? "-" : "+";
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(offset) % 60).padStart(2, "0");
  return `${local.toISOString().slice(0, 19)}${sign}${hours}:${minutes}`;
}
