import { findKeySection } from "./key_section.ts";
import { settingReader } from "./read_setting.ts";
import type { Profile, Profiles } from "./profiles.ts";

/**
 * The profiles that a session can be meant for where none is named: `default` if it
 * has an MFA device, else all that have one and long-term access keys. The choice
 * is clear if there is exactly one.
 */
export function defaultProfiles(profiles: Profiles): string[] {
  if (profiles.find("default")?.mfaDevice) return ["default"];
  return profiles.all()
    .filter((profile) => profile.mfaDevice && hasOwnKeys(profiles, profile))
    .map(({ name }) => name);
}

function hasOwnKeys(profiles: Profiles, profile: Profile): boolean {
  const found = findKeySection(profiles, profile);
  if (!found || profiles.sourceProfileOf(profile.name) !== undefined) {
    return false;
  }
  const read = settingReader(found.document, found.section);
  return !read("aws_session_token") && !read("aws_security_token") &&
    !read("aws_access_key_id")?.startsWith("ASIA");
}
