import type { KeySection } from "../credentials/key_section.ts";
import { blockAt } from "../credentials/blocks.ts";
import {
  hasLongTermKeys,
  type Keys,
  readKeys,
} from "../credentials/read_keys.ts";
import type { Profile, Profiles } from "../credentials/profiles.ts";
import type { RecommendedRequest } from "../errors.ts";
import { attempt } from "../util/attempt.ts";
import { renewalOf } from "./renewal.ts";
import { MAX_CHAINED_DURATION } from "./session_duration.ts";
import type { SessionParameters } from "./sts_request.ts";

/** Milliseconds: the session must not expire before STS has received the request. */
const MARGIN = 60_000;

/** Temporary credentials in the file, with which STS lets a role be assumed. */
export interface FileSession {
  readonly name: string;
  readonly keys: Keys;
  /** The request that renews it, if it is a session of updsts. */
  readonly renewal: RecommendedRequest | undefined;
}

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
 * The session in the file that assumes the roles of a plan without an MFA code: of
 * those that updsts has written for the source profile's own user, the one that is
 * valid for longest.
 *
 * @param plan The roles, and the MFA device that would otherwise be used.
 */
export function findSessionForRoles(
  profiles: Profiles,
  source: Profile,
  { roles, duration, mfaDevice }: SessionParameters,
  now: Date,
): FileSession | undefined {
  // A session does not record its device: it is taken for the profile's own.
  const mayUseSession = roles.length > 0 && mfaDevice === source.mfaDevice &&
    duration <= MAX_CHAINED_DURATION;
  if (!mayUseSession) return undefined;
  const { credentials } = profiles;
  const expirationOf = ({ keys }: FileSession) =>
    keys.expiration?.getTime() ?? 0;
  let longest: FileSession | undefined;
  for (const section of credentials.sections.values()) {
    if (blockAt(credentials, section.line)?.source !== source.name) continue;
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
