import { hostOf } from "../util/host_of.ts";

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

/** A partition: what its regions begin with, and the suffixes of its hosts. */
type Partition = readonly [
  prefix: string,
  suffix: string,
  dualstackSuffix: string,
  /** The usual host is the FIPS host. */
  isFips?: true,
];

const COMMERCIAL = "(us|eu|ap|sa|ca|me|af|il|mx)";

/** As in the AWS SDK; a test compares the two. */
const PARTITIONS: readonly Partition[] = [
  [COMMERCIAL, "amazonaws.com", "api.aws"],
  ["cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  ["us-gov", "amazonaws.com", "api.aws", true],
  ["eusc-de", "amazonaws.eu", "api.amazonwebservices.eu"],
  ["us-iso", "c2s.ic.gov", "api.aws.ic.gov"],
  ["us-isob", "sc2s.sgov.gov", "api.aws.scloud"],
  ["eu-isoe", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  ["us-isof", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
];

/** The default region of each partition; `aws` uses the global host. */
export const HOME_REGIONS: Readonly<Record<string, string>> = {
  "aws-cn": "cn-northwest-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-eusc": "eusc-de-east-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
};

/** The domains of the hosts in all partitions. */
export const STS_DOMAINS: readonly string[] = PARTITIONS
  .flatMap(([, suffix, dualstackSuffix]) => [suffix, dualstackSuffix]);

function partitionOf(region: string): Partition | undefined {
  return PARTITIONS.find(([prefix]) => hasPrefix(region, prefix));
}

function hasPrefix(region: string, prefix: string): boolean {
  return new RegExp(`^${prefix}-[a-z]+-\\d+$`).test(region);
}

/** Whether a partition has the region, or can have it in the future. */
export function isRegion(region: string): boolean {
  return partitionOf(region) !== undefined;
}

/** Whether the commercial partition has the region, or can have it. */
export function isCommercialRegion(region: string): boolean {
  return hasPrefix(region, COMMERCIAL);
}

/**
 * The host of STS, with its port.
 *
 * @param settings The settings.
 * @returns Nothing where AWS has no such region.
 */
export function stsHost(settings: StsSettings): string | undefined {
  const { endpoint, region, isGlobal, useFips, useDualstack } = settings;
  if (endpoint !== undefined) return hostOf(new URL(endpoint));
  if (isGlobal) return "sts.amazonaws.com:443";
  const partition = partitionOf(region);
  if (!partition) return undefined;
  const [, suffix, dualstackSuffix, isFips] = partition;
  const name = useFips && !(isFips && !useDualstack) ? "sts-fips" : "sts";
  return `${name}.${region}.${useDualstack ? dualstackSuffix : suffix}:443`;
}
