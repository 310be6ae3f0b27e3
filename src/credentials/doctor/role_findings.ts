import { settingOf } from "../document.ts";
import { findOverridingKey } from "../overriding_keys.ts";
import type { Profiles } from "../profiles.ts";
import type { Finding } from "./finding.ts";
import { isUserArn } from "./profile_findings.ts";

/** Roles that override a session, and roles without a source. */
export function roleFindings(profiles: Profiles): Finding[] {
  const { credentials } = profiles;
  return [...credentials.sections.values()].flatMap((section) => {
    const { name, line } = section;
    const own = (key: string) => settingOf(credentials, section, key);
    const read = (key: string) => profiles.get(name, key);
    const overridingKey = findOverridingKey(name, read);
    if (!overridingKey) return [];
    const at = (own(overridingKey)?.line ?? line) + 1;
    if (profiles.sessionSource(name) !== undefined) {
      return roleOverrides(name, overridingKey, at);
    }
    if (overridingKey !== "role_arn" || ROLE_SOURCES.some(read)) return [];
    return roleWithoutSource(name, at);
  });
}

const ROLE_SOURCES = [
  "source_profile",
  "credential_source",
  "web_identity_token_file",
];

/** Settings of the config for which updsts or an AWS tool fails. */
export function configFindings(profiles: Profiles): Finding[] {
  const { config } = profiles;
  return profiles.names()
    .filter((name) => {
      const section = profiles.find(name)?.configSection;
      return section &&
        isUserArn(settingOf(config, section, "mfa_serial")?.value);
    })
    .map((name) => ({
      code: "user_for_mfa",
      severity: "error",
      line: null,
      message:
        `the mfa_serial of the profile "${name}" in the config is the ARN of a user`,
      why: "STS cannot check an MFA code with it",
      fix: "write :mfa/ in place of :user/, with the device's name",
    }));
}

function roleOverrides(name: string, key: string, line: number): Finding {
  return {
    code: "role_wins",
    severity: "error",
    line,
    message: `${key} overrides the session of [${name}]`,
    why: "the AWS CLI uses it instead of the keys of the session",
    fix: "delete it, or move it to another profile",
  };
}

function roleWithoutSource(name: string, line: number): Finding {
  return {
    code: "role_without_source",
    severity: "error",
    line,
    message: `[${name}] has a role_arn and no source_profile`,
    why: "the AWS CLI refuses the profile, its keys included",
    fix: "set source_profile to the profile with the keys, or delete the line",
  };
}
