import type { ReadSetting } from "./read_setting.ts";

/** Whether a name can be that of a region, which becomes a part of a host name. */
export function isRegionLabel(name: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
}

/**
 * The region of a profile; nothing where the value has not the format of one:
 * it may contain a comment, or a secret that an indented line added.
 */
export function readRegion(read: ReadSetting): string | undefined {
  const region = read("region");
  return region !== undefined && isRegionLabel(region) ? region : undefined;
}
