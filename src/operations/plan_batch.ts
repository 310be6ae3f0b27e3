import type { LongTermKeys } from "../credentials/read_keys.ts";
import type { Profiles } from "../credentials/profiles.ts";
import { hint, UpdstsError, withParameter } from "../errors.ts";
import { chooseDuration, MAX_CHAINED_DURATION } from "./session_duration.ts";
import { checkRequest } from "./check_request.ts";
import { planSession, type SessionPlan } from "./plan_session.ts";
import type { SessionRequest } from "./session_types.ts";

/** Requests that one MFA code serves. */
export interface Batch {
  readonly profiles: Profiles;
  readonly roles: readonly Item[];
  /** The session that assumes the roles; nothing where no role needs it. */
  readonly base: BaseItem | undefined;
  /** The name of the lock that batches of the same source profile share. */
  readonly name: string;
}

export interface Item {
  readonly request: SessionRequest;
  readonly plan: SessionPlan;
}

/** The session that assumes the roles of a batch. */
export interface BaseItem {
  readonly request: SessionRequest;
  readonly plan: SessionPlan & { readonly keys: LongTermKeys };
  /** Whether its profile is one of those that were requested. */
  readonly isRequested: boolean;
  /** Otherwise the profile's own session is that of a role. */
  readonly isSaved: boolean;
}

/**
 * Plans several requests.
 *
 * @throws {UpdstsError} `usage` where one MFA code does not serve all of them.
 */
export function planBatch(
  profiles: Profiles,
  requests: readonly SessionRequest[],
  now: Date,
): Batch {
  const items = requests.map((request) => ({
    request,
    plan: planBatchItem(profiles, request, now),
  }));
  refuseTwoDevices(items);
  const base = findBase(profiles, items);
  return {
    profiles,
    roles: items.filter(({ plan }) => plan.roles.length > 0),
    base,
    name: base?.request.stsProfileName ?? requests[0]!.stsProfileName,
  };
}

/** The plan; a role that a session assumes is limited to an hour. */
function planBatchItem(
  profiles: Profiles,
  request: SessionRequest,
  now: Date,
): SessionPlan {
  const plan = planSession(profiles, request, now);
  if (plan.roles.length === 0) return plan;
  if (plan.duration <= MAX_CHAINED_DURATION) return plan;
  if (request.duration !== undefined) {
    throw new UpdstsError(
      "usage",
      `with several profiles, the session of a role is limited to ${MAX_CHAINED_DURATION} seconds`,
      hint`choose fewer seconds ${
        withParameter("duration")
      }, or get the profile "${request.profileName}" alone`,
    );
  }
  const duration = MAX_CHAINED_DURATION;
  return planSession(profiles, { ...request, duration }, now);
}

function refuseTwoDevices(items: readonly Item[]): void {
  const [first, ...others] = items.filter(({ plan }) => plan.keys);
  const other = others.find(({ plan }) =>
    plan.profile !== first?.plan.profile ||
    plan.keys?.mfaDevice !== first.plan.keys?.mfaDevice
  );
  if (!first || !other) return;
  throw new UpdstsError(
    "usage",
    `the profiles "${first.request.profileName}" and "${other.request.profileName}" cannot share an MFA code: they have different source profiles or MFA devices`,
    "get the profiles of each source profile and MFA device separately",
  );
}

function findBase(
  profiles: Profiles,
  items: readonly Item[],
): BaseItem | undefined {
  for (const { request, plan: { keys, ...plan } } of items) {
    if (!keys || plan.roles.length > 0) continue;
    const item = { request, plan: { ...plan, keys, session: undefined } };
    return { ...item, isRequested: true, isSaved: true };
  }
  for (const { plan: { profile, isInConfig, keys } } of items) {
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
      plan: {
        ...{ profile, isInConfig, keys, roles: [], settings, duration },
        session: undefined,
      },
      isRequested: false,
      isSaved: !settings.get("role_arn"),
    };
  }
  return undefined;
}
