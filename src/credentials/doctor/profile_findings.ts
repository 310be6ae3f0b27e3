import { command, getCommand, type Hint, hint } from "../../errors.ts";
import {
  blockAt,
  type CredentialsDocument,
  type Section,
} from "../document.ts";
import { expiredSessions, expiryOf } from "../expired.ts";
import type { Finding } from "./finding.ts";

/** Problems of profiles and sessions that every tool can read. */
export function profileFindings(
  document: CredentialsDocument,
  isProfile: (name: string) => boolean,
  now: Date,
): Finding[] {
  const sections = [...document.sections.values()];
  // The AWS CLI reads its keys in every profile.
  const { defaults: settings } = document;
  const defaults = { name: "DEFAULT", line: 0, start: 0, settings };
  return [
    ...[defaults, ...sections].flatMap(userForMfa),
    ...[defaults, ...sections].flatMap(securityToken),
    ...expiredSessions(document, now).map(({ section, source, line }) => {
      const removal = hint`remove it with ${command("clean")} or ${
        command("doctor_fix")
      }`;
      const fix = isProfile(source)
        ? hint`renew it with ${getCommand()}, or ${removal}`
        : removal;
      return expiredSession(section, line, fix);
    }),
    ...sections
      .filter(({ line }) => !blockAt(document, line))
      .filter((section) => (expiryOf(section) ?? now) < now)
      .map(({ name, line }) =>
        expiredSession(
          name,
          line,
          "get new credentials from the source of these",
        )
      ),
    ...sections.flatMap(unreadableExpiration),
    ...sourcesGone(document, isProfile),
  ];
}

function expiredSession(section: string, line: number, fix: Hint): Finding {
  return {
    code: "session_expired",
    severity: "warning",
    line: line + 1,
    message: `the session [${section}] has expired`,
    why: "AWS refuses its keys",
    fix,
  };
}

/** Whether a text is the ARN of a user, in place of an MFA device. */
export function isUserArn(text: string | undefined): boolean {
  return /^arn:[^:]*:iam::[^:]*:user\//.test(text ?? "");
}

function userForMfa({ name, settings }: Section): Finding[] {
  return ["mfa_device_arn", "mfa_serial"].flatMap((key) => {
    const setting = settings.get(key);
    if (!setting || !isUserArn(setting.value)) return [];
    return {
      code: "user_for_mfa",
      severity: "error",
      line: setting.line + 1,
      message: `the ${key} of [${name}] is the ARN of a user`,
      why: "STS cannot check an MFA code with it",
      fix: "write :mfa/ in place of :user/, with the device's name",
    };
  });
}

function securityToken({ name, settings }: Section): Finding[] {
  const old = settings.get("aws_security_token");
  const token = settings.get("aws_session_token");
  if (!old) return [];
  return [{
    code: "security_token",
    severity: name === "DEFAULT" || (token && token.value !== old.value)
      ? "error"
      : "warning",
    line: old.line + 1,
    message: `[${name}] has a left-over aws_security_token`,
    why:
      "the AWS CLI takes it instead of the aws_session_token, and the SDK for JavaScript does not know it",
    fix: "delete the line",
  }];
}

function unreadableExpiration(section: Section): Finding[] {
  const { name, settings } = section;
  const written = settings.get("expiration_datetime");
  if (!written || expiryOf(section)) return [];
  return [{
    code: "expiration_unreadable",
    severity: "warning",
    line: written.line + 1,
    message: `the expiration_datetime of [${name}] is not a date`,
    why: "the expiry of the session is unknown",
    fix: hint`renew the session with ${getCommand()}, or delete the line`,
  }];
}

function sourcesGone(
  { blocks }: CredentialsDocument,
  isProfile: (name: string) => boolean,
): Finding[] {
  return blocks
    .filter(({ source }) => !isProfile(source))
    .map(({ source, begin }) => ({
      code: "source_gone",
      severity: "warning",
      line: begin + 1,
      message: `the profile "${source}" of this block does not exist`,
      why: "its session cannot be renewed",
      fix: "delete the block, or restore the profile",
    }));
}
