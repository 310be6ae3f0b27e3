import type { Profiles } from "../profiles.ts";
import type { LocatedFault } from "./finding.ts";
import { locate } from "./locate_setting.ts";

const WHOLE_NUMBER = /^[+-]?\d+(_\d+)*$/;

/** The settings for which every command of the AWS CLI fails. */
const FORMATS: ReadonlyMap<
  string,
  { readonly reason: "number" | "choice"; readonly format: RegExp }
> = new Map([
  ["metadata_service_timeout", { reason: "number", format: WHOLE_NUMBER }],
  ["metadata_service_num_attempts", { reason: "number", format: WHOLE_NUMBER }],
  ["ec2_metadata_service_endpoint_mode", {
    reason: "choice",
    format: /^ipv[46]$/i,
  }],
  ["cli_timestamp_format", {
    reason: "choice",
    format: /^(wire|none|iso8601)$/,
  }],
]);

/** Values that the AWS CLI does not accept, in the profiles of both files. */
export function invalidSettingFindings(profiles: Profiles): LocatedFault[] {
  const found = new Map<string, LocatedFault>();
  for (const name of profiles.names()) {
    const profile = profiles.find(name)!;
    for (const [key, { reason, format }] of FORMATS) {
      const value = profile.get(key);
      if (value === undefined || format.test(value)) continue;
      const location = locate(profiles, profile, key);
      const code = "invalid_setting";
      const message = `the value of "${key}" is ${
        reason === "number"
          ? "not a whole number"
          : "not one that the AWS CLI accepts"
      }`;
      // A key of [DEFAULT] is in every profile.
      const { file, line } = location;
      found.set(`${file} ${line}`, { code, reason, ...location, message });
    }
  }
  return [...found.values()];
}
