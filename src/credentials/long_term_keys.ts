import type { Section } from "./document.ts";

/**
 * Has a section something that no session has? Inside a block of ours it is
 * somebody's profile that was put above the end tag by mistake, or whose keys
 * another tool wrote over a session's.
 */
export function hasLongTermKeys({ settings }: Section): boolean {
  return settings.has("mfa_device_arn") || settings.has("mfa_serial") ||
    settings.get("aws_access_key_id")?.value.startsWith("AKIA") === true;
}
