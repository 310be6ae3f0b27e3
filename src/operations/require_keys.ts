import { findKeySection, type KeySection } from "../credentials/key_section.ts";
import { findOtherCredentials } from "../credentials/other_credentials.ts";
import type { Profile, Profiles } from "../credentials/profiles.ts";
import { UpdstsError } from "../errors.ts";
import { findProfile, refuseMisplaced } from "./profile_errors.ts";

/**
 * Finds the access keys of a profile.
 *
 * @returns Nothing where the profile has none, or does not exist.
 * @throws {UpdstsError} Where the profile gets its credentials in another way, or
 * a header is in the form of the other file.
 */
function findKeys(
  profiles: Profiles,
  name: string,
): KeySection | undefined {
  const profile = profiles.find(name);
  const found = profile && findKeySection(profiles, profile);
  if (found) return found;
  refuseMisplaced(profiles, name, profile && ["aws_access_key_id"]);
  const other = profile && findOtherCredentials(profile);
  if (!other) return undefined;
  throw new UpdstsError(
    "profile_incomplete",
    `the profile "${name}" has no access keys: it ${other.description}`,
    other.hint,
  );
}

/**
 * The section with the access keys of a profile; where it has none, the one in
 * which they are missing.
 *
 * @throws {UpdstsError} As for {@linkcode findKeys}.
 */
export function keySectionOf(profiles: Profiles, profile: Profile): KeySection {
  const found = findKeys(profiles, profile.name);
  if (found) return found;
  const { credentials, config } = profiles;
  const { name, section, configSection } = profile;
  return section ? { document: credentials, section, isInConfig: false } : {
    document: config,
    section: { ...configSection!, name },
    isInConfig: true,
  };
}

/** The section with the access keys of a profile, for another program. */
export function requireKeys(profiles: Profiles, name: string): KeySection {
  const found = findKeys(profiles, name);
  if (found) return found;
  const { credentials: document } = profiles;
  const section = findProfile(document, name);
  return { document, section, isInConfig: false };
}
