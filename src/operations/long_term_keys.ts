import {
  type CredentialsDocument,
  type Section,
  settingOf,
} from "../credentials/document.ts";
import { UpdstsError } from "../errors.ts";
import type { LongTermKeys } from "./types.ts";

/** The profile's long-term access keys and MFA device, if STS can accept them. */
export function readLongTermKeys(
  document: CredentialsDocument,
  section: Section,
  mfaDevice: string | undefined,
): LongTermKeys {
  const own = (key: string) => settingOf(document, section, key)?.value;
  const accessKeyId = own("aws_access_key_id");
  const secretAccessKey = own("aws_secret_access_key");
  if (
    own("aws_session_token") || own("aws_security_token") ||
    accessKeyId?.startsWith("ASIA")
  ) {
    if (accessKeyId?.startsWith("AKIA")) {
      throw new UpdstsError(
        "profile_incomplete",
        `the profile "${section.name}" has a long-term access key and the session token of another key`,
        "delete the left-over aws_session_token (and aws_security_token) of the profile",
      );
    }
    throw new UpdstsError(
      "profile_incomplete",
      `the profile "${section.name}" has temporary credentials, and STS needs long-term access keys`,
      "name the profile that has the long-term access keys of your IAM user",
    );
  }
  const missing = Object.entries({
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    mfa_device_arn: mfaDevice,
  }).filter(([, value]) => !value).map(([key]) => key);
  if (!accessKeyId || !secretAccessKey || !mfaDevice) {
    throw new UpdstsError(
      "profile_incomplete",
      `the profile "${section.name}" has no ${missing.join(", no ")}`,
      missing.includes("mfa_device_arn")
        ? "write mfa_device_arn = arn:aws:iam::ACCOUNT:mfa/NAME into it (your security credentials page in the AWS console shows it)"
        : "write the long-term access keys of your IAM user into it",
    );
  }
  const check = (what: string, value: string, shape: RegExp) =>
    refuseShape(section.name, what, value, shape);
  check("aws_access_key_id", accessKeyId, /^\w{16,128}$/);
  check("aws_secret_access_key", secretAccessKey, /^[\x21-\x7e]+$/);
  check("the MFA device", mfaDevice, /^[\w+=/:,.@-]{9,256}$/);
  return { accessKeyId, secretAccessKey, mfaDevice };
}

/** Refuses a value that STS cannot accept, most often one with a continuation line. */
function refuseShape(
  name: string,
  what: string,
  value: string,
  shape: RegExp,
): void {
  if (shape.test(value)) return;
  throw new UpdstsError(
    "profile_incomplete",
    `${what} of the profile "${name}" is not in the format that STS accepts`,
    /\n/.test(value)
      ? "an indented line below it continues its value: remove the indentation"
      : "remove spaces, quotes and comments from the line",
  );
}
