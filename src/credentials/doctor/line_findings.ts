import type { CredentialsDocument, SyntaxFault } from "../document.ts";
import { problemOf } from "../syntax_problems.ts";
import { isEndTag } from "../blocks.ts";
import type { Fault } from "./finding.ts";
import { withDefaults } from "./setting_findings.ts";

/** Problems of lines that are not settings, and of line ends, in either file. */
export function lineFindings(document: CredentialsDocument): Fault[] {
  return [
    ...loneCr(document),
    ...indentedComments(document),
    ...defaultSection(document),
  ];
}

/** Tags without a partner. */
export function tagFindings(document: CredentialsDocument): Fault[] {
  return [
    ...document.tagFaults.map(unmatchedBeginTag),
    ...unmatchedEndTags(document),
  ];
}

function unmatchedBeginTag(fault: SyntaxFault): Fault {
  const { line, message, hint: value } = problemOf(fault);
  return { code: "unmatched_tag", reason: "begin", line, message, value };
}

function loneCr({ lines }: CredentialsDocument): Fault[] {
  const line = lines.findIndex(({ end }) => end === "\r");
  if (line < 0) return [];
  return [{ code: "lone_cr", line, message: "the line ends in a CR alone" }];
}

function indentedComments(document: CredentialsDocument): Fault[] {
  const settings = new Set(
    withDefaults(document).flatMap(({ settings }) =>
      [...settings.values()].map(({ line }) => line)
    ),
  );
  const found: Fault[] = [];
  let isBelowSetting = false;
  document.lines.forEach(({ text }, line) => {
    if (/^\s*\[.+\]/.test(text)) isBelowSetting = false;
    if (settings.has(line)) isBelowSetting = true;
    if (!isBelowSetting || !/^\s+[#;]/.test(text)) return;
    const message = "a comment below a key is indented";
    found.push({ code: "indented_line", reason: "comment", line, message });
  });
  return found;
}

function unmatchedEndTags({ lines, blocks }: CredentialsDocument): Fault[] {
  const ends = new Set(blocks.map(({ end }) => end));
  const message = "an end tag has no begin tag before it";
  return lines.flatMap(({ text }, line): Fault[] =>
    !isEndTag(text) || ends.has(line)
      ? []
      : [{ code: "unmatched_tag", reason: "end", line, message }]
  );
}

function defaultSection({ lines }: CredentialsDocument): Fault[] {
  const line = lines.findIndex(({ text }) => /^\s*\[DEFAULT\]/.test(text));
  if (line < 0) return [];
  const message = "there is a section [DEFAULT], in capital letters";
  return [{ code: "default_section", line, message }];
}
