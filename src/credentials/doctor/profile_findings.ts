import { findOverridingSetting } from "../overriding_settings.ts";
import type { Profile, Profiles } from "../profiles.ts";
import type { LocatedFault } from "./finding.ts";
import {
  locate,
  oncePerLine,
  profileFaults,
  type SettingFault,
} from "./locate_faults.ts";

/** Settings of the profiles of both files with which AWS tools fail. */
export function profileFindings(profiles: Profiles): LocatedFault[] {
  return [
    ...overridingFindings(profiles),
    ...providerFindings(profiles),
    ...invalidSettingFindings(profiles),
  ];
}

/** Roles and other settings that override the keys of a session. */
function overridingFindings(profiles: Profiles): LocatedFault[] {
  return profileFaults(profiles, ({ name, get }) => {
    if (profiles.sourceProfileOf(name) === undefined) return undefined;
    const key = findOverridingSetting(name, get);
    if (!key) return undefined;
    const message = `${key} overrides the session of [${name}]`;
    return { code: "role_overrides_session", key, message };
  });
}

const WHOLE_NUMBER = /^[+-]?\d+(_\d+)*$/;

/** The settings for which every command of the AWS CLI fails. */
const FORMATS = [
  ["metadata_service_timeout", "number", WHOLE_NUMBER],
  ["metadata_service_num_attempts", "number", WHOLE_NUMBER],
  ["ec2_metadata_service_endpoint_mode", "choice", /^ipv[46]$/i],
  ["cli_timestamp_format", "choice", /^(wire|none|iso8601)$/],
] as const;

const FORMAT_FAULTS = {
  number: "not a whole number",
  choice: "not one that the AWS CLI accepts",
};

/** Values that the AWS CLI does not accept, in the profiles of both files. */
function invalidSettingFindings(profiles: Profiles): LocatedFault[] {
  return oncePerLine(
    profileFaults(
      profiles,
      ({ get }) =>
        FORMATS.flatMap(([key, reason, format]): SettingFault[] => {
          const value = get(key);
          if (value === undefined || format.test(value)) {
            return [];
          }
          const message = `the value of "${key}" is ${FORMAT_FAULTS[reason]}`;
          return [{ code: "invalid_setting", reason, key, message }];
        }),
    ),
  );
}

/**
 * Profiles for which the AWS CLI refuses to look for credentials. The rules are
 * those of the providers in `botocore/credentials.py`, in their order.
 */
function providerFindings(profiles: Profiles): LocatedFault[] {
  return [
    ...profileFaults(profiles, (profile) => {
      if (isRole(profile)) return roleFault(profiles, profile);
      return profile.get("web_identity_token_file")
        ? webIdentityFault(profile)
        : ssoFault(profiles, profile);
    }),
    ...cycles(profiles),
    ...profileFaults(profiles, (profile) => servicesFault(profiles, profile)),
  ];
}

const CREDENTIAL_SOURCES = [
  "Environment",
  "Ec2InstanceMetadata",
  "EcsContainer",
];

function roleFault(
  profiles: Profiles,
  { name, get }: Profile,
): SettingFault | undefined {
  const code = "role_source";
  const source = get("source_profile");
  const credentialSource = get("credential_source");
  if (credentialSource !== undefined) {
    const key = "credential_source";
    if (source !== undefined) {
      const message = `[${name}] has source_profile and credential_source`;
      return { code, reason: "two", key, message };
    }
    if (CREDENTIAL_SOURCES.includes(credentialSource)) return undefined;
    const message =
      `the credential_source of [${name}] is not one that AWS tools support`;
    return { code, reason: "credential_source", key, message };
  }
  if (source === undefined) {
    // An overriding role has its own finding.
    if (profiles.sourceProfileOf(name) !== undefined) return undefined;
    const message = `[${name}] has a role_arn and no source_profile`;
    return { code: "role_without_source", key: "role_arn", message };
  }
  const key = "source_profile";
  const next = profiles.find(source);
  if (!next) {
    const message = `the source_profile of [${name}] does not exist`;
    return { code, reason: "missing", key, message };
  }
  if (isRole(next) && !hasStaticKeys(next)) return undefined;
  if (PROVIDED.some((each) => next.get(each) !== undefined)) return undefined;
  const message = `the source_profile of [${name}] has no credentials`;
  return { code, reason: "without_credentials", key, message };
}

/** The settings that give a profile credentials without a role. */
const PROVIDED = [
  "aws_access_key_id",
  "web_identity_token_file",
  "sso_account_id",
  "sso_role_name",
  "login_session",
  "credential_process",
];

function isRole({ get }: Profile): boolean {
  return get("role_arn") !== undefined &&
    get("web_identity_token_file") === undefined;
}

function hasStaticKeys({ get }: Profile): boolean {
  return get("aws_access_key_id") !== undefined ||
    get("aws_secret_access_key") !== undefined;
}

/** Source profiles that lead back; each profile is visited once. */
function cycles(profiles: Profiles): LocatedFault[] {
  const done = new Set<Profile>();
  const found: LocatedFault[] = [];
  for (const first of profiles.all()) {
    const path = new Set<Profile>();
    let profile = first;
    while (!done.has(profile) && isRole(profile)) {
      path.add(profile);
      const key = "source_profile";
      const source = profile.get(key);
      const next = source === undefined ? undefined : profiles.find(source);
      if (!next || hasStaticKeys(next)) break;
      if (path.has(next)) {
        const message =
          `the source_profile of [${profile.name}] leads back to its own role`;
        const fault = { code: "role_source", reason: "cycle" } as const;
        found.push(locate(profiles, profile, { ...fault, key, message }));
        break;
      }
      profile = next;
    }
    for (const each of path) done.add(each);
  }
  return found;
}

function webIdentityFault({ name, get }: Profile): SettingFault | undefined {
  if (get("role_arn")) return undefined;
  const key = "web_identity_token_file";
  const message = `[${name}] has a ${key} and no role_arn`;
  return { code: "web_identity_without_role", key, message };
}

const SSO_KEYS = [
  "sso_start_url",
  "sso_region",
  "sso_role_name",
  "sso_account_id",
];

function ssoFault(
  profiles: Profiles,
  { name, get }: Profile,
): SettingFault | undefined {
  const first = ["sso_role_name", "sso_account_id"]
    .find((key) => get(key) !== undefined);
  if (first === undefined) return undefined;
  const sessionName = get("sso_session");
  const session = sessionName === undefined
    ? undefined
    : profiles.configSettings("sso-session", sessionName);
  if (sessionName !== undefined && !session) {
    const message = `the sso_session of [${name}] does not exist`;
    return { code: "sso_session_missing", key: "sso_session", message };
  }
  const code = "sso_incomplete";
  const key = SSO_KEYS.find((key) => {
    const [own, other] = [get(key), session?.(key)];
    return own !== undefined && other !== undefined && own !== other;
  });
  if (key !== undefined) {
    const message = `[${name}] and its sso_session differ in ${key}`;
    return { code, reason: "differing", key, message };
  }
  const missing = SSO_KEYS.filter((key) =>
    (get(key) ?? session?.(key)) === undefined
  );
  if (missing.length === 0) return undefined;
  const message = `[${name}] has ${first} and no ${missing.join(", no ")}`;
  return { code, reason: "missing", key: first, message };
}

function servicesFault(
  profiles: Profiles,
  { name, get }: Profile,
): SettingFault | undefined {
  const key = "services";
  const services = get(key);
  if (!services || profiles.configSettings(key, services)) return undefined;
  const message = `the services of [${name}] do not exist`;
  return { code: "services_missing", key, message };
}
