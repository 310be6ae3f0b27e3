import type { CredentialsDocument, Section, Setting } from "../document.ts";
import { MFA_DEVICE_KEYS } from "../mfa_device.ts";
import { unusableDevice } from "../unusable_device.ts";
import { isKnownSetting } from "../known_settings.ts";
import { isWritableValue } from "../names.ts";
import { settingOf } from "../read_setting.ts";
import type { Fault } from "./finding.ts";

/** A line that sets a variable of AWS tools, in the syntax of a shell. */
const SHELL_LINE = /^\s*(?:export\s+|set\s+|setx\s+|\$env:)AWS_\w+/i;

/** Whether a line was meant for a shell; no AWS tool reads its key. */
export function isShellLine(text: string): boolean {
  return SHELL_LINE.test(text);
}

export function shellLineFindings({ lines }: CredentialsDocument): Fault[] {
  const message = "the line is a command of a shell, which sets a variable";
  return lines.flatMap(({ text }, line): Fault[] =>
    isShellLine(text) ? [{ code: "shell_line", line, message }] : []
  );
}

/** A profile does not work where one of these is wrong. */
const CREDENTIALS = new Set([
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "aws_security_token",
  ...MFA_DEVICE_KEYS,
]);

/** Keys with indented `key = value` lines below them. */
const NESTED = new Set(["api_versions", "emr", "s3", "s3api", "sts"]);

/** Keys and values that not every AWS tool reads as intended. */
export function settingFindings(document: CredentialsDocument): Fault[] {
  return withDefaults(document)
    .flatMap(({ settings }) => [...settings.values()])
    .flatMap((setting) => {
      const { text } = document.lines[setting.line]!;
      if (isShellLine(text)) return [];
      return [...keyFaults(setting, text), ...valueFaults(setting)];
    });
}

/** Incomplete keys, and devices that STS can't check an MFA code with. */
export function credentialFindings(document: CredentialsDocument): Fault[] {
  return [
    ...withDefaults(document).flatMap(deviceFaults),
    ...[...document.sections.values()]
      .flatMap((section) => incompleteKeys(document, section)),
  ];
}

/** All sections; the AWS CLI reads the keys of `[DEFAULT]` in every profile. */
export function withDefaults(
  { sections, defaults: settings }: CredentialsDocument,
): Section[] {
  const defaults = { name: "DEFAULT", line: 0, start: 0, settings };
  return [defaults, ...sections.values()];
}

function keyFaults({ line, key }: Setting, text: string): Fault[] {
  const written = text.slice(0, text.search(/[=:]/)).trim();
  const name = nameOf(key);
  const faults: Fault[] = [];
  if (/^\s/.test(text)) {
    const message = `${name} is indented`;
    faults.push({ code: "indented_line", reason: "key", line, message });
  }
  if (text[text.search(/[=:]/)] === ":") {
    const message = `${name} has ":" in place of "="`;
    faults.push({ code: "setting_syntax", reason: "colon", line, message });
  }
  if (written !== written.toLowerCase()) {
    const message = `${name} has capital letters in its name`;
    faults.push({ code: "setting_syntax", reason: "capitals", line, message });
  }
  return faults;
}

function valueFaults({ key, value, line, lastLine }: Setting): Fault[] {
  // A key without a value, and a nested map in the indented lines below it.
  const isNested = value.startsWith("\n");
  if (lastLine > line && !isNested) {
    return [{
      code: "indented_line",
      reason: "continuation",
      line: lastLine,
      message: `an indented line continues the value of ${nameOf(key)}`,
    }];
  }
  const reason = isNested && isKnownSetting(key) && !NESTED.has(key)
    ? "nested"
    : valueFault(key, value);
  if (!reason) return [];
  const message = `the value of ${nameOf(key)} ${VALUE_FAULTS[reason]}`;
  return [{ code: "setting_value", reason, line, message }];
}

const VALUE_FAULTS = {
  comment_character: 'starts with "#" or ";"',
  comment_after: "has a comment after it",
  quotes: "is in quotes",
  missing: "is missing",
  nested: "is on indented lines below it",
  characters: "has spaces, or characters that are not valid in credentials",
};

function valueFault(
  key: string,
  value: string,
): keyof typeof VALUE_FAULTS | undefined {
  if (/^[#;]/.test(value)) return "comment_character";
  if (/\s[#;]/.test(value)) return "comment_after";
  if (/^["']/.test(value) && key !== "credential_process") return "quotes";
  if (!CREDENTIALS.has(key) || isWritableValue(value)) return undefined;
  // It has its own finding.
  if (MFA_DEVICE_KEYS.includes(key) && unusableDevice(value) === "list") {
    return undefined;
  }
  return value === "" ? "missing" : "characters";
}

/** An unknown key is not shown: it may be a part of a secret. */
function nameOf(key: string): string {
  return isKnownSetting(key) ? `"${key}"` : "a key";
}

function deviceFaults({ name, settings }: Section): Fault[] {
  return MFA_DEVICE_KEYS.flatMap((key): Fault[] => {
    const setting = settings.get(key);
    if (!setting) return [];
    const { value, line } = setting;
    const what = `the ${key} of [${name}]`;
    switch (unusableDevice(value)) {
      case "list": {
        const message = `${what} is a list of devices`;
        return [{ code: "unusable_mfa_device", reason: "list", line, message }];
      }
      case "security key": {
        const message = `${what} is a security key`;
        return [{ code: "unusable_mfa_device", reason: "u2f", line, message }];
      }
      case "user": {
        const message = `${what} is the ARN of a user`;
        return [{ code: "user_arn_as_mfa_device", line, message }];
      }
      case undefined:
        return [];
    }
  });
}

function incompleteKeys(
  document: CredentialsDocument,
  section: Section,
): Fault[] {
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
    line: there.line,
    message: `[${section.name}] has an ${there.key} and no ${missing}`,
  }];
}
