import { formatExpiration } from "../credentials/expiry.ts";
import { UpdstsError } from "../errors.ts";
import type { Credentials } from "../operations/read_credentials.ts";
import { sanitizeJson } from "../util/sanitize.ts";
import { type ShellSyntax, shellSyntaxes } from "./shell_syntax.ts";

export type KeyFormat =
  | "process"
  | "env"
  | "env-no-export"
  | "fish"
  | "powershell"
  | "cmd"
  | "json";

/** Writes credentials in each format. */
export const keyFormats: Readonly<
  Record<KeyFormat, (credentials: Credentials, profileName: string) => string>
> = {
  process: (credentials) => `${JSON.stringify(forSdk(credentials))}\n`,
  env: (credentials) => variables(credentials, shellSyntaxes.sh),
  "env-no-export": (credentials) => variables(credentials, shellSyntaxes.file),
  fish: (credentials) => variables(credentials, shellSyntaxes.fish),
  powershell: (credentials) => variables(credentials, shellSyntaxes.powershell),
  cmd: (credentials) => variables(credentials, shellSyntaxes.cmd),
  json: (credentials, name) => `${sanitizeJson(forList(credentials, name))}\n`,
};

/** The formats in which `export` and `get` can print credentials. */
export const KEY_FORMATS: readonly string[] = Object.keys(keyFormats);

/**
 * The variables that the AWS SDKs read, and those that another set of keys may have
 * left behind: SDKs would use an older token, expiry or account with the new keys.
 * The AWS SDK for JavaScript prefers `AWS_PROFILE` to the keys, and the AWS CLI
 * fails where the profile that it names is missing.
 */
function variables(credentials: Credentials, syntax: ShellSyntax): string {
  const { expiration, sessionToken, accountId, region } = credentials;
  const values: [name: string, value: string | undefined][] = [
    // An empty value would name a profile that does not exist.
    ...syntax.unset ? PROFILES : [],
    ["AWS_SECURITY_TOKEN", undefined],
    ["AWS_CREDENTIAL_SCOPE", undefined],
    ["AWS_CREDENTIAL_EXPIRATION", inUtc(expiration)],
    ["AWS_ACCOUNT_ID", accountId],
    ["AWS_SESSION_TOKEN", sessionToken],
    ["AWS_ACCESS_KEY_ID", credentials.accessKeyId],
    ["AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey],
    // The user's own region stays where the profile has none.
    ...region === undefined ? [] : [
      ["AWS_REGION", region] as [string, string],
      ["AWS_DEFAULT_REGION", region] as [string, string],
    ],
  ];
  return values.map(([name, value]) => line(name, value, syntax)).join("");
}

const PROFILES: [name: string, value: undefined][] = [
  ["AWS_PROFILE", undefined],
  ["AWS_DEFAULT_PROFILE", undefined],
];

/** An empty variable is the same as none to the AWS SDKs. */
function line(
  name: string,
  value: string | undefined,
  { set, unset, quotable }: ShellSyntax,
): string {
  if (value === undefined) return `${unset?.(name) ?? set(name, "")}\n`;
  if (!quotable || quotable.test(value)) return `${set(name, value)}\n`;
  throw new UpdstsError(
    "profile_incomplete",
    `the value of ${name} has a character that this format cannot quote`,
    "choose another format; the keys that AWS issues can be printed in each",
  );
}

/** `credential_process`, as the AWS SDKs' reference guide has it. */
function forSdk(credentials: Credentials): Record<string, unknown> {
  return {
    Version: 1,
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: inUtc(credentials.expiration),
    AccountId: credentials.accountId,
  };
}

/** With the names of `list --json`. */
function forList(
  credentials: Credentials,
  name: string,
): Record<string, string | null> {
  const { expiration } = credentials;
  return {
    profile_name: name,
    aws_access_key_id: credentials.accessKeyId,
    aws_secret_access_key: credentials.secretAccessKey,
    aws_session_token: credentials.sessionToken ?? null,
    expiration_datetime: expiration ? formatExpiration(expiration) : null,
    aws_account_id: credentials.accountId ?? null,
    region: credentials.region ?? null,
  };
}

/** ISO 8601 with `Z`, which is what every SDK reads. */
function inUtc(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d+Z$/, "Z");
}

export function isKeyFormat(text: string): text is KeyFormat {
  return KEY_FORMATS.includes(text);
}
