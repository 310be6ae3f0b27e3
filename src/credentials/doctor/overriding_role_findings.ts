import { findOverridingSetting } from "../overriding_settings.ts";
import type { Profiles } from "../profiles.ts";
import type { LocatedFault } from "./finding.ts";
import { locate } from "./locate_setting.ts";

/** Roles and other settings that override the keys of a session. */
export function overridingRoleFindings(profiles: Profiles): LocatedFault[] {
  return profiles.names().flatMap((name): LocatedFault[] => {
    if (profiles.sourceProfileOf(name) === undefined) return [];
    const profile = profiles.find(name)!;
    const key = findOverridingSetting(name, profile.get);
    if (!key) return [];
    const message = `${key} overrides the session of [${name}]`;
    const location = locate(profiles, profile, key);
    return [{ code: "role_overrides_session", ...location, message }];
  });
}
