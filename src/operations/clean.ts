import {
  type ExpiredSession,
  expiredSessions,
} from "../credentials/expired.ts";
import { parse } from "../credentials/parse.ts";
import { removalDiff } from "../credentials/removal_diff.ts";
import { removeSessions } from "../credentials/remove.ts";
import type { CredentialStore } from "./get_session.ts";

/** A session that was taken out of the file. */
export interface RemovedSession extends ExpiredSession {
  /** Does its section stay, for the user's lines in it? */
  readonly isKept: boolean;
}

/** What a clean-up does to the file. */
export interface CleanUp {
  /** The new text. */
  readonly text: string;
  /** In file order. */
  readonly removed: readonly RemovedSession[];
  /** The lines that go, secrets masked. */
  readonly diff: string;
}

/** Which of the expired sessions are to go. */
export type SessionFilter = (session: ExpiredSession) => boolean;

/** Takes the chosen expired sessions out of a file's text. */
export function cleanUp(
  text: string,
  now: Date,
  isChosen: SessionFilter,
): CleanUp {
  const document = parse(text);
  const expired = expiredSessions(document, now).filter(isChosen);
  const removal = removeSessions(
    document,
    expired.map(({ section }) => section),
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

/** The same in the file, as it is when the lock is had. */
export async function cleanFile(
  store: CredentialStore,
  now: Date,
  isChosen: SessionFilter,
  signal: AbortSignal,
): Promise<CleanUp> {
  let done: CleanUp;
  const edit = (text: string) => {
    done = cleanUp(text, now, isChosen);
    return done.text;
  };
  // A file that its user made read-only is refused by the rehearsal alone.
  await store.dryRun(edit, signal);
  signal.throwIfAborted();
  await store.update(edit, signal);
  return done!;
}
