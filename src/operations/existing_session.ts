import { blockAt, type CredentialsDocument } from "../credentials/document.ts";
import {
  formatExpiration,
  parseExpiration,
} from "../credentials/expiration.ts";
import { showAccessKeyId } from "../credentials/redact.ts";
import { isWritableValue } from "../credentials/names.ts";
import type { SessionRequest, SessionResult } from "./types.ts";

/**
 * The session in the file, if it is a whole one of ours, of the role that is
 * wanted, that lasts as long as the request wants; nothing where a new one is
 * needed.
 */
export function lastingSession(
  document: CredentialsDocument,
  { profileName, stsProfileName, ifExpiresWithin = Infinity }: SessionRequest,
  role: string | undefined,
  now: Date,
): SessionResult | undefined {
  const section = document.sections.get(stsProfileName);
  if (!section) return undefined;
  if (blockAt(document, section.line)?.source !== profileName) return undefined;
  const read = (key: string) => section.settings.get(key)?.value ?? "";
  if ((read("assumed_role_arn") || undefined) !== role) return undefined;
  const isWhole = KEYS.every((key) => isWritableValue(read(key)));
  const expiration = parseExpiration(read("expiration_datetime"));
  if (!isWhole || !expiration) return undefined;
  const left = expiration.getTime() - now.getTime();
  if (left <= ifExpiresWithin * 1000) return undefined;
  return {
    updated_profile_name: stsProfileName,
    aws_access_key_id: showAccessKeyId(read("aws_access_key_id")),
    aws_token_expiration: formatExpiration(expiration),
  };
}

const KEYS = [
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
];
