import { blockAt, type CredentialsDocument, type Section } from "./document.ts";
import { parseExpiration } from "./expiration.ts";
import { readExpiry } from "./expiry.ts";
import { hasLongTermKeys } from "./long_term_keys.ts";

/** An expired session in a block of updsts. */
export interface ExpiredSession {
  /** The section's name. */
  readonly section: string;
  /** The source profile: the block's `key=`. */
  readonly source: string;
  /** The line of the section's header; counts from 0. */
  readonly line: number;
  /** Its expiry. */
  readonly expiration: Date;
}

/**
 * The expired sessions. A session without a readable expiry is not among them,
 * nor are long-term access keys, which could not be restored.
 */
export function expiredSessions(
  document: CredentialsDocument,
  now: Date,
): ExpiredSession[] {
  const expired: ExpiredSession[] = [];
  for (const section of document.sections.values()) {
    const { name, line } = section;
    const block = blockAt(document, line);
    if (!block || hasLongTermKeys(section)) continue;
    // That of another tool may be the expiry of other keys.
    const expiration = parseExpiration(
      section.settings.get("expiration_datetime")?.value ?? "",
    );
    if (!expiration || expiration > now) continue;
    expired.push({ section: name, source: block.source, line, expiration });
  }
  return expired;
}

/** The expiry of a section's keys, whichever tool wrote it. */
export function expiryOf({ settings }: Section): Date | undefined {
  return readExpiry((key) => settings.get(key)?.value)?.date;
}
