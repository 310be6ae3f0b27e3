import type { CredentialsDocument, Problem } from "../document.ts";
import { parse } from "../parse.ts";
import { Profiles } from "../profiles.ts";
import {
  type Environment,
  environmentFindings,
} from "./environment_findings.ts";
import { type Fault, type Finding, toFinding } from "./finding.ts";
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
  /** `~/.aws/config`; nothing where it can't be read. */
  readonly config: CredentialsDocument | undefined;
  /** The file's permission bits, where the system has them. */
  readonly mode: number | undefined;
  /** Whether the file itself is mounted, not its directory. */
  readonly isBindMounted: boolean;
  readonly environment: Environment;
  readonly now: Date;
}

/** The problems of the file and its environment, without network access. */
export function diagnose(facts: Facts): Finding[] {
  const { mode, notUtf8, environment, now, config } = facts;
  const document = withoutMark(facts.document);
  const profiles = config && new Profiles(document, config);
  const isProfile = (name: string) => profiles?.has(name) ?? true;
  const ofFile = [
    ...notUtf8 === undefined ? [] : [invalidUtf8(notUtf8)],
    ...document === facts.document ? [] : [BYTE_ORDER_MARK],
    ...document.problems.map(parseError),
    ...document.tagProblems.map(unmatchedTag),
    ...headerFindings(document),
    ...settingFindings(document),
    ...lineFindings(document),
    ...profileFindings(document, isProfile, now),
    ...keyFindings(document),
    ...profiles ? roleFindings(profiles) : [],
  ];
  return [
    ...environmentFindings(environment, isProfile),
    ...facts.isBindMounted ? [BIND_MOUNTED] : [],
    ...mode !== undefined && (mode & 0o077) !== 0 ? [FILE_PERMISSIONS] : [],
    ...profiles ? configFindings(profiles) : [],
    ...ofFile.sort((a, b) => a.line! - b.line!),
  ].map(toFinding);
}

/** With the mark, every line up to the second header would be a finding. */
function withoutMark(document: CredentialsDocument): CredentialsDocument {
  return document.lines[0]?.text.startsWith("\ufeff")
    ? parse(document.text.slice(1))
    : document;
}

function parseError({ line, message, hint }: Problem): Fault {
  return { code: "parse_error", line, message, value: hint };
}

function unmatchedTag({ line, message, hint }: Problem): Fault {
  return { code: "unmatched_tag", reason: "begin", line, message, value: hint };
}

function invalidUtf8(line: number): Fault {
  return { code: "not_utf8", line, message: "the line is not UTF-8 text" };
}

const BYTE_ORDER_MARK: Fault = {
  code: "byte_order_mark",
  line: 0,
  message: "the file begins with a byte order mark",
};

const FILE_PERMISSIONS: Fault = {
  code: "file_permissions",
  line: null,
  message: "other users of this computer can access the file",
};

const BIND_MOUNTED: Fault = {
  code: "bind_mounted",
  line: null,
  message: "the file is bind-mounted, and its directory is not",
};
