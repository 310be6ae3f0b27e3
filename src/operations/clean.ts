import {
  type ExpiredSession,
  expiredSessions,
} from "../credentials/expired.ts";
import type { CredentialsDocument } from "../credentials/document.ts";
import { parse } from "../credentials/parse.ts";
import { Profiles } from "../credentials/profiles.ts";
import { readRegion } from "../credentials/region.ts";
import { removalDiff } from "../credentials/removal_diff.ts";
import { removeSessions } from "../credentials/remove.ts";
import type { CredentialStore } from "./get_session.ts";

/** A session that was removed from the file. */
export interface RemovedSession extends ExpiredSession {
  /** Whether its section stays, because it contains lines of the user. */
  readonly isKept: boolean;
}

/** The result of a clean-up. */
export interface CleanUp {
  /** The new text. */
  readonly text: string;
  /** In file order. */
  readonly removed: readonly RemovedSession[];
  /** The removed lines, secrets masked. */
  readonly diff: string;
}

/** Selects the expired sessions to remove. */
export type SessionFilter = (session: ExpiredSession) => boolean;

/**
 * Removes the selected expired sessions from a text.
 *
 * @param config `~/.aws/config`, where it can be read: the region of a block may
 * be that of the source profile there.
 */
export function cleanUp(
  text: string,
  now: Date,
  isChosen: SessionFilter,
  config: CredentialsDocument = parse(""),
): CleanUp {
  const document = parse(text);
  const profiles = new Profiles(document, config);
  const expired = expiredSessions(document, now).filter(isChosen);
  const removal = removeSessions(
    document,
    expired.map(({ section }) => section),
    (source) => readRegion((key) => profiles.get(source, key)),
  );
  return {
    text: removal.text,
    removed: expired.map((session) => ({
      ...session,
      isKept: !removal.sections.has(session.section),
    })),
    diff: removalDiff(document.lines, removal.lines),
  };
}

/** The same in the file, under its lock. */
export async function cleanFile(
  store: Pick<CredentialStore, "dryRun" | "update">,
  now: Date,
  isChosen: SessionFilter,
  signal: AbortSignal,
  config?: CredentialsDocument,
): Promise<CleanUp> {
  let done: CleanUp;
  const edit = (text: string) => {
    done = cleanUp(text, now, isChosen, config);
    return done.text;
  };
  // Only the dry run refuses a read-only file.
  await store.dryRun(edit, signal);
  signal.throwIfAborted();
  await store.update(edit, signal);
  return done!;
}
