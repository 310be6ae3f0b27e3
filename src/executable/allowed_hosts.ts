/**
 * The domains whose hosts the executable can be permitted to connect to. A run
 * keeps the permission for the hosts of its requests only: see `sts_grants.ts`.
 */
export const ALLOWED_DOMAINS: readonly string[] = [
  // Of STS in all partitions; a test compares them with the endpoints.
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
  // Private networks.
  ...["localhost", "local", "internal", "localstack.cloud"],
];

/** Deno's list of permissions for the hosts. */
export const ALLOWED_HOSTS: readonly string[] = [
  ...ALLOWED_DOMAINS.map((domain) => `*.${domain}`),
  ...["0.0.0.0/0", "[::1]"],
];
