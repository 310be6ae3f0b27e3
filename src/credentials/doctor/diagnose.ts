import { command, hint } from "../../errors.ts";
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

/** The input of a diagnosis. */
export interface Facts {
  /** The credentials file. */
  readonly document: CredentialsDocument;
  /** The line, counted from 0, of the first byte that is not UTF-8, if any. */
  readonly notUtf8: number | undefined;
  /** The profiles of `~/.aws/config`; nothing where it can't be read. */
  readonly configProfiles: ReadonlyMap<string, ConfigProfile> | undefined;
  /** The file's permission bits, where the system has them. */
  readonly mode: number | undefined;
  /** Whether the file itself is mounted, not its directory. */
  readonly isBindMounted: boolean;
  readonly environment: Environment;
  readonly now: Date;
}

/** The problems of the file and its environment, without network access. */
export function diagnose(facts: Facts): Finding[] {
  const { mode, notUtf8, environment, now, configProfiles } = facts;
  const document = withoutMark(facts.document);
  const isProfile = (name: string) =>
    document.sections.has(name) || (configProfiles?.has(name) ?? true);
  const ofFile = [
    ...notUtf8 === undefined ? [] : [invalidUtf8(notUtf8)],
    ...document === facts.document ? [] : [BYTE_ORDER_MARK],
    ...document.problems.map((problem) =>
      fromProblem(problem, "rejected", "the AWS CLI rejects the whole file")
    ),
    ...document.tagProblems.map((problem) =>
      fromProblem(
        problem,
        "tag_without_partner",
        "updsts cannot tell the lines of its block, and refuses to write",
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

/** With the mark, every line up to the second header would be a finding. */
function withoutMark(document: CredentialsDocument): CredentialsDocument {
  return document.lines[0]?.text.startsWith("\ufeff")
    ? parse(document.text.slice(1))
    : document;
}

function fromProblem(
  { line, message, hint: fix }: Problem,
  code: FindingCode,
  why: string,
): Finding {
  return { code, severity: "error", line: line + 1, message, why, fix };
}

function invalidUtf8(line: number): Finding {
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
  fix: hint`remove their access with ${command("doctor_fix")} or "chmod 600"`,
};

const BIND_MOUNTED: Finding = {
  code: "bind_mounted",
  severity: "warning",
  line: null,
  message: "the file is bind-mounted, and its directory is not",
  why:
    "it cannot be replaced here, and does not change when the original is replaced",
  fix: "mount its directory into the container instead",
};
