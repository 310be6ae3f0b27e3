import { expiredSessions } from "../block_sessions.ts";
import { blockAt } from "../blocks.ts";
import type { CredentialsDocument, Section } from "../document.ts";
import { expiryOf, parseExpiration } from "../expiry.ts";
import { hasLongTermKeys } from "../read_keys.ts";
import type { Fault } from "./finding.ts";
import { withDefaults } from "./setting_findings.ts";

/** Problems of sessions and of their blocks in the credentials file. */
export function sessionFindings(
  document: CredentialsDocument,
  isProfile: (name: string) => boolean,
  now: Date,
): Fault[] {
  const sections = [...document.sections.values()];
  return [
    ...sections.flatMap((section) => droppedTags(document, section)),
    ...withDefaults(document).flatMap(securityToken),
    ...sections.flatMap(invalidExpiration),
    ...missingSources(document, isProfile),
    ...expiredFindings(document, isProfile, now),
    ...sections.flatMap((section) => longTermKeys(document, section)),
  ];
}

/**
 * A session of updsts without its tags. Tools that write the file with Python's
 * `configparser` drop its comments, and the tags are comments.
 */
function droppedTags(
  document: CredentialsDocument,
  { name, line, settings }: Section,
): Fault[] {
  const read = (key: string) => settings.get(key)?.value ?? "";
  const isSession = read("aws_access_key_id").startsWith("ASIA") &&
    settings.has("aws_session_token") &&
    parseExpiration(read("expiration_datetime")) !== undefined;
  if (!isSession || blockAt(document, line)) return [];
  const message = `the session [${name}] has lost the tags of updsts`;
  return [{ code: "tags_dropped", line, message }];
}

function securityToken({ name, settings }: Section): Fault[] {
  const old = settings.get("aws_security_token");
  const token = settings.get("aws_session_token");
  if (!old) return [];
  const overrides = name === "DEFAULT" || (token && token.value !== old.value);
  const reason = overrides ? "overriding" : "redundant";
  const message = `[${name}] has a leftover aws_security_token`;
  return [{ code: "security_token", reason, line: old.line, message }];
}

function invalidExpiration(section: Section): Fault[] {
  const written = section.settings.get("expiration_datetime");
  if (!written || expiryOf(section)) return [];
  const message = `the expiration_datetime of [${section.name}] is not a date`;
  return [{ code: "invalid_expiration", line: written.line, message }];
}

function missingSources(
  { blocks }: CredentialsDocument,
  isProfile: (name: string) => boolean,
): Fault[] {
  return blocks.filter(({ source }) => !isProfile(source))
    .map(({ source, begin: line }) => {
      const message = `the profile "${source}" of this block does not exist`;
      return { code: "source_profile_missing", line, message };
    });
}

/** Long-term access keys in place of a session. */
function longTermKeys(
  document: CredentialsDocument,
  section: Section,
): Fault[] {
  const { name, line } = section;
  if (!blockAt(document, line) || !hasLongTermKeys(section)) return [];
  const message = `[${name}] has long-term access keys in a block of updsts`;
  return [{ code: "long_term_keys_in_block", line, message }];
}

const MAX_NAMES = 10;

/** The expired sessions: one finding for those of updsts, one for all others. */
function expiredFindings(
  document: CredentialsDocument,
  isProfile: (name: string) => boolean,
  now: Date,
): Fault[] {
  const own = expiredSessions(document, now);
  const canRenew = own.some(({ source }) => isProfile(source));
  const others = [...document.sections.values()]
    .filter(({ line }) => !blockAt(document, line))
    .filter((section) => (expiryOf(section) ?? now) < now);
  return [
    ...expired(
      own.map(({ section, line }) => ({ name: section, line })),
      canRenew ? "renewable" : "without_source",
    ),
    ...expired(others, "of_another_program"),
  ];
}

function expired(
  sessions: readonly Pick<Section, "name" | "line">[],
  reason: (Fault & { code: "session_expired" })["reason"],
): Fault[] {
  const [first] = sessions;
  if (!first) return [];
  const { line } = first;
  const code = "session_expired";
  if (sessions.length === 1) {
    const message = `the session [${first.name}] has expired`;
    return [{ code, reason, line, message, value: "it" }];
  }
  const names = sessions.slice(0, MAX_NAMES).map(({ name }) => `[${name}]`);
  const rest = sessions.length - names.length;
  const list = `${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  const message = `${sessions.length} sessions have expired: ${list}`;
  return [{ code, reason, line, message, value: "them" }];
}
