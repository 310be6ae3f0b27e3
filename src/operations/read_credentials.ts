import type { CredentialsDocument } from "../credentials/document.ts";
import { type Keys, readKeys } from "../credentials/read_keys.ts";
import { readMfaDevice } from "../credentials/mfa_device.ts";
import { parse } from "../credentials/parse.ts";
import type { Profiles } from "../credentials/profiles.ts";
import { readRegion } from "../credentials/region.ts";
import { showAccessKeyId } from "../credentials/mask_values.ts";
import { UpdstsError } from "../errors.ts";
import { type CredentialsDependencies, readProfiles } from "./read_profiles.ts";
import { requireKeys } from "./require_keys.ts";
import type { SessionResult } from "./session_types.ts";

/** The credentials of a profile, secrets in clear, for another program. */
export interface Credentials extends Keys {
  /** Twelve digits; nothing where neither file contains it. */
  readonly accountId: string | undefined;
  /** The region of the profile, or of a session's source profile. */
  readonly region: string | undefined;
}

interface ReadCredentialsDependencies extends CredentialsDependencies {
  /** `~/.aws/config`; nothing where it exists and cannot be read. */
  inspectConfig(): Promise<CredentialsDocument | undefined>;
  now(): Date;
}

export async function readCredentials(
  profileName: string,
  dependencies: ReadCredentialsDependencies,
): Promise<Credentials> {
  const config = await dependencies.inspectConfig() ?? parse("");
  return await readProfiles(dependencies, config, (profiles) => {
    const { document, section } = requireKeys(profiles, profileName);
    const keys = readKeys(document, section, dependencies.now());
    const settings = profiles.sessionSettings(profileName)!;
    return {
      ...keys,
      accountId: accountOf(keys, profiles, profileName),
      region: readRegion(settings.get),
    };
  });
}

/** Reads the session that was got, or found, just before. */
export async function readSavedSession(
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

/** A device belongs to the user's account; a role may belong to another one. */
function accountOf(
  { sessionToken }: Keys,
  profiles: Profiles,
  name: string,
): string | undefined {
  const role = profiles.get(name, "assumed_role_arn");
  if (role) return ARN.exec(role)?.[1];
  const { get } = profiles.sessionSettings(name)!;
  // Other text may be a secret.
  const account = get("aws_account_id");
  if (account !== undefined && ACCOUNT.test(account)) return account;
  // Temporary credentials of another program may be those of any role.
  const isSession = profiles.sourceProfileOf(name) !== undefined;
  if (sessionToken !== undefined && !isSession) return undefined;
  return ARN.exec(readMfaDevice(get) ?? "")?.[1];
}

const ARN = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):\S+$/;
const ACCOUNT = /^\d{12}$/;
