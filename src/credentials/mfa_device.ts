import type { ReadSetting } from "./read_setting.ts";

/** The keys that name an MFA device, the first one that is set first. */
export const MFA_DEVICE_KEYS: readonly string[] = [
  "mfa_device_arn",
  // The AWS CLI's own.
  "mfa_serial",
  // That of aws-mfa.
  "aws_mfa_device",
];

/** The MFA device of a profile: an ARN, or a hardware device's serial number. */
export function readMfaDevice(read: ReadSetting): string | undefined {
  return MFA_DEVICE_KEYS.map(read).find(Boolean);
}

/**
 * The MFA device for a chain of roles. The MFA code goes with the user's own keys,
 * for the first role. Any profile of the chain may name the device.
 *
 * @param chain In the order of use.
 */
export function findMfaDevice(
  [keys, firstRole, ...others]: readonly {
    readonly mfaDevice: string | undefined;
  }[],
): string | undefined {
  return [firstRole, keys, ...others]
    .map((profile) => profile?.mfaDevice).find(Boolean);
}
