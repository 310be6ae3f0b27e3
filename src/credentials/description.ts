import { findKeySection } from "./access_keys.ts";
import { settingOf } from "./document.ts";
import { readExpiry } from "./expiry.ts";
import { hasLongTermKeys } from "./long_term_keys.ts";
import { findMfaDevice } from "./chain_device.ts";
import { type ProfileInfo, readInfo } from "./profile.ts";
import type { Profile, Profiles } from "./profiles.ts";
import { showArn } from "./redact.ts";

/**
 * What a profile is to AWS tools: long-term access keys of a user, temporary
 * credentials, a role to assume, a role of IAM Identity Center, or none of these.
 */
export type ProfileKind = "user" | "session" | "role" | "sso" | "other";

/** What a profile is; no value that may be a secret is in it. */
export interface ProfileDescription {
  /** May have any characters. */
  readonly name: string;
  readonly kind: ProfileKind;
  /**
   * The profile that a session of updsts was requested for, or the source profile
   * of a role; nothing where a role names a profile that does not exist.
   */
  readonly source: string | undefined;
  /** The ARN of the role, or of the one that a session is of. */
  readonly role: string | undefined;
  /** Of a role of IAM Identity Center. */
  readonly sso:
    | {
      readonly account: string | undefined;
      readonly role: string | undefined;
    }
    | undefined;
  /** The setting by which AWS tools get the credentials, in place of keys. */
  readonly setting: CredentialSetting | undefined;
  /** The keys without which the others are of no use. */
  readonly missing: readonly string[];
  /** Whether it has a part of temporary credentials. */
  readonly hasSession: boolean;
  readonly expiration: Date | undefined;
  /** The MFA device that a new session would use; may be any text. */
  readonly mfaDevice: string | undefined;
}

/** A profile with what it is, for programs. */
export interface DescribedInfo extends ProfileInfo {
  readonly kind: ProfileKind;
  /** Of a session of updsts, or of a role. */
  readonly source_profile: string | null;
  /** Of a role, or of the role that a session is of. */
  readonly role_arn: string | null;
  /** Until the session expires; 0 where it has, `null` where unknown. */
  readonly remaining_seconds: number | null;
}

const CREDENTIAL_SETTINGS = [
  "web_identity_token_file",
  "credential_source",
  "credential_process",
  "login_session",
] as const;

type CredentialSetting = typeof CREDENTIAL_SETTINGS[number];

const SSO_SETTINGS = [
  ...["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"],
];

/** What a profile is. */
export function describeProfile(
  profiles: Profiles,
  profile: Profile,
): ProfileDescription {
  const { name, get } = profile;
  const kind = kindOf(profiles, profile);
  const sessionSource = profiles.sessionSource(name);
  const isRole = kind === "role";
  const role = get(
    sessionSource !== undefined && kind === "session"
      ? "assumed_role_arn"
      : "role_arn",
  );
  return {
    name,
    kind,
    source: kind === "session"
      ? sessionSource
      : isRole
      ? formatted(get("source_profile"), (each) => profiles.has(each))
      : undefined,
    role: formatted(role, (each) => showArn(each) === each),
    sso: kind === "sso"
      ? {
        account: formatted(get("sso_account_id"), SSO_ACCOUNT),
        role: formatted(get("sso_role_name"), SSO_ROLE),
      }
      : undefined,
    setting: CREDENTIAL_SETTINGS.find(get),
    missing: missingKeys(kind, keyReader(profiles, profile)),
    hasSession: kind === "session" && KEYS.some(get),
    expiration: readExpiry(get)?.date,
    mfaDevice: isRole
      ? findMfaDevice(profiles.roleChain(name).profiles)
      : profile.mfaDevice,
  };
}

/** The profiles of the credentials file in its order, then those of the config. */
export function describeProfiles(profiles: Profiles): ProfileDescription[] {
  return profiles.names()
    .map((name) => describeProfile(profiles, profiles.find(name)!));
}

/** The known keys of a profile with what it is, secrets masked. */
export function describedInfo(
  profiles: Profiles,
  { name, kind, source, role, expiration, mfaDevice }: ProfileDescription,
  now: Date,
): DescribedInfo {
  const profile = profiles.find(name)!;
  const remaining = expiration &&
    Math.floor((expiration.getTime() - now.getTime()) / 1000);
  return {
    ...readInfo(name, profile.get, {
      mfaDevice,
      isManaged: profiles.sessionSource(name) !== undefined,
      now,
    }),
    kind,
    source_profile: source ?? null,
    role_arn: role ?? null,
    remaining_seconds: remaining === undefined ? null : Math.max(0, remaining),
  };
}

const TOKEN = "aws_session_token";
const KEYS = ["aws_access_key_id", "aws_secret_access_key", TOKEN];

/** A role takes precedence over keys, and IAM Identity Center does, as in the AWS CLI. */
function kindOf(
  profiles: Profiles,
  { name, section, get }: Profile,
): ProfileKind {
  const isManaged = profiles.sessionSource(name) !== undefined;
  if (isManaged && section && !hasLongTermKeys(section)) return "session";
  if (get("role_arn")) return "role";
  if (SSO_SETTINGS.some(get)) return "sso";
  if (
    get("aws_session_token") || get("aws_security_token") ||
    get("aws_access_key_id")?.startsWith("ASIA")
  ) {
    return "session";
  }
  const hasKeys = get("aws_access_key_id") || get("aws_secret_access_key");
  return hasKeys ? "user" : "other";
}

/** AWS tools take all keys from the file that has the access key id. */
function keyReader(profiles: Profiles, profile: Profile): Profile["get"] {
  const found = findKeySection(profiles, profile);
  if (!found) return profile.get;
  const { document, section } = found;
  return (key) => settingOf(document, section, key)?.value;
}

/** The rest of a set of keys that is not complete. */
function missingKeys(kind: ProfileKind, get: Profile["get"]): string[] {
  if (kind !== "user" && kind !== "session") return [];
  const needed = kind === "user" ? KEYS.slice(0, 2) : KEYS;
  const isThere = (key: string) =>
    Boolean(get(key)) || (key === TOKEN && Boolean(get("aws_security_token")));
  return needed.some(isThere) ? needed.filter((key) => !isThere(key)) : [];
}

/** The permission sets of IAM Identity Center have 32 characters at most. */
const SSO_ROLE = (value: string) => /^[\w+=,.@-]{1,32}$/.test(value);
const SSO_ACCOUNT = (value: string) => /^\d{12}$/.test(value);

/** The value, if it has the expected format: other text may be a secret. */
function formatted(
  value: string | undefined,
  isFormat: (value: string) => boolean,
): string | undefined {
  return value !== undefined && isFormat(value) ? value : undefined;
}
