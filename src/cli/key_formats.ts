import { formatExpiration } from "../credentials/expiration.ts";
import type { Keys } from "../credentials/keys.ts";
import { sanitizeJson } from "../util/sanitize.ts";
import { type ShellSyntax, shellSyntaxes } from "./shell_syntax.ts";

/** The ways in which `export` can write keys. */
export const keyFormats: Readonly<
  Record<KeyFormat, (keys: Keys, profileName: string) => string>
> = {
  env: (keys) => variables(keys, shellSyntaxes.sh),
  fish: (keys) => variables(keys, shellSyntaxes.fish),
  powershell: (keys) => variables(keys, shellSyntaxes.powershell),
  process: (keys) => `${JSON.stringify(forSdk(keys))}\n`,
  json: (keys, name) => `${sanitizeJson(likeList(keys, name))}\n`,
};

/** Their names. */
export type KeyFormat = "env" | "fish" | "powershell" | "process" | "json";

/**
 * What the AWS SDKs look for, and what would get in its way if it was left over
 * from other keys: they take an old token, or an old end, for that of the new.
 */
function variables(keys: Keys, { set, unset }: ShellSyntax): string {
  const values: [name: string, value: string | undefined][] = [
    ["AWS_SECURITY_TOKEN", undefined],
    ["AWS_CREDENTIAL_EXPIRATION", inUtc(keys.expiration)],
    ["AWS_SESSION_TOKEN", keys.sessionToken],
    ["AWS_ACCESS_KEY_ID", keys.accessKeyId],
    ["AWS_SECRET_ACCESS_KEY", keys.secretAccessKey],
  ];
  const lines = values.map(([name, value]) =>
    value === undefined ? unset(name) : set(name, value)
  );
  return lines.map((line) => `${line}\n`).join("");
}

/** `credential_process`, as the AWS SDKs' reference guide has it. */
function forSdk(keys: Keys): Record<string, unknown> {
  return {
    Version: 1,
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    SessionToken: keys.sessionToken,
    Expiration: inUtc(keys.expiration),
  };
}

/** By the names that `list --json` has. */
function likeList(keys: Keys, name: string): Record<string, string | null> {
  const { expiration } = keys;
  return {
    profile_name: name,
    aws_access_key_id: keys.accessKeyId,
    aws_secret_access_key: keys.secretAccessKey,
    aws_session_token: keys.sessionToken ?? null,
    expiration_datetime: expiration ? formatExpiration(expiration) : null,
  };
}

/** ISO 8601 with `Z`, which is what every SDK reads. */
function inUtc(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d+Z$/, "Z");
}

/** Is it the name of a format? */
export function isKeyFormat(name: string): name is KeyFormat {
  return Object.hasOwn(keyFormats, name);
}
