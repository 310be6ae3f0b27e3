/** The domains of STS in all partitions; a test compares them with the endpoints. */
const STS_DOMAINS = [
  "amazonaws.com",
  "api.aws",
  "amazonaws.com.cn",
  "api.amazonwebservices.com.cn",
  "amazonaws.eu",
  "api.amazonwebservices.eu",
  "c2s.ic.gov",
  "api.aws.ic.gov",
  "sc2s.sgov.gov",
  "api.aws.scloud",
  "cloud.adc-e.uk",
  "api.cloud-aws.adc-e.uk",
  "csp.hci.ic.gov",
  "api.aws.hci.ic.gov",
];

/** The domains whose hosts the executable can be permitted to connect to. */
export const DOMAINS: readonly string[] = [
  ...STS_DOMAINS,
  "localhost",
  "local",
  "internal",
  "localstack.cloud",
];

/** The only system information that is read: the user's home directory. */
export const SYSTEM: readonly string[] = ["homedir"];
