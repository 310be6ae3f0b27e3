import { findKeySection } from "./key_section.ts";
import { type ReadSetting, settingReader } from "./read_setting.ts";
import { readExpiry, remainingSeconds } from "./expiry.ts";
import { hasLongTermKeys, hasTemporaryCredentials } from "./read_keys.ts";
import { findMfaDevice } from "./mfa_device.ts";
import { type ProfileInfo, profileInfo } from "./profile_info.ts";
import type { Profile, Profiles } from "./profiles.ts";
import { inOrderOfUse, roleChain } from "./role_chain.ts";
import { showArn } from "./mask_values.ts";

/**
 * What a profile is to AWS tools: long-term access keys of a user, temporary
 * credentials, a role to assume, a role of IAM Identity Center, or none of these.
 */
type ProfileKind = "user" | "session" | "role" | "sso" | "other";

/** The type of a profile, with no value that may be a secret. */
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

interface DescribedInfo extends ProfileInfo {
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

export function describeProfile(
  profiles: Profiles,
  profile: Profile,
): ProfileDescription {
  const { name, get, mfaDevice } = profile;
  const sourceProfile = profiles.sourceProfileOf(name);
  const kind = kindOf(profile, sourceProfile !== undefined);
  const common = { ...NOTHING, name, kind, mfaDevice };
  const arn = (key: string) =>
    formatted(get(key), (each) => showArn(each) === each);
  // Only what the kind needs is read: there may be thousands of profiles.
  switch (kind) {
    case "user":
      return { ...common, missing: missingKeys(profiles, profile, USER_KEYS) };
    case "session":
      return {
        ...common,
        source: sourceProfile,
        role: arn("assumed_role_arn"),
        missing: missingKeys(profiles, profile, SESSION_KEYS),
        hasSession: SESSION_KEYS.some(get),
        expiration: readExpiry(get)?.date,
      };
    case "role":
      return {
        ...common,
        source: formatted(get("source_profile"), (each) => profiles.has(each)),
        role: arn("role_arn"),
        setting: CREDENTIAL_SETTINGS.find(get),
        mfaDevice: findMfaDevice(
          inOrderOfUse(roleChain(profiles, name).profiles),
        ),
      };
    case "sso": {
      const account = formatted(get("sso_account_id"), isAccount);
      const role = formatted(get("sso_role_name"), isSsoRole);
      return { ...common, sso: { account, role } };
    }
    case "other":
      return { ...common, setting: CREDENTIAL_SETTINGS.find(get) };
  }
}

const NOTHING = {
  source: undefined,
  role: undefined,
  sso: undefined,
  setting: undefined,
  missing: [],
  hasSession: false,
  expiration: undefined,
};

/** The profiles of the credentials file in its order, then those of the config. */
export function describeProfiles(profiles: Profiles): ProfileDescription[] {
  return profiles.all().map((profile) => describeProfile(profiles, profile));
}

/** Whether a session can be requested: with its own keys, or for its role. */
export function canGetSession(
  { kind, source, setting }: ProfileDescription,
): boolean {
  return kind === "user" ||
    (kind === "role" && source !== undefined && setting === undefined);
}

/** The known keys of a profile with what it is, secrets masked. */
export function describedInfo(
  profiles: Profiles,
  { name, kind, source, role, mfaDevice }: ProfileDescription,
  now: Date,
): DescribedInfo {
  const profile = profiles.find(name)!;
  return {
    ...profileInfo(name, profile.get, {
      mfaDevice,
      isManaged: profiles.sourceProfileOf(name) !== undefined,
      now,
    }),
    kind,
    source_profile: source ?? null,
    role_arn: role ?? null,
    remaining_seconds: remainingSeconds(readExpiry(profile.get)?.date, now),
  };
}

const TOKEN = "aws_session_token";
const USER_KEYS = ["aws_access_key_id", "aws_secret_access_key"];
const SESSION_KEYS = [...USER_KEYS, TOKEN];

/** A role takes precedence over keys, and IAM Identity Center does, as in the AWS CLI. */
function kindOf({ section, get }: Profile, isManaged: boolean): ProfileKind {
  if (isManaged && section && !hasLongTermKeys(section)) return "session";
  if (get("role_arn")) return "role";
  if (SSO_SETTINGS.some(get)) return "sso";
  if (hasTemporaryCredentials(get)) return "session";
  return USER_KEYS.some(get) ? "user" : "other";
}

/** AWS tools take all keys from the file that has the access key id. */
function keyReader(profiles: Profiles, profile: Profile): ReadSetting {
  const { get, section, configSection } = profile;
  if (!section || !configSection) return get;
  const found = findKeySection(profiles, profile);
  return found ? settingReader(found.document, found.section) : get;
}

/** The rest of a set of keys that is not complete. */
function missingKeys(
  profiles: Profiles,
  profile: Profile,
  needed: readonly string[],
): readonly string[] {
  const get = keyReader(profiles, profile);
  const isThere = (key: string) =>
    Boolean(get(key) || (key === TOKEN && get("aws_security_token")));
  const missing = needed.filter((key) => !isThere(key));
  return missing.length < needed.length ? missing : [];
}

/** The permission sets of IAM Identity Center have 32 characters at most. */
const isSsoRole = (value: string) => /^[\w+=,.@-]{1,32}$/.test(value);
const isAccount = (value: string) => /^\d{12}$/.test(value);

/** The value, if it has the expected format: other text may be a secret. */
function formatted(
  value: string | undefined,
  isFormat: (value: string) => boolean,
): string | undefined {
  return value !== undefined && isFormat(value) ? value : undefined;
}
