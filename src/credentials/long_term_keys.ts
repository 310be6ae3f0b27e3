import type { Section } from "./document.ts";
import { MFA_DEVICE_KEYS } from "./mfa_device.ts";

/**
 * Whether a section has long-term access keys or an MFA device. In a block of
 * updsts that is a profile above the end tag by mistake, or another tool has
 * replaced the keys of the session.
 */
export function hasLongTermKeys({ settings }: Section): boolean {
  return MFA_DEVICE_KEYS.some((key) => settings.has(key)) ||
    settings.get("aws_access_key_id")?.value.startsWith("AKIA") === true;
}
