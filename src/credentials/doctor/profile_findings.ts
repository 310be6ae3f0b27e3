import type { CredentialsDocument, Section } from "../document.ts";
import { expiredSessions } from "../expired.ts";
import type { Finding } from "./finding.ts";

/** What is wrong with profiles and sessions that every tool can read. */
export function profileFindings(
  document: CredentialsDocument,
  configProfiles: ReadonlySet<string>,
  now: Date,
): Finding[] {
  const sections = [...document.sections.values()];
  return [
    ...sections.flatMap(userForMfa),
    ...sections.flatMap(securityToken),
    ...expiredSessions(document, now).map(({ section, line }): Finding => ({
      code: "session_expired",
      severity: "warning",
      line: line + 1,
      message: `the session [${section}] is over`,
      why: "AWS refuses its keys",
      fix:
        'renew it with "updsts get", or remove it with "updsts clean" or "updsts doctor --fix"',
    })),
    ...sourcesGone(document, configProfiles),
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

function sourcesGone(
  { blocks, sections }: CredentialsDocument,
  configProfiles: ReadonlySet<string>,
): Finding[] {
  return blocks
    .filter(({ source }) =>
      !sections.has(source) && !configProfiles.has(source)
    )
    .map(({ source, begin }) => ({
      code: "source_gone",
      severity: "warning",
      line: begin + 1,
      message: `this block belongs to the profile "${source}", which is gone`,
      why: "its session can't be renewed",
      fix: "delete the block, or bring the profile back",
    }));
}
