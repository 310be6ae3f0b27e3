import type { Profiles } from "../profiles.ts";
import type { LocatedFault } from "./finding.ts";
import { locate, oncePerLine } from "./locate_setting.ts";

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
  return oncePerLine(
    profiles.names().flatMap((name) => {
      const profile = profiles.find(name)!;
      return [...FORMATS].flatMap(
        ([key, { reason, format }]): LocatedFault[] => {
          const value = profile.get(key);
          if (value === undefined || format.test(value)) return [];
          const location = locate(profiles, profile, key);
          const message = `the value of "${key}" is ${
            reason === "number"
              ? "not a whole number"
              : "not one that the AWS CLI accepts"
          }`;
          return [{ code: "invalid_setting", reason, ...location, message }];
        },
      );
    }),
  );
}
