import { sep } from "node:path";
import type { PermissionLists } from "./baked_permissions.ts";

/** The property of Deno's descriptors for an entry of each list. */
const PROPERTIES = {
  read: "path",
  write: "path",
  net: "host",
  env: "variable",
  sys: "kind",
} as const;
type Kind = keyof typeof PROPERTIES;

/** The kinds of permissions that are lists. */
export const KINDS = Object.keys(PROPERTIES) as Kind[];

/**
 * Drops permissions of the process, which cannot be regained.
 *
 * @param from The permissions that it has.
 * @param to The permissions to keep; kinds that are missing stay unchanged.
 */
export function narrow(
  from: PermissionLists,
  to: Partial<PermissionLists>,
): void {
  const { permissions } = Deno;
  for (const kind of KINDS) {
    const kept = to[kind];
    if (!kept) continue;
    // A permission that is requested by itself remains when a wider one is revoked.
    for (const value of kept) permissions.requestSync(descriptor(kind, value));
    const others = from[kind].filter((value) => !covers(kind, kept, value));
    for (const value of others) permissions.revokeSync(descriptor(kind, value));
  }
  permissions.revokeSync({ name: "import" });
}

/** Deno's descriptor of an entry of a list. */
export function descriptor(
  kind: Kind,
  value: string,
): Deno.PermissionDescriptor {
  // Deno queries and revokes a wildcard or a range by a host in it.
  const one = value.replace(/^\*\.|\/0$/, "");
  return { name: kind, [PROPERTIES[kind]]: one } as Deno.PermissionDescriptor;
}

/** Whether the permissions of a list include that for a value. */
export function covers(
  kind: Kind,
  granted: readonly string[],
  value: string,
): boolean {
  if (PROPERTIES[kind] !== "path") return granted.includes(value);
  const isWindows = Deno.build.os === "windows";
  const below = (path: string) =>
    isWindows ? `${path}${sep}`.toLowerCase() : `${path}${sep}`;
  return granted.some((path) => below(value).startsWith(below(path)));
}
