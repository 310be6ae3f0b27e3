import { dirname, resolve, sep } from "node:path";
import { UpdstsError } from "../errors.ts";
import { bakedPermissions, type PermissionLists } from "./baked.ts";

const isWindows = Deno.build.os === "windows";

/** The property of Deno's descriptors that has the value of a list. */
const PROPERTIES = {
  read: "path",
  write: "path",
  net: "host",
  env: "variable",
  sys: "kind",
} as const;
type Name = keyof typeof PROPERTIES;

/**
 * Drops every permission of the process but those of this run. A dropped
 * permission cannot be regained.
 *
 * @param grants What this run may do.
 * @param home The home directory, to check that it cannot be read.
 * @throws Where something else is still permitted.
 */
export function narrow(
  grants: PermissionLists,
  home: string | undefined,
): void {
  const { permissions } = Deno;
  const baked = bakedPermissions();
  // A part of what is permitted is granted, and stays when the whole is revoked.
  for (const part of descriptors(grants)) permissions.requestSync(part);
  for (const whole of descriptors(baked, grants)) permissions.revokeSync(whole);
  permissions.revokeSync({ name: "import" });
  const left = [
    ...descriptors(baked, grants),
    ...descriptors(probes(grants, home), grants),
    ...(["read", "write", "net", "env", "sys", "run", "ffi", "import"] as const)
      .map((name) => ({ name })),
  ].find((each) => permissions.querySync(each).state === "granted");
  if (!left) return;
  throw new UpdstsError(
    "internal",
    `cannot drop the permission ${Object.values(left).join(" ").trim()}`,
  );
}

/** Deno's descriptors of what is in the lists, but not in the grants. */
function descriptors(
  lists: PermissionLists,
  grants?: PermissionLists,
): Deno.PermissionDescriptor[] {
  return (Object.keys(PROPERTIES) as Name[]).flatMap((name) =>
    lists[name].filter((value) => !grants || !covers(grants, name, value))
      .map((value) => {
        // A wildcard or a range is queried and revoked by a host in it.
        const one = value.replace(/^\*\.|\/0$/, "");
        return { name, [PROPERTIES[name]]: one } as Deno.PermissionDescriptor;
      })
  );
}

function covers(grants: PermissionLists, name: Name, value: string): boolean {
  if (PROPERTIES[name] !== "path") return grants[name].includes(value);
  const below = (path: string) =>
    isWindows ? `${path}${sep}`.toLowerCase() : `${path}${sep}`;
  return grants[name].some((path) => below(value).startsWith(below(path)));
}

/** What no run needs, and what is next to the permissions of this one. */
function probes(
  { read, write, net }: PermissionLists,
  home: string | undefined,
): PermissionLists {
  const paths = [
    ...isWindows ? ["C:\\Windows", "C:\\Users"] : ["/etc", "/proc", "/tmp"],
    ...home ? [resolve(home), resolve(home, ".ssh")] : [],
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
