import { settingOf } from "../read_setting.ts";
import type { Profile, Profiles } from "../profiles.ts";
import type { FaultKind, LocatedFault } from "./finding.ts";

/** A fault of a profile's setting, in whichever file it is. */
export type SettingFault = FaultKind & { readonly key: string };

/** The faults that a rule finds in the profiles of both files. */
export function profileFaults(
  profiles: Profiles,
  rule: (profile: Profile) => SettingFault | SettingFault[] | undefined,
): LocatedFault[] {
  return profiles.all().flatMap((profile) =>
    [rule(profile) ?? []].flat()
      .map((fault) => locate(profiles, profile, fault))
  );
}

/** Adds the line of the setting that takes precedence, else that of the header. */
export function locate(
  { credentials, config }: Profiles,
  { section, configSection }: Profile,
  { key, ...fault }: SettingFault,
): LocatedFault {
  const own = section && settingOf(credentials, section, key);
  if (own) return { ...fault, file: "credentials", line: own.line };
  const other = configSection && settingOf(config, configSection, key);
  if (other) return { ...fault, file: "config", line: other.line };
  return section
    ? { ...fault, file: "credentials", line: section.line }
    : { ...fault, file: "config", line: configSection?.line ?? 0 };
}

/** One fault for each line: a key of `[DEFAULT]` is in every profile. */
export function oncePerLine(faults: readonly LocatedFault[]): LocatedFault[] {
  const byLine = new Map(
    faults.map((fault) => [`${fault.file} ${fault.line}`, fault] as const),
  );
  return [...byLine.values()];
}
