import { dirname, resolve } from "node:path";
import { isDriveRelative } from "../platform/aws_paths.ts";
import type { PermissionLists } from "./baked_permissions.ts";
import { covers, descriptor, KINDS } from "./narrow.ts";

/**
 * Looks for a permission that the process still has and does not need.
 *
 * @param dropped The permissions that it had before.
 * @param kept The permissions that it needs.
 * @param home The home directory, to check that it cannot be read.
 * @returns Its name, if there is one.
 */
export function remainingPermission(
  dropped: readonly PermissionLists[],
  kept: PermissionLists,
  home: string | undefined,
): string | undefined {
  const left = [
    ...[...dropped, probes(kept, home)].flatMap((lists) =>
      KINDS.flatMap((kind) =>
        lists[kind].filter((value) => !covers(kind, kept[kind], value))
          .map((value) => descriptor(kind, value))
      )
    ),
    ...([...KINDS, "run", "ffi", "import"] as const).map((name) => ({ name })),
  ].find((each) => Deno.permissions.querySync(each).state === "granted");
  return left && Object.values(left).join(" ").trim();
}

/** Permissions that no run needs, and those next to the permissions of this run. */
function probes(
  { read, write, net }: PermissionLists,
  home: string | undefined,
): PermissionLists {
  const isWindows = Deno.build.os === "windows";
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
