/** The partitions of AWS, and the hosts of STS in each. */

/** A partition: what its regions begin with, and the suffixes of its hosts. */
type Partition = readonly [
  prefix: string,
  suffix: string,
  dualstackSuffix: string,
  /** The usual host is the FIPS host. */
  isFips?: true,
];

/** The regions of the commercial partition. */
export const COMMERCIAL = "(us|eu|ap|sa|ca|me|af|il|mx)";

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
export const HOME_REGIONS: ReadonlyMap<string, string> = new Map([
  ["aws-cn", "cn-northwest-1"],
  ["aws-us-gov", "us-gov-west-1"],
  ["aws-eusc", "eusc-de-east-1"],
  ["aws-iso", "us-iso-east-1"],
  ["aws-iso-b", "us-isob-east-1"],
  ["aws-iso-e", "eu-isoe-west-1"],
  ["aws-iso-f", "us-isof-south-1"],
]);

/** The host of the commercial partition. */
export const GLOBAL_HOST = "sts.amazonaws.com:443";

/** The domains of the hosts in all partitions. */
export const STS_DOMAINS: readonly string[] = PARTITIONS
  .flatMap(([, suffix, dualstackSuffix]) => [suffix, dualstackSuffix]);

/** The partition that has the region, or can have it in the future. */
export function partitionOf(region: string): Partition | undefined {
  return PARTITIONS.find(([prefix]) =>
    new RegExp(`^${prefix}-[a-z]+-\\d+$`).test(region)
  );
}

/** The hosts of STS for all settings that can be in a text, custom endpoints aside. */
export function stsHostsIn(text: string): string[] {
  const regions = text.matchAll(/region\s*[=:]\s*(?:fips-)?([a-z-]+-\d+)/gi);
  const partitions = text.match(/(?<=arn:)aws-[a-z-]+(?=:)/g) ?? [];
  const home = partitions.map((name) => HOME_REGIONS.get(name));
  const named = regions.map(([, region]) => region);
  const unique = new Set(["us-east-1", ...named, ...home]);
  const hosts = [...unique].flatMap((region = "") => [
    regionalHost(region, false, false),
    regionalHost(region, false, true),
    regionalHost(region, true, false),
    regionalHost(region, true, true),
  ]);
  return [GLOBAL_HOST, ...hosts.filter((host) => host !== undefined)];
}

/** The host of STS in a region; nothing where AWS has no such region. */
export function regionalHost(
  region: string,
  useFips: boolean,
  useDualstack: boolean,
): string | undefined {
  const partition = partitionOf(region);
  if (!partition) return undefined;
  const [, suffix, dualstackSuffix, isFips] = partition;
  const name = useFips && !(isFips && !useDualstack) ? "sts-fips" : "sts";
  return `${name}.${region}.${useDualstack ? dualstackSuffix : suffix}:443`;
}
