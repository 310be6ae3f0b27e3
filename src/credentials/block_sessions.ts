import { blockAt } from "./blocks.ts";
import type { CredentialsDocument } from "./document.ts";
import { parseExpiration } from "./expiry.ts";
import { hasLongTermKeys } from "./read_keys.ts";
import { SESSION_KEYS } from "./remove_sessions.ts";

/** A session in a block of updsts. */
export interface BlockSession {
  readonly section: string;
  /** The source profile: the block's `key=`. */
  readonly source: string;
  /** The line of the section's header; counts from 0. */
  readonly line: number;
  /** Nothing where it cannot be read. */
  readonly expiration: Date | undefined;
}

/**
 * The sessions in blocks of updsts. Long-term access keys are not among them: they
 * could not be restored.
 */
export function blockSessions(document: CredentialsDocument): BlockSession[] {
  const sessions: BlockSession[] = [];
  for (const section of document.sections.values()) {
    const { name, line, settings } = section;
    const block = blockAt(document, line);
    if (!block || hasLongTermKeys(section)) continue;
    if (!SESSION_KEYS.some((key) => settings.has(key))) continue;
    // That of another tool may be the expiry of other keys.
    const written = settings.get("expiration_datetime")?.value ?? "";
    const expiration = parseExpiration(written);
    sessions.push({ section: name, source: block.source, line, expiration });
  }
  return sessions;
}

/** The sessions among these that have expired, as far as their expiry is known. */
export function expiredSessions(
  document: CredentialsDocument,
  now: Date,
): BlockSession[] {
  return blockSessions(document)
    .filter(({ expiration }) => expiration !== undefined && expiration <= now);
}
