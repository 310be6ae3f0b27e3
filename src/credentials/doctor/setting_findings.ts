import type { CredentialsDocument, Setting } from "../document.ts";
import { isWritableValue } from "../names.ts";
import type { Finding, FindingCode } from "./finding.ts";

/** Without these, or with something else in them, a profile does not work. */
const CREDENTIALS = new Set([
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "aws_security_token",
  "mfa_device_arn",
  "mfa_serial",
]);

/** Keys and values that not every AWS tool reads as they are meant. */
export function settingFindings(document: CredentialsDocument): Finding[] {
  const sections = [...document.sections.values()];
  return [document.defaults, ...sections.map(({ settings }) => settings)]
    .flatMap((settings) => [...settings.values()])
    .flatMap((setting) => {
      const { text } = document.lines[setting.line]!;
      return [...spelling(setting, text), ...value(setting)];
    });
}

function spelling({ line, key }: Setting, text: string): Finding[] {
  const written = text.slice(0, text.search(/[=:]/)).trim();
  const found: Finding[] = [];
  if (/^\s/.test(text)) {
    found.push(finding(
      "indented_line",
      line,
      `${nameOf(key)} is indented`,
      "to some AWS SDKs an indented line is a piece of the value above it",
      "remove the indentation",
    ));
  }
  if (text[text.search(/[=:]/)] === ":") {
    found.push(finding(
      "setting_spelling",
      line,
      `${nameOf(key)} has ":" in the place of "="`,
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

function value({ key, value, line, lastLine }: Setting): Finding[] {
  // A key with nothing behind it and a dictionary of indented lines below it.
  const isNested = value.startsWith("\n");
  if (lastLine > line && !isNested) {
    return [finding(
      "indented_line",
      lastLine,
      `an indented line continues the value of ${nameOf(key)}`,
      "the AWS CLI takes it for a piece of the value; other tools do not",
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
      "some AWS tools keep it, others take it for a comment",
      "put the comment into a line of its own, or change the value",
    ];
  }
  if (/\s[#;]/.test(value)) {
    return [
      "has a comment behind it",
      "the AWS CLI takes the comment for a piece of the value",
      "put the comment into a line of its own",
    ];
  }
  if (/^["']/.test(value) && key !== "credential_process") {
    return [
      "stands in quotes",
      "most AWS tools take the quotes for a piece of the value",
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
      "has spaces or characters that no credential has",
      "AWS, or some AWS tool, rejects it",
      "copy it into the line again, the whole of it",
    ];
}

/** A key that is not known may be a half of a secret. */
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
