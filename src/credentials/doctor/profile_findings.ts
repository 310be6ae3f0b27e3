import { findOverridingSetting } from "../overriding_settings.ts";
import type { Profiles } from "../profiles.ts";
import type { LocatedFault } from "./finding.ts";
import {
  oncePerLine,
  profileFaults,
  type SettingFault,
} from "./profile_settings.ts";

/** Roles and other settings that override the keys of a session. */
export function overridingFindings(profiles: Profiles): LocatedFault[] {
  return profileFaults(profiles, ({ name, get }) => {
    if (profiles.sourceProfileOf(name) === undefined) return undefined;
    const key = findOverridingSetting(name, get);
    if (!key) return undefined;
    const message = `${key} overrides the session of [${name}]`;
    return { code: "role_overrides_session", key, message };
  });
}

const WHOLE_NUMBER = /^[+-]?\d+(_\d+)*$/;

/** The settings for which every command of the AWS CLI fails. */
const FORMATS = [
  ["metadata_service_timeout", "number", WHOLE_NUMBER],
  ["metadata_service_num_attempts", "number", WHOLE_NUMBER],
  ["ec2_metadata_service_endpoint_mode", "choice", /^ipv[46]$/i],
  ["cli_timestamp_format", "choice", /^(wire|none|iso8601)$/],
] as const;

const FORMAT_FAULTS = {
  number: "not a whole number",
  choice: "not one that the AWS CLI accepts",
};

/** Values that the AWS CLI does not accept, in the profiles of both files. */
export function invalidSettingFindings(profiles: Profiles): LocatedFault[] {
  return oncePerLine(
    profileFaults(
      profiles,
      ({ get }) =>
        FORMATS.flatMap(([key, reason, format]): SettingFault[] => {
          const value = get(key);
          if (value === undefined || format.test(value)) {
            return [];
          }
          const message = `the value of "${key}" is ${FORMAT_FAULTS[reason]}`;
          return [{ code: "invalid_setting", reason, key, message }];
        }),
    ),
  );
}
