import { UpdstsError } from "../errors.ts";
import { blockAt, type CredentialsDocument, type Section } from "./document.ts";
import { formatExpiration, parseExpiration } from "./expiration.ts";
import { isWritableSectionName } from "./names.ts";
import { readSetting } from "./profile.ts";

/** What an AWS SDK needs to act for a profile. Secrets, as they are. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Long-lived keys have none. */
  readonly sessionToken: string | undefined;
  /** Where it is known. */
  readonly expiration: Date | undefined;
}

/**
 * The keys of a profile, as they are to be given to another program.
 *
 * @throws {UpdstsError} `profile_incomplete` where keys are missing, expired,
 * or such that no AWS SDK could use them.
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
      `the profile "${section.name}" has the key of a session and no aws_session_token`,
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
    `${key} of the profile "${section.name}" is not what an AWS SDK can use`,
    value.includes("\n")
      ? "an indented line below it continues its value: remove the indentation"
      : "look at it for spaces and comments behind it",
  );
}

/** The AWS CLI takes `aws_security_token` first, other SDKs know no such key. */
function readToken(
  name: string,
  read: (key: string) => string | undefined,
): string | undefined {
  const token = read("aws_session_token");
  const legacy = read("aws_security_token");
  if (token !== undefined && legacy !== undefined && token !== legacy) {
    throw incomplete(
      `aws_security_token and aws_session_token of the profile "${name}" differ, and not every AWS tool takes the same`,
      "delete the line with aws_security_token",
    );
  }
  return token ?? legacy;
}

function renewal(document: CredentialsDocument, section: Section): string {
  const source = blockAt(document, section.line)?.source;
  return source === undefined
    ? "get new keys from where these came from"
    : `get a new one with ${getCommand(source, section.name)}`;
}

/** A hint is copied to a shell: a name in it must need no quotes. */
function getCommand(source: string, name: string): string {
  if (!isWritableSectionName(source) || !isWritableSectionName(name)) {
    return "updsts get";
  }
  const other = name === `${source}_sts` ? "" : ` -sn ${name}`;
  return `updsts get -n ${source}${other}`;
}

function incomplete(message: string, hint: string): UpdstsError {
  return new UpdstsError("profile_incomplete", message, hint);
}
