import type { CredentialsDocument, Setting } from "../document.ts";
import { isWritableValue } from "../names.ts";
import type { Finding, FindingCode } from "./finding.ts";

/** A profile does not work where one of these is wrong. */
const CREDENTIALS = new Set([
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "aws_security_token",
  "mfa_device_arn",
  "mfa_serial",
]);

/** Keys and values that not every AWS tool reads as intended. */
export function settingFindings(document: CredentialsDocument): Finding[] {
  const sections = [...document.sections.values()];
  return [document.defaults, ...sections.map(({ settings }) => settings)]
    .flatMap((settings) => [...settings.values()])
    .flatMap((setting) => {
      const { text } = document.lines[setting.line]!;
      return [...keyFindings(setting, text), ...valueFindings(setting)];
    });
}

function keyFindings({ line, key }: Setting, text: string): Finding[] {
  const written = text.slice(0, text.search(/[=:]/)).trim();
  const found: Finding[] = [];
  if (/^\s/.test(text)) {
    found.push(finding(
      "indented_line",
      line,
      `${nameOf(key)} is indented`,
      "some AWS SDKs read an indented line as a part of the value above it",
      "remove the indentation",
    ));
  }
  if (text[text.search(/[=:]/)] === ":") {
    found.push(finding(
      "setting_spelling",
      line,
      `${nameOf(key)} has ":" in place of "="`,
      "the AWS SDK for JavaScript ignores the line, and the one for Java rejects the file",
      "write it as key = value",
    ));
  }
  if (written !== written.toLowerCase()) {
    found.push(finding(
      "setting_spelling",
      line,
      `${nameOf(key)} has capital letters in its name`,
      "the AWS SDKs for JavaScript and Java don't find it",
      "write the name in lower case",
    ));
  }
  return found;
}

function valueFindings({ key, value, line, lastLine }: Setting): Finding[] {
  // A key without a value, and a nested map in the indented lines below it.
  const isNested = value.startsWith("\n");
  if (lastLine > line && !isNested) {
    return [finding(
      "indented_line",
      lastLine,
      `an indented line continues the value of ${nameOf(key)}`,
      "the AWS CLI reads it as a part of the value; other tools do not",
      "remove the line's indentation, or delete it",
    )];
  }
  const fault = valueFault(key, value);
  if (!fault) return [];
  const [what, why, fix] = fault;
  const message = `the value of ${nameOf(key)} ${what}`;
  return [finding("setting_value", line, message, why, fix)];
}

function valueFault(
  key: string,
  value: string,
): [what: string, why: string, fix: string] | undefined {
  if (/^[#;]/.test(value)) {
    return [
      'starts with "#" or ";"',
      "some AWS tools keep it, others read it as a comment",
      "move the comment to a line of its own, or change the value",
    ];
  }
  if (/\s[#;]/.test(value)) {
    return [
      "has a comment after it",
      "the AWS CLI reads the comment as a part of the value",
      "move the comment to a line of its own",
    ];
  }
  if (/^["']/.test(value) && key !== "credential_process") {
    return [
      "is in quotes",
      "most AWS tools read the quotes as a part of the value",
      "remove the quotes",
    ];
  }
  if (!CREDENTIALS.has(key) || isWritableValue(value)) return undefined;
  return value === ""
    ? [
      "is missing",
      "the profile does not work",
      "write it, or delete the line",
    ]
    : [
      "has spaces, or characters that are not valid in credentials",
      "AWS, or some AWS tool, rejects it",
      "copy it into the line again, the whole of it",
    ];
}

/** An unknown key is not shown: it may be a part of a secret. */
function nameOf(key: string): string {
  const isKnown = CREDENTIALS.has(key) || key === "region" ||
    key === "expiration_datetime";
  return isKnown ? `"${key}"` : "a key";
}

function finding(
  code: FindingCode,
  line: number,
  message: string,
  why: string,
  fix: string,
): Finding {
  return { code, severity: "error", line: line + 1, message, why, fix };
}
