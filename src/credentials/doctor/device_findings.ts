import type { CredentialsDocument, Section } from "../document.ts";
import { MFA_DEVICE_KEYS } from "../mfa_device.ts";
import { unusableDevice } from "../unusable_device.ts";
import type { Fault } from "./finding.ts";

/** Devices that STS can't check an MFA code with, and users in their place. */
export function deviceFindings(
  { sections, defaults: settings }: CredentialsDocument,
): Fault[] {
  const defaults = { name: "DEFAULT", line: 0, start: 0, settings };
  return [defaults, ...sections.values()].flatMap(ofSection);
}

function ofSection({ name, settings }: Section): Fault[] {
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
