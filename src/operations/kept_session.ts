import type { Profiles } from "../credentials/profiles.ts";
import { formatExpiration, parseExpiration } from "../credentials/expiry.ts";
import { showAccessKeyId } from "../credentials/mask_values.ts";
import { isWritableValue } from "../credentials/names.ts";
import type {
  GetSessionOutcome,
  SessionRequest,
  SessionResult,
} from "./session_types.ts";

/** The outcome of a request for which a session in the file is kept, if any. */
export function keptSession(
  profiles: Profiles,
  request: SessionRequest,
  now: Date,
): GetSessionOutcome | undefined {
  if (request.ifExpiresWithin === undefined) return undefined;
  // The role of the profile itself.
  const own = profiles.get(request.profileName, "role_arn") || undefined;
  const role = request.role?.arn ?? own;
  const result = existingSession(profiles, request, role, now);
  return result && { result, isNew: false, isFirst: false };
}

/**
 * The session in the file, if it is complete, in a block of updsts, of the
 * requested role and scope, and valid for long enough.
 *
 * @returns Nothing where a new session is needed.
 */
export function existingSession(
  profiles: Profiles,
  { profileName, stsProfileName, scope, ifExpiresWithin = Infinity }:
    SessionRequest,
  role: string | undefined,
  now: Date,
): SessionResult | undefined {
  const section = profiles.find(stsProfileName)?.section;
  if (!section) return undefined;
  if (profiles.sourceProfileOf(stsProfileName) !== profileName) {
    return undefined;
  }
  const read = (key: string) => section.settings.get(key)?.value ?? "";
  if ((read("assumed_role_arn") || undefined) !== role) return undefined;
  if ((read("assumed_role_scope") || undefined) !== scope?.id) return undefined;
  const isComplete = KEYS.every((key) => isWritableValue(read(key)));
  const expiration = parseExpiration(read("expiration_datetime"));
  if (!isComplete || !expiration) return undefined;
  const remaining = expiration.getTime() - now.getTime();
  if (remaining <= ifExpiresWithin * 1000) return undefined;
  return {
    updated_profile_name: stsProfileName,
    aws_access_key_id: showAccessKeyId(read("aws_access_key_id")),
    aws_token_expiration: formatExpiration(expiration),
  };
}

const KEYS = [
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
];
