import { blockAt } from "../blocks.ts";
import type { CredentialsDocument, Section } from "../document.ts";
import { settingOf } from "../read_setting.ts";
import { hasLongTermKeys } from "../read_keys.ts";
import type { Fault } from "./finding.ts";

/** Incomplete keys, in either file. */
export function incompleteKeyFindings(document: CredentialsDocument): Fault[] {
  return [...document.sections.values()]
    .flatMap((section) => incompleteKeys(document, section));
}

/** Long-term access keys in place of a session. */
export function keyFindings(document: CredentialsDocument): Fault[] {
  return [...document.sections.values()]
    .filter(({ line }) => blockAt(document, line))
    .filter(hasLongTermKeys)
    .map(({ name, line }) => ({
      code: "long_term_keys_in_block",
      line,
      message: `[${name}] has long-term access keys in a block of updsts`,
    }));
}

function incompleteKeys(
  document: CredentialsDocument,
  section: Section,
): Fault[] {
  const read = (key: string) => settingOf(document, section, key);
  const id = read("aws_access_key_id");
  const secret = read("aws_secret_access_key");
  const there = id ?? secret;
  if (!there?.value) return [];
  const needsToken = id?.value.startsWith("ASIA") &&
    !read("aws_session_token") && !read("aws_security_token");
  const missing = !id
    ? "aws_access_key_id"
    : !secret
    ? "aws_secret_access_key"
    : needsToken
    ? "aws_session_token"
    : undefined;
  if (missing === undefined) return [];
  return [{
    code: "keys_incomplete",
    line: there.line,
    message: `[${section.name}] has an ${there.key} and no ${missing}`,
  }];
}
