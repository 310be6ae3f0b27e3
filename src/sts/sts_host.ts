import { hostOf } from "../util/host_of.ts";
import {
  COMMERCIAL,
  GLOBAL_HOST,
  partitionOf,
  regionalHost,
} from "./partitions.ts";

/** The endpoint of STS and its connection settings. */
export interface StsSettings {
  readonly region: string;
  /** Use `sts.amazonaws.com` rather than the region's own host. */
  readonly isGlobal: boolean;
  /** A custom endpoint, in place of that of AWS. */
  readonly endpoint: string | undefined;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
  /** A file of certificate authorities to trust beside those that Deno trusts. */
  readonly caBundle: string | undefined;
}

/** Whether a partition has the region, or can have it in the future. */
export function isRegion(region: string): boolean {
  return partitionOf(region) !== undefined;
}

/** Whether the commercial partition has the region, or can have it. */
export function isCommercialRegion(region: string): boolean {
  return partitionOf(region)?.[0] === COMMERCIAL;
}

/**
 * The host of STS, with its port.
 *
 * @returns Nothing where AWS has no such region.
 */
export function stsHost(settings: StsSettings): string | undefined {
  const { endpoint, region, isGlobal, useFips, useDualstack } = settings;
  if (endpoint !== undefined) return hostOf(new URL(endpoint));
  return isGlobal ? GLOBAL_HOST : regionalHost(region, useFips, useDualstack);
}
