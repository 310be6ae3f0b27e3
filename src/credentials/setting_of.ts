import type { FileSections, Section, Setting } from "./document.ts";

/** A profile's setting as in botocore: its own, else that of `[DEFAULT]`. */
export function settingOf(
  file: Pick<FileSections, "defaults">,
  section: Section,
  key: string,
): Setting | undefined {
  return section.settings.get(key) ?? file.defaults.get(key);
}
