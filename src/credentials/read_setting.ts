import type { FileSections, Section, Setting } from "./document.ts";

export type ReadSetting = (key: string) => string | undefined;

/** A profile's setting as in botocore: its own, else that of `[DEFAULT]`. */
export function settingOf(
  file: Pick<FileSections, "defaults">,
  section: Section,
  key: string,
): Setting | undefined {
  return section.settings.get(key) ?? file.defaults.get(key);
}

/** Reads the values of a section; nothing where there is none. */
export function settingReader(
  file: Pick<FileSections, "defaults">,
  section: Section | undefined,
): ReadSetting {
  return (key) => section && settingOf(file, section, key)?.value;
}
