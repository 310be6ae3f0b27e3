import {
  type BlockSession,
  blockSessions,
  expiredSessions,
} from "../credentials/block_sessions.ts";
import type { CredentialsDocument } from "../credentials/document.ts";
import { parse } from "../credentials/parse.ts";
import { Profiles } from "../credentials/profiles.ts";
import { readRegion } from "../credentials/region.ts";
import { removalDiff } from "../credentials/removal_diff.ts";
import { removeSessions } from "../credentials/remove_sessions.ts";
import type { CredentialStore } from "./credential_store.ts";

interface RemovedSession extends BlockSession {
  /** Whether its section stays, because it contains lines of the user. */
  readonly isKept: boolean;
}

export interface CleanUp {
  readonly text: string;
  /** In file order. */
  readonly removed: readonly RemovedSession[];
  /** The removed lines, secrets masked. */
  readonly diff: string;
}

export interface SessionSelection {
  readonly now: Date;
  /** Whether sessions that have not expired are selected, too. */
  readonly includesLive?: boolean;
  /** By default all. */
  isChosen?(session: BlockSession): boolean;
  /**
   * `~/.aws/config`, where it can be read: the region of a block may be that of
   * the source profile there.
   */
  readonly config?: CredentialsDocument | undefined;
}

/** Removes the selected sessions from a text. */
export function cleanUp(
  text: string,
  { now, includesLive = false, isChosen = () => true, config }:
    SessionSelection,
): CleanUp {
  const document = parse(text);
  const profiles = new Profiles(document, config ?? parse(""));
  const sessions = includesLive
    ? blockSessions(document)
    : expiredSessions(document, now);
  const chosen = sessions.filter((session) => isChosen(session));
  const removal = removeSessions(
    document,
    chosen.map(({ section }) => section),
    (source) => readRegion((key) => profiles.get(source, key)),
  );
  return {
    text: removal.text,
    removed: chosen.map((session) => ({
      ...session,
      isKept: !removal.sections.has(session.section),
    })),
    diff: removalDiff(document.lines, removal.lines),
  };
}

/** The same in the file, under its lock. */
export async function cleanFile(
  store: Pick<CredentialStore, "dryRun" | "update">,
  selection: SessionSelection,
  signal: AbortSignal,
): Promise<CleanUp> {
  let done: CleanUp;
  const edit = (text: string) => {
    done = cleanUp(text, selection);
    return done.text;
  };
  // Only the dry run refuses a read-only file.
  await store.dryRun(edit, signal);
  signal.throwIfAborted();
  await store.update(edit, signal);
  return done!;
}
