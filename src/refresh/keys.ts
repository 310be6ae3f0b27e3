import type { CredentialsDocument, Section } from "../credentials/document.ts";
import { readSetting } from "../credentials/profile.ts";
import { UpdstsError } from "../errors.ts";
import type { Keys, LongLivedKeys } from "./parts.ts";

/** The profile's keys with the MFA device, if STS can be asked with them. */
export function readKeys(
  document: CredentialsDocument,
  section: Section,
  mfaDevice: string | undefined,
): LongLivedKeys {
  const own = (key: string) => readSetting(document, section, key);
  const accessKeyId = own("aws_access_key_id");
  const secretAccessKey = own("aws_secret_access_key");
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
        : "write the long-lived keys of your IAM user into it",
    );
  }
  refuseMalformed(section.name, accessKeyId, secretAccessKey);
  refuseShape(
    section.name,
    "the MFA device",
    mfaDevice,
    /^[\w+=/:,.@-]{9,256}$/,
  );
  if (
    own("aws_session_token") || own("aws_security_token") ||
    accessKeyId.startsWith("ASIA")
  ) {
    throw new UpdstsError(
      "profile_incomplete",
      `the keys of the profile "${section.name}" are a session's, and STS gives sessions for long-lived keys only`,
      "name the profile that has the long-lived keys of your IAM user",
    );
  }
  return { accessKeyId, secretAccessKey, mfaDevice };
}

/** The profile's keys, long-lived or a session's. */
export function readAnyKeys(
  document: CredentialsDocument,
  section: Section,
): Keys {
  const own = (key: string) => readSetting(document, section, key);
  const accessKeyId = own("aws_access_key_id");
  const secretAccessKey = own("aws_secret_access_key");
  const sessionToken = own("aws_session_token") || own("aws_security_token") ||
    undefined;
  const needsToken = accessKeyId?.startsWith("ASIA");
  if (!accessKeyId || !secretAccessKey || (needsToken && !sessionToken)) {
    throw new UpdstsError(
      "profile_incomplete",
      `the profile "${section.name}" has no whole set of keys`,
      needsToken
        ? 'get a new session with "updsts get"'
        : '"updsts list" shows what it has',
    );
  }
  refuseMalformed(section.name, accessKeyId, secretAccessKey);
  if (sessionToken !== undefined) {
    refuseShape(section.name, "aws_session_token", sessionToken, VISIBLE);
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

const VISIBLE = /^[\x21-\x7e]+$/;

/** What STS could not even be asked with; most often a swallowed line. */
function refuseMalformed(
  name: string,
  accessKeyId: string,
  secretAccessKey: string,
): void {
  refuseShape(name, "aws_access_key_id", accessKeyId, /^\w{16,128}$/);
  refuseShape(name, "aws_secret_access_key", secretAccessKey, VISIBLE);
}

function refuseShape(
  name: string,
  what: string,
  value: string,
  shape: RegExp,
): void {
  if (shape.test(value)) return;
  throw new UpdstsError(
    "profile_incomplete",
    `${what} of the profile "${name}" is not what STS takes`,
    /\n/.test(value)
      ? "an indented line below it continues its value: remove the indentation"
      : "look at it for spaces, quotes and comments behind it",
  );
}
