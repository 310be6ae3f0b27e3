import { blockAt, type CredentialsDocument, type Section } from "./document.ts";
import { parseExpiration } from "./expiration.ts";
import { hasLongTermKeys } from "./long_term_keys.ts";

/** A session in a block of ours that is over. */
export interface ExpiredSession {
  /** The section's name. */
  readonly section: string;
  /** The source profile: the block's `key=`. */
  readonly source: string;
  /** The line of the section's header; counts from 0. */
  readonly line: number;
  /** When it ended. */
  readonly expiration: Date;
}

/**
 * The sessions that are over. One whose end can't be read is not among them,
 * nor are keys that are no session's: nobody could give them back.
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
    const expiration = endOf(section);
    if (!expiration || expiration > now) continue;
    expired.push({ section: name, source: block.source, line, expiration });
  }
  return expired;
}

/** When a section's keys end, where it says so. */
export function endOf({ settings }: Section): Date | undefined {
  return parseExpiration(settings.get("expiration_datetime")?.value ?? "");
}
