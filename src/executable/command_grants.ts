/**
 * The permissions of one run of the executable, but for the hosts and the CA
 * bundles. It is called twice: before the command line is parsed with all that it
 * may mean, and then with what it means.
 */
import { basename, dirname, join, resolve } from "node:path";
import {
  findConfigPath,
  isDriveRelative,
  type PathEnvironment,
} from "../platform/aws_paths.ts";
import { ownFile, writtenFiles } from "../platform/sidecar_files.ts";
import {
  DOCTOR_VARIABLES,
  ENVIRONMENT,
  PROXY_VARIABLES,
} from "../platform/variables.ts";
import { attempt } from "../util/attempt.ts";
import { type PermissionLists, SYSTEM } from "./baked_permissions.ts";

/** The page that asks for an MFA code: it listens, and does not connect. */
const LOOPBACK = "127.0.0.1:0";
const TERMINAL = "/dev/tty";

export type Need =
  | "write"
  | "write directory"
  | "config"
  | "sts"
  | "CA bundles"
  | "terminal"
  | "page"
  | "doctor variables";

/** The needs of each command besides the credentials file; others have none. */
export const NEEDS = new Map<string, readonly Need[]>([
  ["status", []],
  ["list", ["config"]],
  ["export", ["config"]],
  ["complete", ["config"]],
  ["clean", ["write", "config"]],
  ["doctor", ["write", "config", "CA bundles", "doctor variables"]],
  ["whoami", ["config", "sts", "CA bundles"]],
  ["get", ["write", "config", "sts", "CA bundles", "terminal", "page"]],
  // `cred_file` may be any file of the directory.
  ["mcp", ["write directory", "config", "sts", "CA bundles", "page"]],
]);

/**
 * The permissions of a run.
 *
 * @param needs The needs of its command.
 * @param files The credentials file, or all that may be it.
 */
export function commandGrants(
  needs: readonly Need[],
  files: readonly string[],
  environment: PathEnvironment,
): PermissionLists {
  const has = (need: Need) => needs.includes(need);
  const config = has("config") ? findConfigPath(environment) : undefined;
  const grants = files.map((file) => fileGrants(file, has));
  return {
    read: [
      ...grants.flatMap(({ read }) => read),
      ...has("terminal") ? [TERMINAL] : [],
      ...config && !isNotRegular(config) ? withTarget(config) : [],
    ],
    write: grants.flatMap(({ write }) => write),
    net: has("page") ? [LOOPBACK] : [],
    env: [
      ...ENVIRONMENT,
      ...has("CA bundles") ? PROXY_VARIABLES : [],
      ...has("doctor variables") ? DOCTOR_VARIABLES : [],
    ],
    sys: [...SYSTEM],
  };
}

/** The permissions for a credentials file and the files beside it. */
function fileGrants(
  file: string,
  has: (need: Need) => boolean,
): Pick<PermissionLists, "read" | "write"> {
  const files = withTarget(file);
  // No command can use a directory.
  if (isNotRegular(file)) {
    return { read: files.filter((path) => !isRoot(path)), write: [] };
  }
  const directories = files.flatMap(directoryOf);
  const write = has("write directory")
    ? directories
    : files.flatMap(has("write") ? writtenFiles : () => []);
  // Another program may be replacing a missing file: the directory's time shows it.
  const isMissing = !attempt(() => Deno.statSync(file));
  const read = isMissing || write.length > 0
    ? directories
    : files.flatMap((path) => [path, ownFile(path, "lock")]);
  return { read, write };
}

/**
 * A path and, where it or a directory in it is a symlink, its target.
 *
 * @returns Nothing for a path that is refused when it is used: `resolve()` needs a
 * permission for a variable to resolve `C:file`.
 */
export function withTarget(
  path: string,
  os: string = Deno.build.os,
): string[] {
  if (isDriveRelative(path, os)) return [];
  const absolute = resolve(path);
  const { realPathSync } = Deno;
  const target = attempt(() => realPathSync(absolute)) ??
    attempt(() => join(realPathSync(dirname(absolute)), basename(absolute)));
  return [...new Set([absolute, target ?? absolute])];
}

/** Whether there is something else than a file, such as a directory. */
export function isNotRegular(path: string): boolean {
  return attempt(() => !Deno.statSync(path).isFile) ?? false;
}

/** The directory of a credentials file; in a root directory the files alone. */
function directoryOf(file: string): string[] {
  const directory = dirname(file);
  return isRoot(directory) ? writtenFiles(file) : [directory];
}

function isRoot(path: string): boolean {
  return path === dirname(path);
}
