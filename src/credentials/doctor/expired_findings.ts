import { blockAt } from "../blocks.ts";
import type { CredentialsDocument, Section } from "../document.ts";
import { expiredSessions } from "../block_sessions.ts";
import { expiryOf } from "../expiry.ts";
import type { Fault } from "./finding.ts";

const MAX_NAMES = 10;

/** The expired sessions: one finding for those of updsts, one for all others. */
export function expiredFindings(
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
