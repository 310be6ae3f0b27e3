import type { LongTermKeys } from "../credentials/read_keys.ts";
import type { Profiles } from "../credentials/profiles.ts";
import { hint, UpdstsError, withParameter } from "../errors.ts";
import { chooseDuration, MAX_CHAINED_DURATION } from "./session_duration.ts";
import { checkRequest } from "./check_request.ts";
import { findSource, type Source } from "./plan_session.ts";
import type { SessionRequest } from "./types.ts";

/** Requests that one MFA code serves. */
export interface Batch {
  readonly profiles: Profiles;
  readonly roles: readonly Item[];
  /** The session that assumes the roles; nothing where no role needs it. */
  readonly base: BaseItem | undefined;
  /** The name of the lock that batches of the same source profile share. */
  readonly name: string;
}

/** A requested session with its source. */
export interface Item {
  readonly request: SessionRequest;
  readonly source: Source;
}

/** The session that assumes the roles of a batch. */
export interface BaseItem {
  readonly request: SessionRequest;
  readonly source: Source & { readonly keys: LongTermKeys };
  /** Whether its profile is one of those that were requested. */
  readonly isRequested: boolean;
  /** Otherwise the profile's own session is that of a role. */
  readonly isSaved: boolean;
}

/**
 * Reads the sources of several requests.
 *
 * @throws {UpdstsError} `usage` where one MFA code does not serve all of them.
 */
export function readBatch(
  profiles: Profiles,
  requests: readonly SessionRequest[],
  now: Date,
): Batch {
  const items = requests.map((request) => ({
    request,
    source: findSourceForSession(profiles, request, now),
  }));
  refuseTwoDevices(items);
  const base = findBase(profiles, items);
  return {
    profiles,
    roles: items.filter(({ source }) => source.roles.length > 0),
    base,
    name: base?.request.stsProfileName ?? requests[0]!.stsProfileName,
  };
}

/** The source; a role that a session assumes is limited to an hour. */
function findSourceForSession(
  profiles: Profiles,
  request: SessionRequest,
  now: Date,
): Source {
  const source = findSource(profiles, request, now);
  if (source.roles.length === 0) return source;
  if (source.duration <= MAX_CHAINED_DURATION) return source;
  if (request.duration !== undefined) {
    throw new UpdstsError(
      "usage",
      `of several profiles, that of a role lasts ${MAX_CHAINED_DURATION} seconds at most`,
      hint`choose fewer seconds ${
        withParameter("duration")
      }, or get the profile "${request.profileName}" alone`,
    );
  }
  const duration = MAX_CHAINED_DURATION;
  return findSource(profiles, { ...request, duration }, now);
}

function refuseTwoDevices(items: readonly Item[]): void {
  const [first, ...others] = items.filter(({ source }) => source.keys);
  const other = others.find(({ source }) =>
    source.profile !== first?.source.profile ||
    source.keys?.mfaDevice !== first.source.keys?.mfaDevice
  );
  if (!first || !other) return;
  throw new UpdstsError(
    "usage",
    `the profiles "${first.request.profileName}" and "${other.request.profileName}" have different source profiles or MFA devices, so that one MFA code does not serve both`,
    "get those of each source profile and MFA device with a separate command",
  );
}

function findBase(
  profiles: Profiles,
  items: readonly Item[],
): BaseItem | undefined {
  for (const { request, source: { keys, ...source } } of items) {
    if (!keys || source.roles.length > 0) continue;
    const item = { request, source: { ...source, keys, session: undefined } };
    return { ...item, isRequested: true, isSaved: true };
  }
  for (const { source: { profile, isInConfig, keys } } of items) {
    if (!keys) continue;
    const request = {
      profileName: profile,
      stsProfileName: `${profile}_sts`,
    };
    checkRequest(request);
    const settings = profiles.find(profile)!;
    const duration = chooseDuration(request, settings, 0);
    return {
      request,
      source: {
        ...{ profile, isInConfig, keys, roles: [], settings, duration },
        session: undefined,
      },
      isRequested: false,
      isSaved: !settings.get("role_arn"),
    };
  }
  return undefined;
}
