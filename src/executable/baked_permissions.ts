import {
  DOCTOR_VARIABLES,
  ENVIRONMENT,
  PROXY_VARIABLES,
} from "../platform/variables.ts";

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

/** Permissions as lists; everything else is denied. */
export interface PermissionLists {
  readonly read: string[];
  readonly write: string[];
  readonly net: string[];
  readonly env: string[];
  readonly sys: string[];
}

/**
 * The permissions that `deno compile` bakes into the executable: the union of
 * those of all runs. They are lists, since a global permission cannot be narrowed.
 *
 * @param os The operating system of the executable.
 */
export function bakedPermissions(
  os: string = Deno.build.os,
): PermissionLists {
  return {
    read: roots(os),
    write: roots(os),
    net: [...DOMAINS.map((domain) => `*.${domain}`), "0.0.0.0/0", "[::1]"],
    env: [...ENVIRONMENT, ...PROXY_VARIABLES, ...DOCTOR_VARIABLES],
    sys: [...SYSTEM],
  };
}

function roots(os: string): string[] {
  if (os !== "windows") return ["/"];
  return [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((drive) => `${drive}:\\`);
}
