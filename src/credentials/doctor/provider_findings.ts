import type { Profile, Profiles } from "../profiles.ts";
import type { LocatedFault } from "./finding.ts";
import { locate } from "./locate_setting.ts";

/**
 * Profiles for which the AWS CLI refuses to look for credentials. The rules are
 * those of the providers in `botocore/credentials.py`, in their order.
 */
export function providerFindings(profiles: Profiles): LocatedFault[] {
  const all = profiles.names().map((name) => profiles.find(name)!);
  return [
    ...all.flatMap((profile) => {
      const { get } = profile;
      if (isRole(profile)) return roleFault(profiles, profile) ?? [];
      if (get("web_identity_token_file")) {
        return webIdentityFault(profiles, profile) ?? [];
      }
      return ssoFault(profiles, profile) ?? [];
    }),
    ...cycles(profiles, all),
    ...all.flatMap((profile) => servicesFault(profiles, profile) ?? []),
  ];
}

const CREDENTIAL_SOURCES = [
  "Environment",
  "Ec2InstanceMetadata",
  "EcsContainer",
];

function roleFault(
  profiles: Profiles,
  profile: Profile,
): LocatedFault | undefined {
  const { name, get } = profile;
  const source = get("source_profile");
  const credentialSource = get("credential_source");
  const fault = (
    reason: (LocatedFault & { code: "role_source" })["reason"],
    key: "source_profile" | "credential_source",
    message: string,
  ): LocatedFault => {
    const location = locate(profiles, profile, key);
    return { code: "role_source", reason, ...location, message };
  };
  if (source !== undefined && credentialSource !== undefined) {
    const message = `[${name}] has source_profile and credential_source`;
    return fault("two", "credential_source", message);
  }
  if (credentialSource !== undefined) {
    if (CREDENTIAL_SOURCES.includes(credentialSource)) return undefined;
    const message =
      `the credential_source of [${name}] is not one that AWS tools support`;
    return fault("credential_source", "credential_source", message);
  }
  if (source === undefined) {
    // An overriding role has its own finding.
    if (profiles.sourceProfileOf(name) !== undefined) return undefined;
    return {
      code: "role_without_source",
      ...locate(profiles, profile, "role_arn"),
      message: `[${name}] has a role_arn and no source_profile`,
    };
  }
  const next = profiles.find(source);
  if (!next) {
    const message = `the source_profile of [${name}] does not exist`;
    return fault("missing", "source_profile", message);
  }
  if (isRole(next) && !hasStaticKeys(next)) return undefined;
  if (PROVIDED.some((key) => next.get(key) !== undefined)) return undefined;
  const message = `the source_profile of [${name}] has no credentials`;
  return fault("without_credentials", "source_profile", message);
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
function cycles(
  profiles: Profiles,
  all: readonly Profile[],
): LocatedFault[] {
  const done = new Set<Profile>();
  const found: LocatedFault[] = [];
  for (const first of all) {
    const path = new Set<Profile>();
    let profile = first;
    while (!done.has(profile) && isRole(profile)) {
      path.add(profile);
      const source = profile.get("source_profile");
      const next = source === undefined ? undefined : profiles.find(source);
      if (!next || hasStaticKeys(next)) break;
      if (path.has(next)) {
        found.push({
          code: "role_source",
          reason: "cycle",
          ...locate(profiles, profile, "source_profile"),
          message:
            `the source_profile of [${profile.name}] leads back to its own role`,
        });
        break;
      }
      profile = next;
    }
    for (const each of path) done.add(each);
  }
  return found;
}

function webIdentityFault(
  profiles: Profiles,
  profile: Profile,
): LocatedFault | undefined {
  if (profile.get("role_arn")) return undefined;
  return {
    code: "web_identity_without_role",
    ...locate(profiles, profile, "web_identity_token_file"),
    message: `[${profile.name}] has a web_identity_token_file and no role_arn`,
  };
}

const SSO_KEYS = [
  "sso_start_url",
  "sso_region",
  "sso_role_name",
  "sso_account_id",
];

function ssoFault(
  profiles: Profiles,
  profile: Profile,
): LocatedFault | undefined {
  const { name, get } = profile;
  const first = ["sso_role_name", "sso_account_id"]
    .find((key) => get(key) !== undefined);
  if (first === undefined) return undefined;
  const sessionName = get("sso_session");
  const session = sessionName === undefined
    ? undefined
    : profiles.configSettings("sso-session", sessionName);
  if (sessionName !== undefined && !session) {
    return {
      code: "sso_session_missing",
      ...locate(profiles, profile, "sso_session"),
      message: `the sso_session of [${name}] does not exist`,
    };
  }
  const differing = SSO_KEYS.find((key) => {
    const [own, other] = [get(key), session?.(key)];
    return own !== undefined && other !== undefined && own !== other;
  });
  if (differing !== undefined) {
    return {
      code: "sso_incomplete",
      reason: "differing",
      ...locate(profiles, profile, differing),
      message: `[${name}] and its sso_session differ in ${differing}`,
    };
  }
  const missing = SSO_KEYS.filter((key) =>
    (get(key) ?? session?.(key)) === undefined
  );
  if (missing.length === 0) return undefined;
  return {
    code: "sso_incomplete",
    reason: "missing",
    ...locate(profiles, profile, first),
    message: `[${name}] has ${first} and no ${missing.join(", no ")}`,
  };
}

function servicesFault(
  profiles: Profiles,
  profile: Profile,
): LocatedFault | undefined {
  const services = profile.get("services");
  if (!services || profiles.configSettings("services", services)) {
    return undefined;
  }
  return {
    code: "services_missing",
    ...locate(profiles, profile, "services"),
    message: `the services of [${profile.name}] do not exist`,
  };
}
