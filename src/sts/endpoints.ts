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

interface Partition {
  /** Its regions, future ones included. */
  readonly regions: RegExp;
  readonly suffix: string;
  readonly dualstackSuffix: string;
  /** Set where the usual host is the FIPS host. */
  readonly isFips?: true;
}

/** As in the AWS SDK; a test compares the two. */
const PARTITIONS: readonly Partition[] = [
  {
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/,
    suffix: "amazonaws.com",
    dualstackSuffix: "api.aws",
  },
  {
    regions: /^cn-[a-z]+-\d+$/,
    suffix: "amazonaws.com.cn",
    dualstackSuffix: "api.amazonwebservices.com.cn",
  },
  {
    regions: /^us-gov-[a-z]+-\d+$/,
    suffix: "amazonaws.com",
    dualstackSuffix: "api.aws",
    isFips: true,
  },
  {
    regions: /^eusc-de-[a-z]+-\d+$/,
    suffix: "amazonaws.eu",
    dualstackSuffix: "api.amazonwebservices.eu",
  },
  {
    regions: /^us-iso-[a-z]+-\d+$/,
    suffix: "c2s.ic.gov",
    dualstackSuffix: "api.aws.ic.gov",
  },
  {
    regions: /^us-isob-[a-z]+-\d+$/,
    suffix: "sc2s.sgov.gov",
    dualstackSuffix: "api.aws.scloud",
  },
  {
    regions: /^eu-isoe-[a-z]+-\d+$/,
    suffix: "cloud.adc-e.uk",
    dualstackSuffix: "api.cloud-aws.adc-e.uk",
  },
  {
    regions: /^us-isof-[a-z]+-\d+$/,
    suffix: "csp.hci.ic.gov",
    dualstackSuffix: "api.aws.hci.ic.gov",
  },
];

/** Whether a partition has the region, or can have it in the future. */
export function isRegion(region: string): boolean {
  return PARTITIONS.some(({ regions }) => regions.test(region));
}

/** The regions of the commercial partition that are enabled by default. */
const DEFAULT_REGIONS =
  /^(us-(east|west)-[12]|ap-(south-1|northeast-[123]|southeast-[12])|ca-central-1|eu-(central-1|west-[123]|north-1)|sa-east-1)$/;

/** Whether an account may have to enable the region first. */
export function isOptIn(region: string): boolean {
  return PARTITIONS[0]!.regions.test(region) && !DEFAULT_REGIONS.test(region);
}

/**
 * The host of STS, with its port.
 *
 * @param settings The settings.
 * @returns Nothing where AWS has no such region.
 */
export function stsHost(settings: StsSettings): string | undefined {
  const { endpoint, region, isGlobal, useFips, useDualstack } = settings;
  if (endpoint !== undefined) {
    const { protocol, hostname, port } = new URL(endpoint);
    return `${hostname}:${port || (protocol === "http:" ? 80 : 443)}`;
  }
  if (isGlobal) return "sts.amazonaws.com:443";
  const partition = PARTITIONS.find(({ regions }) => regions.test(region));
  if (!partition) return undefined;
  const { suffix, dualstackSuffix, isFips } = partition;
  const name = useFips && !(isFips && !useDualstack) ? "sts-fips" : "sts";
  return `${name}.${region}.${useDualstack ? dualstackSuffix : suffix}:443`;
}

/** The host of STS for a message. */
export function shownHost(settings: StsSettings): string {
  return (stsHost(settings) ?? "STS").replace(/:443$/, "");
}
