import { hint, parameter, UpdstsError, withParameter } from "../errors.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import type { SessionRequest } from "./session_types.ts";

const DEFAULT_DURATION = 3600;
const MAX_DURATION = 129_600;

/** Seconds: the longest session of a role that temporary credentials assume. */
export const MAX_CHAINED_DURATION = 3600;

/** The maximum duration in seconds, by the number of roles. */
function maxDuration(roles: number): number {
  if (roles === 0) return MAX_DURATION;
  return roles === 1 ? 43_200 : MAX_CHAINED_DURATION;
}

function isDuration(seconds: number, roles: number): boolean {
  return Number.isInteger(seconds) && seconds >= 900 &&
    seconds <= maxDuration(roles);
}

/** Refuses a duration that is invalid for every profile. */
export function checkDuration({ duration, role }: SessionRequest): void {
  const roles = role ? 1 : 0;
  if (duration === undefined || isDuration(duration, roles)) return;
  throw new UpdstsError(
    "usage",
    `the duration is not a whole number of seconds from 900 to ${
      maxDuration(roles)
    }`,
    role
      ? "choose fewer seconds: AWS limits the session of a role to 12 hours"
      : undefined,
  );
}

/** Refuses a time with which every run would prompt for an MFA code. */
export function checkIfExpiresWithin(
  { ifExpiresWithin, duration = Infinity }: SessionRequest,
): void {
  if (ifExpiresWithin === undefined) return;
  const isTime = Number.isInteger(ifExpiresWithin) && ifExpiresWithin >= 0 &&
    ifExpiresWithin < MAX_DURATION;
  if (!isTime) {
    throw new UpdstsError(
      "usage",
      `the minimum time remaining is not a whole number of seconds from 0 to ${
        MAX_DURATION - 1
      }`,
      hint`choose fewer seconds for ${
        parameter("ifExpiresWithin")
      }: no session is valid for longer`,
    );
  }
  if (ifExpiresWithin < duration) return;
  throw new UpdstsError(
    "usage",
    `a session of ${duration} seconds always expires within ${ifExpiresWithin} seconds`,
    hint`choose fewer seconds for ${
      parameter("ifExpiresWithin")
    }, or a longer session ${withParameter("duration")}`,
  );
}

/** The duration of the session in seconds. */
export function chooseDuration(
  request: SessionRequest,
  settings: ProfileSettings,
  roles: number,
): number {
  const duration = request.duration ??
    // duration_seconds is not that of a requested role.
    (request.role
      ? DEFAULT_DURATION
      : configuredDuration(request, settings, roles));
  if (!isDuration(duration, roles)) {
    throw new UpdstsError(
      "settings_invalid",
      `a session of ${
        roles === 1 ? "a role" : `${roles} chained roles`
      } is limited to ${maxDuration(roles)} seconds`,
      hint`choose fewer seconds ${withParameter("duration")}`,
    );
  }
  checkIfExpiresWithin({ ...request, duration });
  return duration;
}

function configuredDuration(
  { profileName }: SessionRequest,
  settings: ProfileSettings,
  roles: number,
): number {
  const text = settings.get("duration_seconds");
  if (text === undefined) return DEFAULT_DURATION;
  const seconds = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
  if (isDuration(seconds, roles)) return seconds;
  throw new UpdstsError(
    "settings_invalid",
    `duration_seconds of the profile "${profileName}" is not a whole number of seconds from 900 to ${
      maxDuration(roles)
    }`,
    roles > 1
      ? "choose 3600 seconds or fewer: AWS limits a role that another role assumes"
      : hint`correct it, or choose the seconds ${withParameter("duration")}`,
  );
}
