import {
  DOCTOR_VARIABLES,
  ENVIRONMENT,
  PROXY_VARIABLES,
} from "../platform/variables.ts";
import { STS_DOMAINS } from "../sts/partitions.ts";

/**
 * The domains whose hosts the executable can be permitted to connect to. A run
 * keeps the permission for the hosts of its requests only.
 */
export const ALLOWED_DOMAINS: readonly string[] = [
  ...new Set(STS_DOMAINS),
  // Private networks.
  ...["localhost", "local", "internal", "localstack.cloud"],
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
 */
export function bakedPermissions(
  os: string = Deno.build.os,
): PermissionLists {
  return {
    read: roots(os),
    write: roots(os),
    net: [
      ...ALLOWED_DOMAINS.map((domain) => `*.${domain}`),
      ...["0.0.0.0/0", "[::1]"],
    ],
    env: [...ENVIRONMENT, ...PROXY_VARIABLES, ...DOCTOR_VARIABLES],
    sys: [...SYSTEM],
  };
}

function roots(os: string): string[] {
  if (os !== "windows") return ["/"];
  return [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((drive) => `${drive}:\\`);
}
