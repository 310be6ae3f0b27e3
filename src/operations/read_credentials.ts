import { parseValid } from "../credentials/checks.ts";
import {
  type CredentialsDocument,
  settingOf,
} from "../credentials/document.ts";
import { type Keys, readKeys } from "../credentials/keys.ts";
import { MFA_DEVICE_KEYS } from "../credentials/mfa_device.ts";
import { parse } from "../credentials/parse.ts";
import { Profiles } from "../credentials/profiles.ts";
import { showAccessKeyId } from "../credentials/redact.ts";
import { UpdstsError } from "../errors.ts";
import { findProfile } from "./session_source.ts";
import type { CredentialStore, SessionResult } from "./types.ts";

/** The credentials of a profile, secrets in clear, for another program. */
export interface Credentials extends Keys {
  /** Twelve digits; nothing where neither file tells it. */
  readonly accountId: string | undefined;
  /** The region of the profile, or of a session's source profile. */
  readonly region: string | undefined;
}

/** The dependencies of the operation. */
export interface ReadCredentialsDependencies {
  readonly store: Pick<CredentialStore, "read">;
  /** `~/.aws/config`; nothing where it exists and cannot be read. */
  inspectConfig(): Promise<CredentialsDocument | undefined>;
  now(): Date;
}

/** Reads the credentials of a profile. */
export async function readCredentials(
  profileName: string,
  { store, inspectConfig, now }: ReadCredentialsDependencies,
): Promise<Credentials> {
  const config = await inspectConfig() ?? parse("");
  return await store.read((text) => {
    const document = parseValid(text);
    const section = findProfile(document, profileName);
    const profiles = new Profiles(document, config);
    const keys = readKeys(document, section, now());
    const { get } = profiles.sessionSettings(profileName)!;
    return {
      ...keys,
      accountId: accountOf(keys, {
        get,
        isSession: profiles.sessionSource(profileName) !== undefined,
        role: settingOf(document, section, "assumed_role_arn")?.value,
      }),
      region: first(get, ["region"], REGION),
    };
  });
}

/** Reads the session that was got, or found, just before. */
export async function readSession(
  { updated_profile_name: name, aws_access_key_id: id }: SessionResult,
  dependencies: ReadCredentialsDependencies,
): Promise<Credentials> {
  const credentials = await readCredentials(name, dependencies);
  if (showAccessKeyId(credentials.accessKeyId) === id) return credentials;
  throw new UpdstsError(
    "file_busy",
    `another program replaced the session of the profile "${name}"`,
    "run the command again",
  );
}

/** What the files say of a profile. */
interface Origin {
  get(key: string): string | undefined;
  readonly isSession: boolean;
  readonly role: string | undefined;
}

/** A device belongs to the user's account; a role may belong to another one. */
function accountOf(
  { sessionToken }: Keys,
  { get, isSession, role }: Origin,
): string | undefined {
  if (role) return ARN.exec(role)?.[1];
  const account = first(get, ["aws_account_id"], ACCOUNT);
  if (account !== undefined) return account;
  // Temporary credentials of another program may be those of any role.
  if (sessionToken !== undefined && !isSession) return undefined;
  const device = first(get, DEVICES, ARN);
  return device && ARN.exec(device)?.[1];
}

/** The first setting of the expected format: other text may be a secret. */
function first(
  get: Origin["get"],
  keys: readonly string[],
  format: RegExp,
): string | undefined {
  return keys.map(get)
    .find((value) => value !== undefined && format.test(value));
}

const DEVICES = [...MFA_DEVICE_KEYS, "aws_mfa_device"];
const ARN = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):\S+$/;
const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
