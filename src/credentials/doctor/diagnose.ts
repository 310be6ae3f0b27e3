import type { CredentialsDocument, Problem } from "../document.ts";
import { joinLines } from "../lines.ts";
import { parse } from "../parse.ts";
import {
  type Environment,
  environmentFindings,
} from "./environment_findings.ts";
import type { Finding, FindingCode } from "./finding.ts";
import { headerFindings } from "./header_findings.ts";
import { lineFindings } from "./line_findings.ts";
import { profileFindings } from "./profile_findings.ts";
import { settingFindings } from "./setting_findings.ts";

/** What a diagnosis is made from. */
export interface Facts {
  /** The credentials file. */
  readonly document: CredentialsDocument;
  /** `~/.aws/config`; an empty document where there is none. */
  readonly config: CredentialsDocument;
  /** The file's permission bits, where the system has them. */
  readonly mode: number | undefined;
  readonly environment: Environment;
  readonly now: Date;
}

/** What bites in the file and around it, without a look at the network. */
export function diagnose(facts: Facts): Finding[] {
  const { mode, environment, now } = facts;
  const document = withoutMark(facts.document);
  const configProfiles = profilesOfConfig(facts.config);
  const isProfile = (name: string) =>
    document.sections.has(name) || configProfiles.has(name);
  const ofFile = [
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
    ...profileFindings(document, configProfiles, now),
  ];
  return [
    ...environmentFindings(environment, isProfile),
    ...mode !== undefined && (mode & 0o077) !== 0 ? [OPEN_TO_OTHERS] : [],
    ...ofFile.sort((a, b) => a.line! - b.line!),
  ];
}

/** Else every line up to the second header would seem to be wrong. */
function withoutMark(document: CredentialsDocument): CredentialsDocument {
  return document.lines[0]?.text.startsWith("\ufeff")
    ? parse(joinLines(document.lines).slice(1))
    : document;
}

function fromProblem(
  { line, message, hint }: Problem,
  code: FindingCode,
  why: string,
): Finding {
  return { code, severity: "error", line: line + 1, message, why, fix: hint };
}

/** `[profile NAME]`, quoted or not, and `[default]`. */
function profilesOfConfig({ sections }: CredentialsDocument): Set<string> {
  return new Set([...sections.keys()].flatMap((header) => {
    if (header === "default") return header;
    const [, quoted, single, plain] =
      /^profile\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*$/.exec(header) ?? [];
    return quoted ?? single ?? plain ?? [];
  }));
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
  message: "other users of this computer can get at the file",
  why: "whoever reads the keys in it can use them",
  fix: 'keep them out with "chmod 600", or with "updsts doctor --fix"',
};
