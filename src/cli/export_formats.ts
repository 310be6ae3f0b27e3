import { formatExpiration } from "../credentials/expiry.ts";
import { UpdstsError } from "../errors.ts";
import type { Credentials } from "../operations/read_credentials.ts";
import { sanitizeJson } from "../util/sanitize.ts";
import type { Flags } from "./command_line_types.ts";
import type { Runtime } from "./runtime.ts";
import { choose } from "./usage_errors.ts";

/** Formats credentials as text. */
type Format = (credentials: Credentials, profileName: string) => string;

const FORMATS: Readonly<Record<string, Format>> = {
  process: (credentials) => `${JSON.stringify(forSdk(credentials))}\n`,
  env: (credentials) => variables(credentials, shellSyntaxes.sh),
  "env-no-export": (credentials) => variables(credentials, shellSyntaxes.file),
  fish: (credentials) => variables(credentials, shellSyntaxes.fish),
  powershell: (credentials) => variables(credentials, shellSyntaxes.powershell),
  cmd: (credentials) => variables(credentials, shellSyntaxes.cmd),
  json: (credentials, name) => `${sanitizeJson(forList(credentials, name))}\n`,
};

/** The formats in which `export` and `get` can print credentials. */
export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

/**
 * Checks the options before anything is read, and before the prompt.
 *
 * @param command The command, for messages.
 * @returns Prints credentials, all or nothing.
 * @throws {UpdstsError} `usage` where the format is wrong, or where standard output
 * is a terminal and the user did not ask for that.
 */
export function openKeyOutput(
  command: string,
  flags: Flags<"export">,
  { stdout }: Pick<Runtime, "stdout">,
): (credentials: Credentials, profileName: string) => void {
  const format = formatOf(flags);
  if (stdout.isTerminal && !flags.toTerminal) {
    throw new UpdstsError(
      "usage",
      `${command} prints secrets, and standard output is a terminal`,
      "pass the output to a program, or add --to-terminal",
    );
  }
  return (...credentials) => stdout.write(format(...credentials));
}

function formatOf({ format, json }: Flags<"export">): Format {
  const name = format ?? (json ? "json" : "");
  const found = FORMATS[name];
  if (!found) {
    throw new UpdstsError(
      "usage",
      "--format is missing",
      choose(FORMAT_NAMES),
    );
  }
  if (json && name !== "json" && name !== "process") {
    throw new UpdstsError(
      "usage",
      `--json and --format ${name} cannot be combined`,
      "remove one of them",
    );
  }
  return found;
}

/**
 * The variables that the AWS SDKs read, and those that another set of keys may have
 * left behind: SDKs would use an older token, expiry or account with the new keys.
 * The AWS SDK for JavaScript prefers `AWS_PROFILE` to the keys, and the AWS CLI
 * fails where the profile that it names is missing.
 */
function variables(
  { expiration, accountId, sessionToken, accessKeyId, secretAccessKey, region }:
    Credentials,
  syntax: ShellSyntax,
): string {
  const values: Record<string, string | undefined> = {
    // An empty value would name a profile that does not exist.
    ...syntax.unset
      ? { AWS_PROFILE: undefined, AWS_DEFAULT_PROFILE: undefined }
      : {},
    AWS_SECURITY_TOKEN: undefined,
    AWS_CREDENTIAL_SCOPE: undefined,
    AWS_CREDENTIAL_EXPIRATION: inUtc(expiration),
    AWS_ACCOUNT_ID: accountId,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // The user's own region stays where the profile has none.
    ...region === undefined
      ? {}
      : { AWS_REGION: region, AWS_DEFAULT_REGION: region },
  };
  return Object.entries(values)
    .map(([name, value]) => `${line(name, value, syntax)}\n`).join("");
}

/** An empty variable is the same as none to the AWS SDKs. */
function line(
  name: string,
  value: string | undefined,
  { set, unset, quotable }: ShellSyntax,
): string {
  if (value === undefined) return unset?.(name) ?? set(name, "");
  if (!quotable || quotable.test(value)) return set(name, value);
  throw new UpdstsError(
    "profile_incomplete",
    `the value of ${name} has a character that this format cannot quote`,
    "choose another format; the keys that AWS issues can be printed in each",
  );
}

/** How a shell sets and unsets an environment variable. */
interface ShellSyntax {
  /** Quoted so that a value cannot end its quotes. */
  set(name: string, value: string): string;
  /** Missing where the syntax can only set. */
  unset?(name: string): string;
  /** The values that it can quote; every value where it is missing. */
  readonly quotable?: RegExp;
}

/** The characters of AWS's keys, times and regions: special in no syntax. */
const PLAIN = /^[\w+/=.:@,-]*$/;

/**
 * The shells that keys are written for. Nothing is special between their single
 * quotes but what is replaced here; `;` ends each command for a fish that
 * joins the lines before it evaluates them.
 */
export const shellSyntaxes = {
  sh: {
    set: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    unset: (name) => `unset ${name}`,
  },
  // Docker reads quotes as a part of the value, and systemd removes backslashes.
  file: {
    set: (name, value) => `${name}=${value}`,
    quotable: PLAIN,
  },
  fish: {
    set: (name, value) =>
      `set -gx ${name} '${value.replace(/[\\']/g, "\\$&")}';`,
    // Unsetting a variable that is not set would leave a status of failure.
    unset: (name) => `set -e ${name}; or true;`,
  },
  powershell: {
    // PowerShell reads these four as single quotes, too.
    set: (name, value) =>
      `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, "$&$&")}'`,
    unset: (name) => `$env:${name} = $null`,
  },
  // How "%" and "!" are escaped depends on where the command is run.
  cmd: {
    set: (name, value) => `set "${name}=${value}"`,
    unset: (name) => `set "${name}="`,
    quotable: PLAIN,
  },
} satisfies Record<string, ShellSyntax>;

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
