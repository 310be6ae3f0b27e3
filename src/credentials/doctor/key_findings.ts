import {
  blockAt,
  type CredentialsDocument,
  type Section,
  settingOf,
} from "../document.ts";
import { hasLongTermKeys } from "../long_term_keys.ts";
import type { Finding } from "./finding.ts";

/** Incomplete keys, and long-term access keys in place of a session. */
export function keyFindings(document: CredentialsDocument): Finding[] {
  const sections = [...document.sections.values()];
  return [
    ...sections.flatMap((section) => incompleteKeys(document, section)),
    ...sections
      .filter(({ line }) => blockAt(document, line))
      .filter(hasLongTermKeys)
      .map(keysInBlock),
  ];
}

function incompleteKeys(
  document: CredentialsDocument,
  section: Section,
): Finding[] {
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
    severity: "error",
    line: there.line + 1,
    message: `[${section.name}] has an ${there.key} and no ${missing}`,
    why: "the AWS CLI, or AWS itself, rejects incomplete keys",
    fix: "write the line that is missing, or delete this one",
  }];
}

function keysInBlock({ name, line }: Section): Finding {
  return {
    code: "keys_in_block",
    severity: "error",
    line: line + 1,
    message: `[${name}] has long-term access keys in a block of updsts`,
    why: "updsts refuses to replace them, and does not remove them",
    fix: "move the section below the block's end tag",
  };
}
