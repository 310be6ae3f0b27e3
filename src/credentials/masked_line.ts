import { EXPIRY_KEYS, parseExpiration } from "./expiry.ts";
import { isKnownSetting } from "./known_settings.ts";
import { MFA_DEVICE_KEYS } from "./mfa_device.ts";
import {
  mask,
  showAccessKeyId,
  showArn,
  showIf,
  showMfaDevice,
  showSecretName,
} from "./mask_values.ts";
import { isTag } from "./blocks.ts";

/** The keys whose value may be shown, each in its expected format. */
const SHOWN: ReadonlyMap<string, (value: string) => string> = new Map([
  ["aws_access_key_id", showAccessKeyId],
  ...MFA_DEVICE_KEYS.map((key) => [key, showMfaDevice] as const),
  ["role_arn", showArn],
  ["assumed_role_arn", showArn],
  ["totp_secret_name", showSecretName],
  ...EXPIRY_KEYS.map((key) =>
    [
      key,
      (value: string) => parseExpiration(value) ? value : mask(value),
    ] as const
  ),
  ["region", showIf(/^[a-z]{2,4}(-[a-z]{2,12}){1,3}-\d$/)],
  ["output", showIf(/^(json|text|table|yaml|yaml-stream|off)$/)],
]);

/**
 * A line of the file with everything masked but headers, tags and known keys.
 * Comments are masked too: they may contain old keys.
 */
export function maskedLine(text: string): string {
  if (isTag(text) || /^\[[^[\]]+\]$/.test(text)) return text;
  const delimiter = text.search(/[=:]/);
  const key = text.slice(0, Math.max(delimiter, 0)).trim().toLowerCase();
  const start = isKnownSetting(key) ? delimiter + 1 : text.search(/[^\s#;]/);
  if (start < 0) return text;
  const value = text.slice(start).trim();
  if (value === "") return text;
  const show = SHOWN.get(key) ?? mask;
  return text.slice(0, text.indexOf(value, start)) + show(value);
}
