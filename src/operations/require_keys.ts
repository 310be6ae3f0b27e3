import { findKeySection, type KeySection } from "../credentials/key_section.ts";
import { findMisplacedHeader } from "../credentials/misplaced_header.ts";
import { findOtherCredentials } from "../credentials/other_credentials.ts";
import type { Profile, Profiles } from "../credentials/profiles.ts";
import { UpdstsError } from "../errors.ts";

/**
 * Finds the access keys of a profile.
 *
 * @returns Nothing where the profile has none, or does not exist.
 * @throws {UpdstsError} Where the profile gets its credentials in another way, or
 * a header is in the form of the other file.
 */
export function findKeys(
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

/**
 * Refuses a profile of which a part is below a header in the form of the other
 * file, which AWS tools do not read.
 *
 * @param keys One of them has to be in that part; by default none.
 */
export function refuseMisplaced(
  profiles: Profiles,
  name: string,
  keys?: readonly string[],
): void {
  const found = findMisplacedHeader(profiles, name);
  if (!found) return;
  const { place, section, header } = found;
  if (keys && !keys.some((key) => section.settings.has(key))) return;
  throw new UpdstsError(
    "profile_not_found",
    `${place}: AWS tools do not read [${section.name}] as the profile "${name}"`,
    `rename the header to ${header}`,
  );
}
