import { settingOf } from "../document.ts";
import { findOverridingKey } from "../overriding_keys.ts";
import type { Profiles } from "../profiles.ts";
import type { Fault } from "./finding.ts";
import { isUserArn } from "./profile_findings.ts";

/** Roles that override a session, and roles without a source. */
export function roleFindings(profiles: Profiles): Fault[] {
  const { credentials } = profiles;
  return [...credentials.sections.values()].flatMap((section): Fault[] => {
    const { name } = section;
    const read = (key: string) => profiles.get(name, key);
    const key = findOverridingKey(name, read);
    if (!key) return [];
    const line = settingOf(credentials, section, key)?.line ?? section.line;
    if (profiles.sessionSource(name) !== undefined) {
      const message = `${key} overrides the session of [${name}]`;
      return [{ code: "role_overrides_session", line, message }];
    }
    if (key !== "role_arn" || ROLE_SOURCES.some(read)) return [];
    const message = `[${name}] has a role_arn and no source_profile`;
    return [{ code: "role_without_source", line, message }];
  });
}

const ROLE_SOURCES = [
  "source_profile",
  "credential_source",
  "web_identity_token_file",
];

/** Settings of the config for which updsts or an AWS tool fails. */
export function configFindings(profiles: Profiles): Fault[] {
  const { config } = profiles;
  return profiles.names()
    .filter((name) => {
      const section = profiles.find(name)?.configSection;
      return section &&
        isUserArn(settingOf(config, section, "mfa_serial")?.value);
    })
    .map((name) => ({
      code: "user_arn_as_mfa_device",
      line: null,
      message:
        `the mfa_serial of the profile "${name}" in the config is the ARN of a user`,
    }));
}
