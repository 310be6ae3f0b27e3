import { getCommand, type Hint, hint, UpdstsError } from "../errors.ts";
import { blockAt, type CredentialsDocument, type Section } from "./document.ts";
import { formatExpiration, parseExpiration } from "./expiration.ts";
import { readSetting } from "./profile.ts";

/** The keys of a profile, with the secrets in clear. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Long-term access keys have none. */
  readonly sessionToken: string | undefined;
  /** Nothing where it is not known. */
  readonly expiration: Date | undefined;
}

/**
 * The keys of a profile, for another program.
 *
 * @throws {UpdstsError} `profile_incomplete` where keys are missing, expired,
 * or not usable by an AWS SDK.
 */
export function readKeys(
  document: CredentialsDocument,
  section: Section,
  now: Date,
): Keys {
  const read = (key: string) => readUsable(document, section, key);
  const accessKeyId = read("aws_access_key_id");
  const secretAccessKey = read("aws_secret_access_key");
  const missing = [
    ...accessKeyId === undefined ? ["aws_access_key_id"] : [],
    ...secretAccessKey === undefined ? ["aws_secret_access_key"] : [],
  ];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw incomplete(
      `the profile "${section.name}" has no ${missing.join(", no ")}`,
      "name a profile that has keys in the credentials file",
    );
  }
  const expiration = parseExpiration(
    readSetting(document, section, "expiration_datetime") ?? "",
  );
  if (expiration && expiration <= now) {
    throw incomplete(
      `the session of the profile "${section.name}" expired at ${
        formatExpiration(expiration)
      }`,
      renewal(document, section),
    );
  }
  const sessionToken = readToken(section.name, read);
  if (accessKeyId.startsWith("ASIA") && sessionToken === undefined) {
    throw incomplete(
      `the profile "${section.name}" has a temporary access key and no aws_session_token`,
      renewal(document, section),
    );
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}

/** A key's value; nothing where it is missing or empty. */
function readUsable(
  document: CredentialsDocument,
  section: Section,
  key: string,
): string | undefined {
  const value = readSetting(document, section, key);
  if (!value) return undefined;
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw incomplete(
    `${key} of the profile "${section.name}" is not usable by an AWS SDK`,
    value.includes("\n")
      ? "an indented line below it continues its value: remove the indentation"
      : "remove spaces and comments from the line",
  );
}

/** The AWS CLI prefers `aws_security_token`; other SDKs do not read it. */
function readToken(
  name: string,
  read: (key: string) => string | undefined,
): string | undefined {
  const token = read("aws_session_token");
  const legacy = read("aws_security_token");
  if (token !== undefined && legacy !== undefined && token !== legacy) {
    throw incomplete(
      `aws_security_token and aws_session_token of the profile "${name}" differ, and AWS tools disagree on which one to use`,
      "delete the line with aws_security_token",
    );
  }
  return token ?? legacy;
}

function renewal(document: CredentialsDocument, section: Section): Hint {
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
