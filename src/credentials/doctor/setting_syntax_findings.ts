import type { CredentialsDocument, Setting } from "../document.ts";
import { MFA_DEVICE_KEYS } from "../mfa_device.ts";
import { unusableDevice } from "../unusable_device.ts";
import { isKnownSetting } from "../known_settings.ts";
import { isWritableValue } from "../names.ts";
import { isShellLine } from "./shell_line_findings.ts";
import type { Fault } from "./finding.ts";

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
  const sections = [...document.sections.values()];
  return [document.defaults, ...sections.map(({ settings }) => settings)]
    .flatMap((settings) => [...settings.values()])
    .flatMap((setting) => {
      const { text } = document.lines[setting.line]!;
      if (isShellLine(text)) return [];
      return [...keyFaults(setting, text), ...valueFaults(setting)];
    });
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
