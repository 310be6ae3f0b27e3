import { UpdstsError } from "../errors.ts";
import { isDriveRelative } from "./aws_paths.ts";

/** Paths that Windows reads as another path, with the reason and the way out. */
const AMBIGUOUS: readonly [
  is: (path: string) => boolean,
  why: string,
  hint: string,
][] = [
  [
    (path) => isDriveRelative(path, "windows"),
    "is relative to the current directory of its drive",
    "write the whole path, as in C:\\Users\\me\\.aws\\credentials",
  ],
  [
    (path) => path.replace(/^([\\/]{2}[?.][\\/])?[a-z]:/i, "").includes(":"),
    "has a colon in a name, which Windows takes for a stream of the file before it",
    "write a name without a colon",
  ],
  [
    (path) => path.split(/[\\/]/).some((name) => /[^. ].*[. ]$/.test(name)),
    "has a name that ends in a dot or a space, which Windows removes",
    "write the name without it",
  ],
];

/**
 * Refuses a path that Windows reads as another one: the lock and the temporary
 * file would have the wrong names.
 *
 * @throws {UpdstsError} `settings_invalid`.
 */
export function refuseAmbiguousPath(
  path: string,
  os: string = Deno.build.os,
): void {
  if (os !== "windows") return;
  for (const [is, why, hint] of AMBIGUOUS) {
    if (!is(path)) continue;
    throw new UpdstsError("settings_invalid", `the path ${path} ${why}`, hint);
  }
}
