import { getCommand, type Hint, hint, UpdstsError } from "../errors.ts";
import { blockAt } from "./blocks.ts";
import type { FileSections, Section } from "./document.ts";
import { type ReadSetting, settingReader } from "./read_setting.ts";
import { formatExpiration, readExpiry } from "./expiry.ts";
import { MFA_DEVICE_KEYS } from "./mfa_device.ts";
import { UNUSABLE_DEVICES, unusableDevice } from "./unusable_device.ts";

/** Keys that sign requests, with the secrets in clear. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only temporary credentials have one. */
  readonly sessionToken?: string | undefined;
  /** Nothing where it is not known. */
  readonly expiration?: Date | undefined;
}

/** Long-term access keys and the MFA device of their user. */
export interface LongTermKeys extends Keys {
  /** The ARN, or a hardware device's serial number. */
  readonly mfaDevice: string;
}

/**
 * The keys of a profile, for another program.
 *
 * @throws {UpdstsError} `profile_incomplete` where keys are missing, expired,
 * or not usable by an AWS SDK.
 */
export function readKeys(
  document: FileSections,
  section: Section,
  now: Date,
): Keys {
  const { name } = section;
  const read = settingReader(document, section);
  const accessKeyId = readUsable(name, read, "aws_access_key_id");
  const secretAccessKey = readUsable(name, read, "aws_secret_access_key");
  if (!accessKeyId || !secretAccessKey) {
    throw withoutKeys(
      name,
      KEYS.filter((key) => !read(key)),
      "name a profile that has keys in the credentials file",
    );
  }
  const expiration = readExpiry(read)?.date;
  if (expiration && expiration <= now) {
    throw incomplete(
      `the session of the profile "${name}" expired at ${
        formatExpiration(expiration)
      }`,
      renewal(document, section),
    );
  }
  const sessionToken = readToken(name, read);
  if (isTemporary(accessKeyId) && sessionToken === undefined) {
    throw incomplete(
      `the profile "${name}" has a temporary access key and no aws_session_token`,
      renewal(document, section),
    );
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}

/**
 * The long-term access keys of a profile, for a request to STS.
 *
 * @param mfaDevice The device, which another profile may name.
 * @throws {UpdstsError} `profile_incomplete` where keys or the device are missing,
 * or STS would reject their format.
 */
export function readLongTermKeys(
  document: FileSections,
  section: Section,
  mfaDevice: string | undefined,
): LongTermKeys {
  const { name } = section;
  const read = settingReader(document, section);
  if (hasTemporaryCredentials(read)) {
    throw incomplete(
      `the profile "${name}" has temporary credentials, which can assume a role, but cannot get a session`,
      "name the profile that has the long-term access keys of your IAM user, or the profile of a role",
    );
  }
  if (read("aws_session_token") || read("aws_security_token")) {
    throw incomplete(
      `the profile "${name}" has a long-term access key and the session token of another key`,
      "delete the leftover aws_session_token (and aws_security_token) of the profile",
    );
  }
  const [id, secret] = KEYS;
  const accessKeyId = readUsable(name, read, id, ACCESS_KEY_ID);
  const secretAccessKey = readUsable(name, read, secret);
  if (!accessKeyId || !secretAccessKey || !mfaDevice) {
    const missing = KEYS.filter((key) => !read(key));
    throw withoutKeys(
      name,
      mfaDevice ? missing : [...missing, "mfa_device_arn"],
      mfaDevice
        ? "write the long-term access keys of your IAM user into it"
        : "write mfa_device_arn = arn:aws:iam::ACCOUNT:mfa/NAME into it (your security credentials page in the AWS console shows it)",
    );
  }
  const unusable = unusableDevice(mfaDevice);
  if (unusable && !mfaDevice.includes("\n")) {
    const [fault, hint] = UNUSABLE_DEVICES[unusable];
    throw incomplete(`the MFA device of the profile "${name}" ${fault}`, hint);
  }
  refuseUnusable(name, "the MFA device", mfaDevice, MFA_DEVICE);
  return { accessKeyId, secretAccessKey, mfaDevice };
}

/** Whether the keys of a profile are temporary; a stray token makes none so. */
export function hasTemporaryCredentials(read: ReadSetting): boolean {
  const id = read("aws_access_key_id");
  if (isTemporary(id)) return true;
  const token = read("aws_session_token") || read("aws_security_token");
  return Boolean(token) && !id?.startsWith("AKIA");
}

/**
 * Whether a section has long-term access keys or an MFA device. In a block of
 * updsts that is a profile above the end tag by mistake, or another tool has
 * replaced the keys of the session.
 */
export function hasLongTermKeys({ settings }: Section): boolean {
  return MFA_DEVICE_KEYS.some((key) => settings.has(key)) ||
    settings.get("aws_access_key_id")?.value.startsWith("AKIA") === true;
}

const KEYS = ["aws_access_key_id", "aws_secret_access_key"] as const;
const ACCESS_KEY_ID = /^\w{16,128}$/;
/** The format that STS accepts. */
export const MFA_DEVICE = /^[\w+=/:,.@-]{9,256}$/;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

function isTemporary(accessKeyId: string | undefined): boolean {
  return accessKeyId?.startsWith("ASIA") === true;
}

function withoutKeys(
  name: string,
  missing: readonly string[],
  hint: string,
): UpdstsError {
  return incomplete(
    `the profile "${name}" has no ${missing.join(", no ")}`,
    hint,
  );
}

/** A value; nothing where it is missing or empty. */
function readUsable(
  name: string,
  read: ReadSetting,
  key: string,
  format = VISIBLE_ASCII,
): string | undefined {
  const value = read(key);
  if (!value) return undefined;
  refuseUnusable(name, key, value, format);
  return value;
}

/** Refuses a value that AWS would reject, most often one with a continuation line. */
function refuseUnusable(
  name: string,
  what: string,
  value: string,
  format: RegExp,
): void {
  if (format.test(value)) return;
  throw incomplete(
    `${what} of the profile "${name}" is not in the format that AWS accepts`,
    value.includes("\n")
      ? "an indented line below it continues its value: remove the indentation"
      : "remove spaces, quotes and comments from the line",
  );
}

/** The AWS CLI prefers `aws_security_token`; other SDKs do not read it. */
function readToken(name: string, read: ReadSetting): string | undefined {
  const token = readUsable(name, read, "aws_session_token");
  const legacy = readUsable(name, read, "aws_security_token");
  if (token !== undefined && legacy !== undefined && token !== legacy) {
    throw incomplete(
      `aws_security_token and aws_session_token of the profile "${name}" differ, and AWS tools disagree on which one to use`,
      "delete the line with aws_security_token",
    );
  }
  return token ?? legacy;
}

function renewal(document: FileSections, section: Section): Hint {
  const source = blockAt(document, section.line)?.source;
  if (source === undefined) {
    return "get new credentials from the source of these";
  }
  const request = { profileName: source, stsProfileName: section.name };
  return hint`get a new one with ${getCommand(request)}`;
}

function incomplete(message: string, hint: Hint): UpdstsError {
  return new UpdstsError("profile_incomplete", message, hint);
}
