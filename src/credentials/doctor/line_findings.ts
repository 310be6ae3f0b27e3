import type { CredentialsDocument } from "../document.ts";
import { isEndTag } from "../tags.ts";
import type { Finding } from "./finding.ts";

/** Problems of lines that are not settings, and of line ends. */
export function lineFindings(document: CredentialsDocument): Finding[] {
  return [
    ...loneCr(document),
    ...indentedComments(document),
    ...strayEnds(document),
    ...defaultSection(document),
  ];
}

function loneCr({ lines }: CredentialsDocument): Finding[] {
  const line = lines.findIndex(({ end }) => end === "\r");
  if (line < 0) return [];
  return [{
    code: "lone_cr",
    severity: "error",
    line: line + 1,
    message: "the line ends in a CR alone",
    why:
      "the AWS SDKs for JavaScript and Go read it and the next line as one, and ignore both",
    fix: "save the file with LF or CRLF",
  }];
}

function indentedComments(document: CredentialsDocument): Finding[] {
  const settings = settingLines(document);
  const found: Finding[] = [];
  let isBelowSetting = false;
  document.lines.forEach(({ text }, line) => {
    if (/^\s*\[.+\]/.test(text)) isBelowSetting = false;
    if (settings.has(line)) isBelowSetting = true;
    if (!isBelowSetting || !/^\s+[#;]/.test(text)) return;
    found.push({
      code: "indented_line",
      severity: "error",
      line: line + 1,
      message: "a comment below a key is indented",
      why: "the AWS SDK for Java reads it as a part of the value above it",
      fix: "remove the indentation",
    });
  });
  return found;
}

function settingLines({ sections, defaults }: CredentialsDocument) {
  const lines = new Set<number>();
  for (
    const settings of [
      defaults,
      ...[...sections.values()].map((s) => s.settings),
    ]
  ) {
    for (const { line } of settings.values()) lines.add(line);
  }
  return lines;
}

function strayEnds({ lines, blocks }: CredentialsDocument): Finding[] {
  const ends = new Set(blocks.map(({ end }) => end));
  return lines.flatMap(({ text }, line) =>
    !isEndTag(text) || ends.has(line) ? [] : {
      code: "tag_without_partner",
      severity: "error",
      line: line + 1,
      message: "an end tag has no begin tag before it",
      why:
        "updsts does not recognize the section as its own, and refuses to write it",
      fix: "add the begin tag before its section, or delete the end tag",
    }
  );
}

function defaultSection({ lines }: CredentialsDocument): Finding[] {
  const line = lines.findIndex(({ text }) => /^\s*\[DEFAULT\]/.test(text));
  if (line < 0) return [];
  return [{
    code: "default_section",
    severity: "warning",
    line: line + 1,
    message: "there is a section [DEFAULT], in capital letters",
    why: "the AWS CLI adds its keys to every profile; other tools do not",
    fix: "write [default] for the default profile",
  }];
}
