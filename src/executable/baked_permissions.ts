import { ALLOWED_HOSTS } from "./allowed_hosts.ts";
import {
  DOCTOR_VARIABLES,
  ENVIRONMENT,
  PROXY_VARIABLES,
} from "../platform/variables.ts";

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
    net: [...ALLOWED_HOSTS],
    env: [...ENVIRONMENT, ...PROXY_VARIABLES, ...DOCTOR_VARIABLES],
    sys: [...SYSTEM],
  };
}

function roots(os: string): string[] {
  if (os !== "windows") return ["/"];
  return [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((drive) => `${drive}:\\`);
}
