import { settingOf } from "../read_setting.ts";
import type { Profile, Profiles } from "../profiles.ts";
import type { FindingFile, LocatedFault } from "./finding.ts";

/** A line of one of the two files. */
interface Location {
  readonly file: FindingFile;
  /** Counted from 0. */
  readonly line: number;
}

/** The line of a profile's setting that takes precedence, else its header. */
export function locate(
  { credentials, config }: Profiles,
  { section, configSection }: Profile,
  key: string,
): Location {
  const own = section && settingOf(credentials, section, key);
  if (own) return { file: "credentials", line: own.line };
  const other = configSection && settingOf(config, configSection, key);
  if (other) return { file: "config", line: other.line };
  return section
    ? { file: "credentials", line: section.line }
    : { file: "config", line: configSection?.line ?? 0 };
}

/** One fault for each line: a key of `[DEFAULT]` is in every profile. */
export function oncePerLine(faults: readonly LocatedFault[]): LocatedFault[] {
  return [
    ...new Map(
      faults.map((fault) => [`${fault.file} ${fault.line}`, fault] as const),
    ).values(),
  ];
}
