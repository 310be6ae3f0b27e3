import { resolve } from "node:path";
import { isDriveRelative } from "../platform/aws_paths.ts";

/**
 * How package managers name the directory of one version, and the path that is
 * still there after an upgrade. Checking for symlinks would need permissions.
 */
const STABLE_PATHS: readonly [version: RegExp, stable: string][] = [
  // Homebrew, also on Linux.
  [/^(.*)\/Cellar\/([^/]+)\/[^/]+\/(.*)$/, "$1/opt/$2/$3"],
  [/^(.*)\/Caskroom\/[^/]+\/[^/]+\/(?:.*\/)?([^/]+)$/, "$1/bin/$2"],
  [/^(.*\/mise\/installs\/[^/]+)\/[^/]+\/(.*)$/, "$1/latest/$2"],
  // Scoop.
  [/^(.*\\apps\\updsts)\\[^\\]+\\(.*)$/i, "$1\\current\\$2"],
];

/**
 * The path of the executable that an upgrade does not remove.
 *
 * @param executable The path of the executable, symlinks resolved.
 * @param called The first word that the program was started with. It is a path,
 * or a name that the shell found in `PATH`, which updsts does not read.
 * @param os For tests.
 */
export function stablePath(
  executable: string,
  called: string,
  os: string = Deno.build.os,
): string {
  const isPath = /[/\\]/.test(called) && !isDriveRelative(called, os);
  const path = isPath ? resolve(called) : executable;
  for (const [version, stable] of STABLE_PATHS) {
    if (version.test(path)) return path.replace(version, stable);
  }
  return path;
}
