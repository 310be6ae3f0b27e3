import { STS_DOMAINS } from "../sts/partitions.ts";

/**
 * The domains whose hosts the executable can be permitted to connect to. A run
 * keeps the permission for the hosts of its requests only: see `sts_grants.ts`.
 */
export const ALLOWED_DOMAINS: readonly string[] = [
  ...new Set(STS_DOMAINS),
  // Private networks.
  ...["localhost", "local", "internal", "localstack.cloud"],
];

/** Deno's list of permissions for the hosts. */
export const ALLOWED_HOSTS: readonly string[] = [
  ...ALLOWED_DOMAINS.map((domain) => `*.${domain}`),
  ...["0.0.0.0/0", "[::1]"],
];
