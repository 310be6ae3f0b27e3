import type { ProfileDescription } from "../credentials/profile_description.ts";
import { showMfaDevice } from "../credentials/mask_values.ts";
import { splitDuration } from "../util/duration.ts";
import { sanitize } from "../util/sanitize.ts";

/**
 * Describes the type of a profile: `user with MFA`, `session of default`,
 * `role admin@210987654321 via default`.
 *
 * @param sourceRole The ARN of the role of its source profile, which a session of
 * that profile has too.
 */
export function describeType(
  profile: ProfileDescription,
  sourceRole?: string,
): string {
  const type = ownType(profile, sourceRole);
  const { missing } = profile;
  return missing.length === 0 ? type : `${type}, no ${missing.join(", no ")}`;
}

function ownType(
  { kind, source, role, sso, setting, mfaDevice, hasSession }:
    ProfileDescription,
  sourceRole: string | undefined,
): string {
  switch (kind) {
    case "user":
      return mfaDevice ? "user with MFA" : "user without MFA device";
    case "session": {
      if (source === undefined) return "temporary credentials";
      const hasOwnRole = role !== undefined && role !== sourceRole;
      const as = hasOwnRole ? ` as ${shortArn(role)}` : "";
      return `session of ${sanitize(source)}${as}${
        hasSession ? "" : ", no keys"
      }`;
    }
    case "role": {
      const named = role === undefined ? "role" : `role ${shortArn(role)}`;
      if (setting !== undefined) return `${named} via ${setting}`;
      return source === undefined
        ? `${named}, no source profile`
        : `${named} via ${sanitize(source)}`;
    }
    case "sso": {
      const { account, role = "" } = sso ?? {};
      return `SSO ${role}${account ? `@${account}` : ""}`.trimEnd();
    }
    case "other":
      return setting ?? "no credentials";
  }
}

/** `admin@210987654321` for `arn:aws:iam::210987654321:role/path/admin`. */
function shortArn(arn: string): string {
  const [, account, name] = /:(\d{12}):.*?([^/]*)$/.exec(arn) ?? [];
  return name ? `${name}@${account}` : arn;
}

/** The name of an MFA device, without the rest of its ARN. */
export function describeDevice(
  { mfaDevice }: ProfileDescription,
): string {
  if (!mfaDevice) return "";
  const shown = showMfaDevice(mfaDevice);
  // Other text may be a secret in the wrong line.
  return shown === mfaDevice ? shown.replace(/^arn:[^/]*\//, "") : "not an ARN";
}

/** Seconds: a session that expires sooner may expire during the next command. */
const SOON = 900;

/** The time until an expiry, in few characters. */
interface Remaining {
  /** `11h 35m`, `<1m`, `expired 2d ago`. */
  readonly text: string;
  /** Nothing where it is not known. */
  readonly state: "valid" | "soon" | "expired" | undefined;
}

/** The time until a session expires; nothing for what is not a session. */
export function describeRemaining(
  { hasSession, expiration }: ProfileDescription,
  now: Date,
): Remaining | undefined {
  if (!hasSession) return undefined;
  if (!expiration) return { text: "expiry unknown", state: undefined };
  const seconds = Math.floor((expiration.getTime() - now.getTime()) / 1000);
  if (seconds <= 0) {
    const [ago] = shortUnits(-seconds);
    return { text: ago ? `expired ${ago} ago` : "expired", state: "expired" };
  }
  const text = shortUnits(seconds).join(" ") || "<1m";
  return { text, state: seconds < SOON ? "soon" : "valid" };
}

/** By the largest unit and the one below it: `1d 3h`, `42m`. */
function shortUnits(seconds: number): string[] {
  return splitDuration(seconds, ["day", "hour", "minute"], 2)
    .map(([count, unit]) => `${count}${unit[0]}`);
}
