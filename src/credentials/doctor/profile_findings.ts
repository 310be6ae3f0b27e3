import type { CredentialsDocument, Section } from "../document.ts";
import { expiryOf } from "../expiry.ts";
import type { Fault } from "./finding.ts";

/** Problems of profiles and sessions of the credentials file. */
export function profileFindings(
  document: CredentialsDocument,
  isProfile: (name: string) => boolean,
): Fault[] {
  const sections = [...document.sections.values()];
  // The AWS CLI reads its keys in every profile.
  const { defaults: settings } = document;
  const defaults = { name: "DEFAULT", line: 0, start: 0, settings };
  return [
    ...[defaults, ...sections].flatMap(securityToken),
    ...sections.flatMap(invalidExpiration),
    ...missingSources(document, isProfile),
  ];
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
    message: `[${name}] has a leftover aws_security_token`,
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
