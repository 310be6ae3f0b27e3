import { dirname, resolve, sep } from "node:path";
import { isDriveRelative } from "../platform/aws_paths.ts";
import { bakedPermissions, type PermissionLists } from "./baked_permissions.ts";

const isWindows = Deno.build.os === "windows";

/** The property of Deno's descriptors for an entry of each list. */
const PROPERTIES = {
  read: "path",
  write: "path",
  net: "host",
  env: "variable",
  sys: "kind",
} as const;
type Name = keyof typeof PROPERTIES;
const NAMES = Object.keys(PROPERTIES) as Name[];

/** A permission that this run does not need could not be dropped. */
export class NotNarrowed extends Error {}

type Lists = Partial<PermissionLists>;

/**
 * Drops every permission of the process but those of this run. A dropped
 * permission cannot be regained.
 *
 * @param grants The permissions to keep; kinds that are missing stay unchanged.
 * @param home The home directory, to check that it cannot be read.
 * @throws {NotNarrowed} Where another permission remains.
 */
export function narrow(grants: Lists, home: string | undefined): void {
  const { permissions } = Deno;
  const baked = bakedPermissions();
  const names = NAMES.filter((name) => grants[name] !== undefined);
  // A permission that is requested by itself remains when a wider one is revoked.
  for (const part of descriptors(grants)) permissions.requestSync(part);
  for (const whole of descriptors(baked, grants)) permissions.revokeSync(whole);
  permissions.revokeSync({ name: "import" });
  const left = [
    ...descriptors(baked, grants),
    ...descriptors(probes(grants, home), grants),
    ...([...names, "run", "ffi", "import"] as const).map((name) => ({ name })),
  ].find((each) => permissions.querySync(each).state === "granted");
  if (!left) return;
  throw new NotNarrowed(
    `cannot drop the permission ${Object.values(left).join(" ").trim()}`,
  );
}

/**
 * Deno's descriptors of the entries that the grants do not include, for the kinds
 * that the grants have.
 */
function descriptors(
  lists: Lists,
  grants?: Lists,
): Deno.PermissionDescriptor[] {
  return NAMES.filter((name) => !grants || grants[name]).flatMap((name) =>
    (lists[name] ?? [])
      .filter((value) => !grants || !covers(grants[name]!, name, value))
      .map((value) => {
        // Deno queries and revokes a wildcard or a range by a host in it.
        const one = value.replace(/^\*\.|\/0$/, "");
        return { name, [PROPERTIES[name]]: one } as Deno.PermissionDescriptor;
      })
  );
}

function covers(
  granted: readonly string[],
  name: Name,
  value: string,
): boolean {
  if (PROPERTIES[name] !== "path") return granted.includes(value);
  const below = (path: string) =>
    isWindows ? `${path}${sep}`.toLowerCase() : `${path}${sep}`;
  return granted.some((path) => below(value).startsWith(below(path)));
}

/** Permissions that no run needs, and those next to the permissions of this run. */
function probes(
  { read = [], write = [], net = [] }: Lists,
  home: string | undefined,
): PermissionLists {
  // The paths in a home directory such as `C:x` are refused when they are used.
  const isKnown = home && !isDriveRelative(home);
  const paths = [
    ...isWindows ? ["C:\\Windows", "C:\\Users"] : ["/etc", "/proc", "/tmp"],
    ...isKnown ? [resolve(home), resolve(home, ".ssh")] : [],
    ...[...read, ...write].flatMap((path) => [path, dirname(path), `${path}x`]),
  ];
  return {
    read: paths,
    write: paths,
    net: [
      ...["example.amazonaws.com:443", "example.com:443", "example.local:80"],
      ...["1.2.3.4:443", "127.0.0.1:443", "localhost:443", "[2001:db8::1]:443"],
      ...net.map((host) => host.replace(/:\d+$/, "")),
    ],
    env: ["PATH"],
    sys: ["hostname", "osRelease"],
  };
}
