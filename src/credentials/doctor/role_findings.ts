import { blockAt, type CredentialsDocument, settingOf } from "../document.ts";
import { findOverridingKey } from "../overriding_keys.ts";
import type { ConfigProfile, Finding } from "./finding.ts";
import { isUserArn } from "./profile_findings.ts";

type ConfigProfiles = ReadonlyMap<string, ConfigProfile>;

/** Roles that win over a session, and roles that nobody can assume. */
export function roleFindings(
  document: CredentialsDocument,
  config: ConfigProfiles,
): Finding[] {
  return [...document.sections.values()].flatMap((section) => {
    const { name, line } = section;
    const own = (key: string) => settingOf(document, section, key);
    const read = (key: string) => own(key)?.value ?? config.get(name)?.get(key);
    const rival = findOverridingKey(name, read);
    if (!rival) return [];
    const at = (own(rival)?.line ?? line) + 1;
    if (blockAt(document, line)) return roleWins(name, rival, at);
    if (rival !== "role_arn" || WAYS_TO_A_ROLE.some(read)) return [];
    return roleWithoutSource(name, at);
  });
}

const WAYS_TO_A_ROLE = [
  "source_profile",
  "credential_source",
  "web_identity_token_file",
];

/** What of the config makes tools fail that read the credentials file. */
export function configFindings(config: ConfigProfiles): Finding[] {
  return [...config]
    .filter(([, profile]) => isUserArn(profile.get("mfa_serial")))
    .map(([name]) => ({
      code: "user_for_mfa",
      severity: "error",
      line: null,
      message:
        `the mfa_serial of the profile "${name}" in the config is the ARN of a user`,
      why: "STS can't check a code with it",
      fix: "write :mfa/ in place of :user/, with the device's name",
    }));
}

function roleWins(name: string, rival: string, line: number): Finding {
  return {
    code: "role_wins",
    severity: "error",
    line,
    message: `${rival} wins over the session of [${name}]`,
    why: "the AWS CLI takes it instead of the keys of the session",
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
    fix:
      "let source_profile name the profile with the keys, or delete the line",
  };
}
