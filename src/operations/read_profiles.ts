import { parse, parseValid } from "../credentials/parse.ts";
import type { CredentialsDocument } from "../credentials/document.ts";
import { Profiles } from "../credentials/profiles.ts";
import { findOtherCredentials } from "../credentials/other_credentials.ts";
import { UpdstsError } from "../errors.ts";
import type { CredentialStore } from "./credential_store.ts";

export interface CredentialsDependencies {
  readonly store: Pick<CredentialStore, "read">;
  /**
   * Whether the file may be missing, where the config says how to get the
   * credentials of a profile. A file that a call names must exist: its name may be
   * a mistake.
   */
  readonly isFileOptional?: boolean | undefined;
}

/**
 * Reads the profiles of both files.
 *
 * @param use Reads the profiles; it may be called more than once.
 */
export async function readProfiles<T>(
  { store, isFileOptional }: CredentialsDependencies,
  config: CredentialsDocument,
  use: (profiles: Profiles) => T,
): Promise<T> {
  try {
    return await store.read((text) =>
      use(new Profiles(parseValid(text), config))
    );
  } catch (error) {
    const isMissing = isFileOptional && error instanceof UpdstsError &&
      error.code === "file_not_found";
    const profiles = new Profiles(parse(""), config);
    if (!isMissing || !haveCredentials(profiles)) throw error;
    return use(profiles);
  }
}

function haveCredentials(profiles: Profiles): boolean {
  return profiles.all().some((profile) =>
    ["aws_access_key_id", "role_arn"].some(profile.get) ||
    findOtherCredentials(profile) !== undefined
  );
}
