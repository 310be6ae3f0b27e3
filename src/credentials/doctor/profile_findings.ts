import {
  type CredentialsDocument,
  type Section,
  settingOf,
} from "../document.ts";
import { parseExpiration } from "../expiration.ts";
import { expiredSessions } from "../expired.ts";
import type { Finding } from "./finding.ts";

/** What is wrong with profiles and sessions that every tool can read. */
export function profileFindings(
  document: CredentialsDocument,
  isProfile: (name: string) => boolean,
  now: Date,
): Finding[] {
  const sections = [...document.sections.values()];
  return [
    ...sections.flatMap(userForMfa),
    ...sections.flatMap(securityToken),
    ...sections.flatMap((section) => incompleteKeys(document, section)),
    ...expiredSessions(document, now).map(({ section, line }): Finding => ({
      code: "session_expired",
      severity: "warning",
      line: line + 1,
      message: `the session [${section}] is over`,
      why: "AWS refuses its keys",
      fix:
        'renew it with "updsts get", or remove it with "updsts clean" or "updsts doctor --fix"',
    })),
    ...sections.flatMap(unreadableExpiration),
    ...sourcesGone(document, isProfile),
  ];
}

function userForMfa({ name, settings }: Section): Finding[] {
  return ["mfa_device_arn", "mfa_serial"].flatMap((key) => {
    const setting = settings.get(key);
    if (!setting || !/^arn:[^:]*:iam::[^:]*:user\//.test(setting.value)) {
      return [];
    }
    return {
      code: "user_for_mfa",
      severity: "error",
      line: setting.line + 1,
      message: `the ${key} of [${name}] is the ARN of a user`,
      why: "STS can't check a code with it",
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
    severity: token && token.value !== old.value ? "error" : "warning",
    line: old.line + 1,
    message: `[${name}] has a left-over aws_security_token`,
    why:
      "the AWS CLI takes it instead of the aws_session_token, and the SDK for JavaScript does not know it",
    fix: "delete the line",
  }];
}

function incompleteKeys(
  document: CredentialsDocument,
  section: Section,
): Finding[] {
  const read = (key: string) => settingOf(document, section, key);
  const id = read("aws_access_key_id");
  if (!id?.value) return [];
  const needsToken = id.value.startsWith("ASIA");
  const missing = !read("aws_secret_access_key")
    ? "aws_secret_access_key"
    : needsToken && !read("aws_session_token") && !read("aws_security_token")
    ? "aws_session_token"
    : undefined;
  if (missing === undefined) return [];
  return [{
    code: "keys_incomplete",
    severity: "error",
    line: id.line + 1,
    message: `[${section.name}] has an aws_access_key_id and no ${missing}`,
    why: "the AWS CLI, or AWS itself, refuses half of the keys",
    fix: "write the line that is missing, or delete this one",
  }];
}

function unreadableExpiration({ name, settings }: Section): Finding[] {
  const written = settings.get("expiration_datetime");
  if (!written || parseExpiration(written.value)) return [];
  return [{
    code: "expiration_unreadable",
    severity: "warning",
    line: written.line + 1,
    message: `the expiration_datetime of [${name}] is not a date`,
    why: "nobody can tell when the session is over",
    fix: 'renew the session with "updsts get", or delete the line',
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
      message: `this block belongs to the profile "${source}", which is gone`,
      why: "its session can't be renewed",
      fix: "delete the block, or bring the profile back",
    }));
}
