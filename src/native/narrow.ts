import { dirname, resolve, sep } from "node:path";
import { UpdstsError } from "../errors.ts";
import { bakedPermissions, type PermissionLists } from "./baked.ts";

const isWindows = Deno.build.os === "windows";

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
  const baked = descriptors(bakedPermissions());
  // A part of what is permitted is granted, and stays when the whole is revoked.
  for (const part of descriptors(grants)) Deno.permissions.requestSync(part);
  for (const whole of [...baked, { name: "import" } as const]) {
    if (!covers(grants, whole)) Deno.permissions.revokeSync(whole);
  }
  const excess = [...baked, ...probes(grants, home)]
    .find((each) => isGranted(each) && !covers(grants, each));
  if (!excess) return;
  throw new UpdstsError(
    "internal",
    `cannot drop the permission ${Object.values(excess).join(" ").trim()}`,
  );
}

function descriptors(
  { read, write, net, env, sys }: PermissionLists,
): Deno.PermissionDescriptor[] {
  return [
    ...read.map((path) => ({ name: "read", path } as const)),
    ...write.map((path) => ({ name: "write", path } as const)),
    ...net.map((host) => ({ name: "net", host: oneHost(host) } as const)),
    ...env.map((variable) => ({ name: "env", variable } as const)),
    ...sys.map((
      kind,
    ) => ({ name: "sys", kind } as Deno.SysPermissionDescriptor)),
  ];
}

/** A wildcard or a range is asked about and revoked by a host in it. */
function oneHost(host: string): string {
  return host.replace(/^\*\./, "").replace(/\/0$/, "");
}

/** What no run needs, and what is next to the permissions of this one. */
function probes(
  { read, write, net }: PermissionLists,
  home: string | undefined,
): Deno.PermissionDescriptor[] {
  const paths = [
    ...isWindows ? ["C:\\Windows", "C:\\Users"] : ["/etc", "/proc", "/tmp"],
    ...home ? [resolve(home), resolve(home, ".ssh")] : [],
    ...[...read, ...write].flatMap((path) => [path, dirname(path), `${path}x`]),
  ];
  const hosts = [
    ...["example.amazonaws.com:443", "example.com:443", "[2001:db8::1]:443"],
    ...["1.2.3.4:443", "127.0.0.1:443", "localhost:443", "example.local:80"],
    ...net.map((host) => host.replace(/:\d+$/, "")),
  ];
  return [
    ...descriptors({
      read: paths,
      write: paths,
      net: hosts,
      env: ["PATH"],
      sys: ["hostname", "osRelease"],
    }),
    ...(["read", "write", "net", "env", "sys", "run", "ffi", "import"] as const)
      .map((name) => ({ name })),
  ];
}

function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

function covers(
  grants: PermissionLists,
  permission: Deno.PermissionDescriptor,
): boolean {
  switch (permission.name) {
    case "read":
    case "write":
      return grants[permission.name]
        .some((path) => isWithin(String(permission.path), path));
    case "net":
      return grants.net.includes(permission.host!);
    case "env":
      return grants.env.includes(permission.variable!);
    case "sys":
      return grants.sys.includes(permission.kind!);
    default:
      return false;
  }
}

function isWithin(path: string, directory: string): boolean {
  const [inner, outer] = isWindows
    ? [path.toLowerCase(), directory.toLowerCase()]
    : [path, directory];
  return `${inner}${sep}`.startsWith(`${outer}${sep}`);
}
