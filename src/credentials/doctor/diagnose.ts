import type { CredentialsDocument, SyntaxFault } from "../document.ts";
import { parse } from "../parse.ts";
import { Profiles } from "../profiles.ts";
import { problemOf } from "../syntax_problems.ts";
import {
  type ConnectionChecks,
  connectionFindings,
  connectionVariableFindings,
} from "./connection_findings.ts";
import {
  type Environment,
  environmentFindings,
} from "./environment_findings.ts";
import {
  type Fault,
  type FaultKind,
  type Finding,
  type FindingFile,
  type LocatedFault,
  toFinding,
} from "./finding.ts";
import {
  configHeaderFindings,
  headerFindings,
  nameFindings,
} from "./header_findings.ts";
import { lineFindings, tagFindings } from "./line_findings.ts";
import { profileFindings } from "./profile_findings.ts";
import { sessionFindings } from "./session_findings.ts";
import {
  credentialFindings,
  isShellLine,
  settingFindings,
  shellLineFindings,
} from "./setting_findings.ts";

/** A file with its faults of encoding. */
export interface FileText {
  readonly document: CredentialsDocument;
  /** The line, counted from 0, of the first byte that is not UTF-8, if any. */
  readonly notUtf8?: number | undefined;
  /** Whether the text is encoded in UTF-16; the document is then not used. */
  readonly isUtf16?: boolean | undefined;
}

export interface DiagnosisInput {
  readonly credentials: FileText;
  /** `~/.aws/config`; nothing where it can't be read. */
  readonly config: FileText | undefined;
  /** The credentials file's permission bits, where the operating system has them. */
  readonly mode: number | undefined;
  /** Whether an update would lose the group that can access the file. */
  readonly losesGroup: boolean;
  /** Whether the file itself is mounted, not its directory. */
  readonly isBindMounted: boolean;
  readonly environment: Environment;
  readonly connection: ConnectionChecks;
  readonly now: Date;
}

/** The problems of both files and of the environment, without network access. */
export function diagnose(input: DiagnosisInput): Finding[] {
  const { mode, environment, now, connection } = input;
  const credentials = withoutMark(input.credentials);
  const config = input.config && withoutMark(input.config);
  // The profiles of a UTF-16 file are unknown.
  const profiles = config && !credentials.isUtf16 && !config.isUtf16
    ? new Profiles(credentials.document, config.document)
    : undefined;
  const isProfile = (name: string) => profiles?.has(name) ?? true;
  const located = profiles
    ? [
      ...profileFindings(profiles),
      ...connectionFindings(profiles, environment, connection),
    ]
    : [];
  return [
    ...[
      ...environmentFindings(environment, isProfile),
      ...connectionVariableFindings(environment, connection),
    ].map((fault) => toFinding({ ...fault, line: null }, null)),
    ...[
      ...input.isBindMounted ? [BIND_MOUNTED] : [],
      ...input.losesGroup ? [GROUP_LOST] : [],
      ...mode !== undefined && (mode & 0o077) !== 0 ? [FILE_PERMISSIONS] : [],
    ].map((fault) => toFinding({ ...fault, line: null }, "credentials")),
    ...inFile("credentials", credentials, located, (document) => [
      ...tagFindings(document),
      ...nameFindings(document),
      ...sessionFindings(document, isProfile, now),
    ]),
    ...config
      ? inFile(
        "config",
        config,
        located,
        (document) => configHeaderFindings(document, profiles),
      )
      : [],
  ];
}

/** The findings of a file, by line. */
function inFile(
  file: FindingFile,
  { document, notUtf8, isUtf16, hasMark }: MarkedText,
  located: readonly LocatedFault[],
  rules: (document: CredentialsDocument) => Fault[],
): Finding[] {
  if (isUtf16) return [toFinding(UTF_16, file)];
  const faults = [
    ...notUtf8 === undefined ? [] : [invalidUtf8(notUtf8)],
    ...hasMark ? [BYTE_ORDER_MARK] : [],
    ...document.faults
      .filter(({ line }) => !isShellLine(document.lines[line]!.text))
      .map(parseError),
    ...shellLineFindings(document),
    ...headerFindings(document),
    ...settingFindings(document),
    ...lineFindings(document),
    ...credentialFindings(document),
    ...rules(document),
    ...located.filter((fault) => fault.file === file),
  ];
  return faults.sort((a, b) => a.line! - b.line!)
    .map((fault) => toFinding(fault, file));
}

interface MarkedText extends FileText {
  readonly hasMark: boolean;
}

/** With the mark, every line up to the second header would be a finding. */
function withoutMark(file: FileText): MarkedText {
  const { document } = file;
  const hasMark = document.text.startsWith("\ufeff");
  return {
    ...file,
    hasMark,
    document: hasMark ? parse(document.text.slice(1)) : document,
  };
}

function parseError(fault: SyntaxFault): Fault {
  const { line, message, hint: value } = problemOf(fault);
  return { code: "parse_error", line, message, value };
}

function invalidUtf8(line: number): Fault {
  const message = "the line is not UTF-8 text";
  return { code: "not_utf8", reason: "line", line, message };
}

const UTF_16: Fault = {
  code: "not_utf8",
  reason: "utf_16",
  line: 0,
  message: "the file is encoded in UTF-16",
};

const BYTE_ORDER_MARK: Fault = {
  code: "byte_order_mark",
  line: 0,
  message: "the file begins with a byte order mark",
};

const FILE_PERMISSIONS: FaultKind = {
  code: "file_permissions",
  message: "other users of this computer can access the file",
};

const GROUP_LOST: FaultKind = {
  code: "group_lost",
  message: "the file belongs to a group that you are not a member of",
};

const BIND_MOUNTED: FaultKind = {
  code: "bind_mounted",
  message: "the file is bind-mounted, and its directory is not",
};
