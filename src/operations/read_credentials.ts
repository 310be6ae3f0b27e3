import { parseValid } from "../credentials/checks.ts";
import {
  blockAt,
  type CredentialsDocument,
  type Section,
} from "../credentials/document.ts";
import { type Keys, readKeys } from "../credentials/keys.ts";
import { parse } from "../credentials/parse.ts";
import { readSetting } from "../credentials/profile.ts";
import {
  type ProfileSettings,
  profileSettings,
} from "../credentials/profiles.ts";
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
    const keys = readKeys(document, section, now());
    const origin = originOf(document, config, section);
    return {
      ...keys,
      accountId: accountOf(keys, origin),
      region: first(origin.profiles, ["region"], REGION),
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
  /** Its own settings, and those of the source profile of a session. */
  readonly profiles: readonly ProfileSettings[];
  readonly isSession: boolean;
  readonly role: string | undefined;
}

function originOf(
  document: CredentialsDocument,
  config: CredentialsDocument,
  section: Section,
): Origin {
  const source = blockAt(document, section.line)?.source;
  return {
    profiles: [section.name, ...source === undefined ? [] : [source]]
      .map((name) => profileSettings(document, name, config))
      .filter((settings) => settings !== undefined),
    isSession: source !== undefined,
    role: readSetting(document, section, "assumed_role_arn") || undefined,
  };
}

/** A device belongs to the user's account; a role may belong to another one. */
function accountOf(
  { sessionToken }: Keys,
  { profiles, isSession, role }: Origin,
): string | undefined {
  if (role !== undefined) return ARN.exec(role)?.[1];
  const account = first(profiles, ["aws_account_id"], ACCOUNT);
  if (account !== undefined) return account;
  // Temporary credentials of another program may be those of any role.
  if (sessionToken !== undefined && !isSession) return undefined;
  const device = first(profiles, DEVICES, ARN);
  return device && ARN.exec(device)?.[1];
}

/** The first setting of the expected format: other text may be a secret. */
function first(
  profiles: readonly ProfileSettings[],
  keys: readonly string[],
  format: RegExp,
): string | undefined {
  return profiles.flatMap(({ get }) => keys.map(get))
    .find((value) => value !== undefined && format.test(value));
}

const DEVICES = ["mfa_device_arn", "mfa_serial", "aws_mfa_device"];
const ARN = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):\S+$/;
const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
