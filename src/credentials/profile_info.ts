import { blockAt } from "./blocks.ts";
import type { FileSections } from "./document.ts";
import { type ReadSetting, settingReader } from "./read_setting.ts";
import { readExpiry, showExpiry } from "./expiry.ts";
import { readMfaDevice } from "./mfa_device.ts";
import {
  mask,
  showAccessKeyId,
  showMfaDevice,
  showSecretName,
} from "./mask_values.ts";

/** The known keys of a profile, with the secrets masked. */
export interface ProfileInfo {
  readonly profile_name: string;
  /** Masked unless it has the format of one. */
  readonly aws_access_key_id: string | null;
  /** Masked. */
  readonly aws_secret_access_key: string | null;
  /** Masked. */
  readonly aws_session_token: string | null;
  /** `mfa_device_arn`, else `mfa_serial`, else `aws_mfa_device`. */
  readonly mfa_device_arn: string | null;
  /** The name under which a TOTP server keeps the device's secret. */
  readonly totp_secret_name: string | null;
  /** The expiry, whichever tool wrote it; masked unless it is a date. */
  readonly expiration_datetime: string | null;
  /** Whether it is in a block of updsts. */
  readonly managed: boolean;
  /** `null` where it is not known. */
  readonly expired: boolean | null;
}

/** The known keys of one profile, however they are read. */
export function profileInfo(
  name: string,
  read: ReadSetting,
  { mfaDevice, isManaged, now }: {
    readonly mfaDevice: string | undefined;
    readonly isManaged: boolean;
    readonly now: Date;
  },
): ProfileInfo {
  const show = (key: string, shown: (value: string) => string) => {
    const value = read(key);
    return value === undefined ? null : shown(value);
  };
  const expiry = readExpiry(read);
  return {
    profile_name: name,
    aws_access_key_id: show("aws_access_key_id", showAccessKeyId),
    aws_secret_access_key: show("aws_secret_access_key", mask),
    aws_session_token: show("aws_session_token", mask),
    mfa_device_arn: mfaDevice === undefined ? null : showMfaDevice(mfaDevice),
    totp_secret_name: show("totp_secret_name", showSecretName),
    expiration_datetime: expiry ? showExpiry(expiry) : null,
    managed: isManaged,
    expired: expiry?.date ? expiry.date <= now : null,
  };
}

/** The same of every profile, in file order. */
export function profileInfos(
  document: FileSections,
  now: Date,
): ProfileInfo[] {
  return [...document.sections.values()].map((section) => {
    const read = settingReader(document, section);
    return profileInfo(section.name, read, {
      mfaDevice: readMfaDevice(read),
      isManaged: blockAt(document, section.line) !== undefined,
      now,
    });
  });
}
