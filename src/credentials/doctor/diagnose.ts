import type { CredentialsDocument, Problem } from "../document.ts";
import { parse } from "../parse.ts";
import {
  type Environment,
  environmentFindings,
} from "./environment_findings.ts";
import type { ConfigProfile, Finding, FindingCode } from "./finding.ts";
import { headerFindings } from "./header_findings.ts";
import { keyFindings } from "./key_findings.ts";
import { lineFindings } from "./line_findings.ts";
import { profileFindings } from "./profile_findings.ts";
import { configFindings, roleFindings } from "./role_findings.ts";
import { settingFindings } from "./setting_findings.ts";

/** What a diagnosis is made from. */
export interface Facts {
  /** The credentials file. */
  readonly document: CredentialsDocument;
  /** The line, from 0, of the first byte that no UTF-8 text has, if there is one. */
  readonly notUtf8: number | undefined;
  /** The profiles of `~/.aws/config`; nothing where it can't be read. */
  readonly configProfiles: ReadonlyMap<string, ConfigProfile> | undefined;
  /** The file's permission bits, where the system has them. */
  readonly mode: number | undefined;
  /** Is the file itself mounted, and not its directory? */
  readonly isBindMounted: boolean;
  readonly environment: Environment;
  readonly now: Date;
}

/** What bites in the file and around it, without a look at the network. */
export function diagnose(facts: Facts): Finding[] {
  const { mode, notUtf8, environment, now, configProfiles } = facts;
  const document = withoutMark(facts.document);
  const isProfile = (name: string) =>
    document.sections.has(name) || (configProfiles?.has(name) ?? true);
  const ofFile = [
    ...notUtf8 === undefined ? [] : [noText(notUtf8)],
    ...document === facts.document ? [] : [BYTE_ORDER_MARK],
    ...document.problems.map((problem) =>
      fromProblem(problem, "rejected", "the AWS CLI rejects the whole file")
    ),
    ...document.tagProblems.map((problem) =>
      fromProblem(
        problem,
        "tag_without_partner",
        "updsts can't tell which lines are its own, and refuses to write",
      )
    ),
    ...headerFindings(document),
    ...settingFindings(document),
    ...lineFindings(document),
    ...profileFindings(document, isProfile, now),
    ...keyFindings(document),
    ...configProfiles ? roleFindings(document, configProfiles) : [],
  ];
  return [
    ...environmentFindings(environment, isProfile),
    ...facts.isBindMounted ? [BIND_MOUNTED] : [],
    ...mode !== undefined && (mode & 0o077) !== 0 ? [OPEN_TO_OTHERS] : [],
    ...configProfiles ? configFindings(configProfiles) : [],
    ...ofFile.sort((a, b) => a.line! - b.line!),
  ];
}

/** Else every line up to the second header would seem to be wrong. */
function withoutMark(document: CredentialsDocument): CredentialsDocument {
  return document.lines[0]?.text.startsWith("\ufeff")
    ? parse(document.text.slice(1))
    : document;
}

function fromProblem(
  { line, message, hint }: Problem,
  code: FindingCode,
  why: string,
): Finding {
  return { code, severity: "error", line: line + 1, message, why, fix: hint };
}

function noText(line: number): Finding {
  return {
    code: "not_utf8",
    severity: "error",
    line: line + 1,
    message: "the line is not UTF-8 text",
    why: "the AWS CLI rejects the whole file",
    fix: "save the file as UTF-8",
  };
}

const BYTE_ORDER_MARK: Finding = {
  code: "byte_order_mark",
  severity: "error",
  line: 1,
  message: "the file begins with a byte order mark",
  why: "the AWS CLI rejects the whole file, and the SDK for Go loses a profile",
  fix: 'save it as "UTF-8", not as "UTF-8 with BOM"',
};

const OPEN_TO_OTHERS: Finding = {
  code: "open_to_others",
  severity: "warning",
  line: null,
  message: "other users of this computer can access the file",
  why: "they can use the keys in it",
  fix: 'remove their access with "updsts doctor --fix" or "chmod 600"',
};

const BIND_MOUNTED: Finding = {
  code: "bind_mounted",
  severity: "warning",
  line: null,
  message: "the file is bind-mounted, and its directory is not",
  why:
    "it can't be replaced here, and stays the old one when it is replaced where it comes from",
  fix: "mount its directory into the container instead",
};
