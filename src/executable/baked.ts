import {
  DOCTOR_VARIABLES,
  ENVIRONMENT,
  PROXY_VARIABLES,
} from "../platform/variables.ts";
import { DOMAINS, SYSTEM } from "./permissions.ts";

/** Permissions as lists: what is not in a list is refused. */
export interface PermissionLists {
  readonly read: string[];
  readonly write: string[];
  readonly net: string[];
  readonly env: string[];
  readonly sys: string[];
}

/**
 * The permissions that `deno compile` bakes into the executable: all that any
 * run can need. They are lists, since a global permission cannot be narrowed.
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
