import type { KeySection } from "../credentials/key_section.ts";
import { blockAt } from "../credentials/document.ts";
import { type Keys, readKeys } from "../credentials/read_keys.ts";
import { hasLongTermKeys } from "../credentials/long_term_keys.ts";
import type { Profiles } from "../credentials/profiles.ts";
import type { RecommendedRequest } from "../errors.ts";
import { attempt } from "../util/attempt.ts";
import { renewalOf } from "./renewal.ts";

/** Milliseconds: the session must not expire before STS has received the request. */
const MARGIN = 60_000;

/** Temporary credentials in the file, with which STS lets a role be assumed. */
export interface FileSession {
  /** The section's name. */
  readonly name: string;
  readonly keys: Keys;
  /** The request that renews it, if it is a session of updsts. */
  readonly renewal: RecommendedRequest | undefined;
}

/** The session in a section. */
export function readFileSession(
  profiles: Profiles,
  { document, section }: Pick<KeySection, "document" | "section">,
  now: Date,
): FileSession {
  return {
    name: section.name,
    keys: readKeys(document, section, now),
    renewal: renewalOf(profiles, section),
  };
}

/**
 * The session of a source profile's own user that is valid for longest, among
 * those that updsts has written.
 *
 * @param source The source profile.
 */
export function findLiveSession(
  profiles: Profiles,
  source: string,
  now: Date,
): FileSession | undefined {
  const { credentials } = profiles;
  const expirationOf = ({ keys }: FileSession) =>
    keys.expiration?.getTime() ?? 0;
  let longest: FileSession | undefined;
  for (const section of credentials.sections.values()) {
    if (blockAt(credentials, section.line)?.source !== source) continue;
    if (section.settings.has("assumed_role_arn")) continue;
    if (hasLongTermKeys(section)) continue;
    const found = { document: credentials, section };
    const session = attempt(() => readFileSession(profiles, found, now));
    if (session?.keys.sessionToken === undefined) continue;
    if (expirationOf(session) - now.getTime() <= MARGIN) continue;
    if (longest && expirationOf(session) <= expirationOf(longest)) continue;
    longest = session;
  }
  return longest;
}
