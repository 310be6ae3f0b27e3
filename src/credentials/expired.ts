import { blockAt, type CredentialsDocument } from "./document.ts";
import { parseExpiration } from "./expiration.ts";

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

/** The sessions that are over. One whose end can't be read is not among them. */
export function expiredSessions(
  document: CredentialsDocument,
  now: Date,
): ExpiredSession[] {
  const expired: ExpiredSession[] = [];
  for (const { name, line, settings } of document.sections.values()) {
    const block = blockAt(document, line);
    const written = settings.get("expiration_datetime")?.value;
    if (!block || written === undefined) continue;
    const expiration = parseExpiration(written);
    if (!expiration || expiration > now) continue;
    expired.push({ section: name, source: block.source, line, expiration });
  }
  return expired;
}
