/**
 * The permissions of one run of the executable, as far as they depend on the
 * command line and the environment only. `sts_grants.ts` reads the files and adds
 * the permissions for requests to STS.
 */
import { basename, dirname, join, resolve } from "node:path";
import {
  findConfigPath,
  findCredentialPath,
  isDriveRelative,
  type PathEnvironment,
} from "../platform/aws_paths.ts";
import type { CommandLine } from "../cli/command_line_types.ts";
import { parseArgs } from "../cli/parse_args.ts";
import {
  DOCTOR_VARIABLES,
  ENVIRONMENT,
  PROXY_VARIABLES,
} from "../platform/variables.ts";
import { type PermissionLists, SYSTEM } from "./baked_permissions.ts";
import { attempt } from "../util/attempt.ts";
import { ownFile, writtenFiles } from "../platform/sidecar_files.ts";

/** The page that asks for an MFA code: it listens, and does not connect. */
const LOOPBACK = "127.0.0.1:0";
const TERMINAL = "/dev/tty";

type Need =
  | "write"
  | "write directory"
  | "config"
  | "sts"
  | "terminal"
  | "page"
  | "doctor variables"
  | "CA bundles";

/** The needs of each command besides the credentials file; others have none. */
export const NEEDS = new Map<string, readonly Need[]>([
  ["status", []],
  ["list", ["config"]],
  ["export", ["config"]],
  ["complete", ["config"]],
  ["clean", ["write", "config"]],
  ["doctor", ["write", "config", "doctor variables", "CA bundles"]],
  ["whoami", ["config", "sts"]],
  ["get", ["write", "config", "sts", "terminal"]],
  // `cred_file` may be any file of the directory.
  ["mcp", ["write directory", "config", "sts", "page"]],
]);

/** A run that sends requests to STS, or checks the settings of such requests. */
export interface StsRun {
  readonly command: string;
  /** Whether it sends no request. */
  readonly isOffline: boolean;
  /** The credentials file. */
  readonly file: string;
  /** The profiles that are named. */
  readonly profiles: readonly string[] | undefined;
}

interface RunGrants extends PermissionLists {
  /** If set, `read` and `net` are not complete. */
  readonly sts: StsRun | undefined;
}

/**
 * The permissions of a run.
 *
 * @param args The command line.
 * @param environment The environment and the home directory.
 */
export function runGrants(
  args: readonly string[],
  environment: PathEnvironment,
): RunGrants {
  const line = parseArgs(args);
  const needs = needsOf(line);
  const grants: PermissionLists = {
    read: [],
    write: [],
    net: [],
    env: [
      ...ENVIRONMENT,
      ...needs.includes("doctor variables") ? DOCTOR_VARIABLES : [],
    ],
    sys: [...SYSTEM],
  };
  const file = NEEDS.has(line.command)
    ? credentialFile(line, environment)
    : undefined;
  if (!file) return { ...grants, sts: undefined };
  const files = withTarget(file);
  // No command can use a directory, and its whole content would be permitted.
  const isUsable = !isNotRegular(file);
  if (isUsable) grantFiles(grants, files, needs);
  else grants.read.push(...files.filter((path) => !isRoot(path)));
  if (needs.includes("terminal")) grants.read.push(TERMINAL);
  if (needs.includes("page") && isUsable) grants.net.push(LOOPBACK);
  const config = needs.includes("config")
    ? findConfigPath(environment)
    : undefined;
  if (config && !isNotRegular(config)) grants.read.push(...withTarget(config));
  const isOffline = !needs.includes("sts");
  if (isOffline && !needs.includes("CA bundles")) {
    return { ...grants, sts: undefined };
  }
  grants.env.push(...PROXY_VARIABLES);
  if (!isUsable) return { ...grants, sts: undefined };
  const { command, values } = line;
  const { profile, profiles = profile === undefined ? undefined : [profile] } =
    values;
  return { ...grants, sts: { command, isOffline, file, profiles } };
}

/** A page takes the place of the terminal. */
function needsOf({ command, values, fault }: CommandLine): readonly Need[] {
  const needs = NEEDS.get(command) ?? [];
  if (!values.page || fault || command !== "get") return needs;
  return needs.map((need) => need === "terminal" ? "page" : need);
}

/** Grants the credentials file and the files beside it that the run needs. */
function grantFiles(
  grants: PermissionLists,
  files: readonly string[],
  needs: readonly Need[],
): void {
  const directories = files.flatMap(directoryOf);
  const isWritten = needs.some((need) => need.startsWith("write"));
  // Another program may be replacing a missing file: the directory's time shows it.
  const isMissing = !files.some((path) => attempt(() => Deno.statSync(path)));
  const readFiles = files.flatMap((path) => [path, ownFile(path, "lock")]);
  grants.read.push(...isWritten || isMissing ? directories : readFiles);
  if (needs.includes("write")) {
    grants.write.push(...files.flatMap(writtenFiles));
  }
  if (needs.includes("write directory")) grants.write.push(...directories);
}

/** The credentials file of the command line, else that of the environment. */
function credentialFile(
  { command, values, fault }: CommandLine,
  environment: PathEnvironment,
): string | undefined {
  const typed = command === "complete"
    ? parseArgs(typedWords(values.line ?? "")).values
    : fault
    ? {}
    : values;
  return findCredentialPath(environment, typed.credentialFile);
}

/** The words of the line that is completed, but for the one at the cursor. */
function typedWords(line: string): string[] {
  return line.trimStart().split(/\s+/).slice(1, -1);
}

/**
 * A path and, where it or a directory in it is a symlink, its target.
 *
 * @param path The path.
 * @param os For tests.
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

function isNotRegular(path: string): boolean {
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
