import type { ReadSetting } from "./read_setting.ts";

/** The label of a host name: an AWS region, or that of another service. */
const REGION = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The region of a profile; nothing where the value has not the format of one:
 * it may contain a comment, or a secret that an indented line added.
 */
export function readRegion(read: ReadSetting): string | undefined {
  const region = read("region");
  return region !== undefined && REGION.test(region) ? region : undefined;
}
