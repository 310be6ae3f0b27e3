import {
  blockAt,
  type CredentialsDocument,
  type Section,
} from "../document.ts";
import { expiredSessions, expiryOf } from "../expired.ts";
import { MFA_DEVICE_KEYS } from "../mfa_device.ts";
import type { Fault } from "./finding.ts";

/** Problems of profiles and sessions that every tool can read. */
export function profileFindings(
  document: CredentialsDocument,
  isProfile: (name: string) => boolean,
  now: Date,
): Fault[] {
  const sections = [...document.sections.values()];
  // The AWS CLI reads its keys in every profile.
  const { defaults: settings } = document;
  const defaults = { name: "DEFAULT", line: 0, start: 0, settings };
  return [
    ...[defaults, ...sections].flatMap(userArnAsMfaDevice),
    ...[defaults, ...sections].flatMap(securityToken),
    ...expiredSessions(document, now).map(({ section, source, line }) =>
      expired(section, line, isProfile(source) ? "renewable" : "without_source")
    ),
    ...sections
      .filter(({ line }) => !blockAt(document, line))
      .filter((section) => (expiryOf(section) ?? now) < now)
      .map(({ name, line }) => expired(name, line, "of_another_program")),
    ...sections.flatMap(invalidExpiration),
    ...missingSources(document, isProfile),
  ];
}

function expired(
  section: string,
  line: number,
  reason: (Fault & { code: "session_expired" })["reason"],
): Fault {
  const message = `the session [${section}] has expired`;
  return { code: "session_expired", reason, line, message };
}

/** Whether a text is the ARN of a user, in place of an MFA device. */
export function isUserArn(text: string | undefined): boolean {
  return /^arn:[^:]*:iam::[^:]*:user\//.test(text ?? "");
}

function userArnAsMfaDevice({ name, settings }: Section): Fault[] {
  return MFA_DEVICE_KEYS.flatMap((key) => {
    const setting = settings.get(key);
    if (!setting || !isUserArn(setting.value)) return [];
    return {
      code: "user_arn_as_mfa_device",
      line: setting.line,
      message: `the ${key} of [${name}] is the ARN of a user`,
    };
  });
}

function securityToken({ name, settings }: Section): Fault[] {
  const old = settings.get("aws_security_token");
  const token = settings.get("aws_session_token");
  if (!old) return [];
  const overrides = name === "DEFAULT" || (token && token.value !== old.value);
  return [{
    code: "security_token",
    reason: overrides ? "overriding" : "redundant",
    line: old.line,
    message: `[${name}] has a left-over aws_security_token`,
  }];
}

function invalidExpiration(section: Section): Fault[] {
  const written = section.settings.get("expiration_datetime");
  if (!written || expiryOf(section)) return [];
  return [{
    code: "invalid_expiration",
    line: written.line,
    message: `the expiration_datetime of [${section.name}] is not a date`,
  }];
}

function missingSources(
  { blocks }: CredentialsDocument,
  isProfile: (name: string) => boolean,
): Fault[] {
  return blocks
    .filter(({ source }) => !isProfile(source))
    .map(({ source, begin }) => ({
      code: "source_profile_missing",
      line: begin,
      message: `the profile "${source}" of this block does not exist`,
    }));
}
