import { formatExpiration, parseExpiration } from "./expiration.ts";
import { mask } from "./mask_secrets.ts";

/** The expiry of a profile's keys, as a tool wrote it. */
export interface Expiry {
  /** The key that it is in. */
  readonly key: string;
  readonly written: string;
  /** Nothing where the text is not a date. */
  readonly date: Date | undefined;
}

/** The keys that tools write the expiry into; the first one takes precedence. */
export const EXPIRY_KEYS: readonly string[] = [
  "expiration_datetime",
  // saml2aws, okta-aws-cli: RFC 3339.
  "x_security_token_expires",
  // aws-mfa: UTC without an offset; awsume: local time without an offset.
  "expiration",
];

/**
 * The expiry of a profile's keys. Only `expiration_datetime` is ever written.
 *
 * @param read Reads a key of the profile.
 * @returns Nothing where no tool wrote one.
 */
export function readExpiry(
  read: (key: string) => string | undefined,
): Expiry | undefined {
  for (const key of EXPIRY_KEYS) {
    const written = read(key);
    if (!written) continue;
    const isLocal = key === EXPIRY_KEYS[0] || read("autoawsume") !== undefined;
    return { key, written, date: parseExpiration(written, isLocal) };
  }
  return undefined;
}

/** The expiry to show: with an offset; masked where it is not a date. */
export function showExpiry({ key, written, date }: Expiry): string {
  if (!date) return mask(written);
  return key === EXPIRY_KEYS[0] ? written : formatExpiration(date);
}
