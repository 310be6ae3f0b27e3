import { UpdstsError } from "../errors.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import type { SessionRequest } from "./types.ts";

const DEFAULT = 3600;
const LONGEST = 129_600;

/** The longest session in seconds, by how many roles it goes through. */
function longest(roles: number): number {
  if (roles === 0) return LONGEST;
  return roles === 1 ? 43_200 : 3600;
}

function isDuration(seconds: number, roles: number): boolean {
  return Number.isInteger(seconds) && seconds >= 900 &&
    seconds <= longest(roles);
}

/** Refuses a duration that is wrong whatever the profile says. */
export function checkDuration({ duration, role }: SessionRequest): void {
  const roles = role ? 1 : 0;
  if (duration === undefined || isDuration(duration, roles)) return;
  throw new UpdstsError(
    "usage",
    `the duration is not a whole number of seconds from 900 to ${
      longest(roles)
    }`,
    role ? "a role gives no longer sessions" : undefined,
  );
}

/** Refuses what would have every run ask for a code. */
export function checkIfExpiresWithin(
  { ifExpiresWithin, duration = Infinity }: SessionRequest,
): void {
  if (ifExpiresWithin === undefined) return;
  const isTime = Number.isInteger(ifExpiresWithin) && ifExpiresWithin >= 0 &&
    ifExpiresWithin < LONGEST;
  if (!isTime) {
    throw new UpdstsError(
      "usage",
      `the time of --if-expires-within is not a whole number of seconds from 0 to ${
        LONGEST - 1
      }`,
      "no session lasts longer",
    );
  }
  if (ifExpiresWithin < duration) return;
  throw new UpdstsError(
    "usage",
    `no session of ${duration} seconds would ever last longer than ${ifExpiresWithin}`,
    "choose fewer seconds for --if-expires-within, or a longer session with -d",
  );
}

/**
 * How long the session is to last.
 *
 * @param request What is asked for.
 * @param settings Those of the profile.
 * @param roles How many roles the session goes through.
 */
export function chooseDuration(
  request: SessionRequest,
  settings: ProfileSettings,
  roles: number,
): number {
  const duration = request.duration ??
    (roles > 0 && !request.role
      ? ofProfile(request, settings, roles)
      : DEFAULT);
  if (!isDuration(duration, roles)) {
    throw new UpdstsError(
      "settings_invalid",
      `the session would go through ${
        roles === 1 ? "a role" : `${roles} roles`
      }, and so lasts ${longest(roles)} seconds at most`,
      "ask for less with -d",
    );
  }
  checkIfExpiresWithin({ ...request, duration });
  return duration;
}

function ofProfile(
  { profileName }: SessionRequest,
  settings: ProfileSettings,
  roles: number,
): number {
  const text = settings.get("duration_seconds");
  if (text === undefined) return DEFAULT;
  const seconds = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
  if (isDuration(seconds, roles)) return seconds;
  throw new UpdstsError(
    "settings_invalid",
    `duration_seconds of the profile "${profileName}" is not a whole number of seconds from 900 to ${
      longest(roles)
    }`,
    roles > 1
      ? "AWS gives no longer sessions to a role that another role assumes"
      : "correct it there, or say how long with -d",
  );
}
