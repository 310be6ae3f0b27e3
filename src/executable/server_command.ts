import { dirname, resolve } from "node:path";
import process from "node:process";
import type { Mcp } from "../cli/runtime.ts";
import { attempt } from "../util/attempt.ts";
import { findConfigPath, type PathEnvironment } from "../platform/aws_paths.ts";
import { isExecutable } from "../platform/executable.ts";
import { credentialPath } from "../platform/required_paths.ts";
import { ENVIRONMENT, PROXY_VARIABLES } from "../platform/variables.ts";
import { withTarget } from "./command_grants.ts";
import { serverVariables } from "./server_variables.ts";
import { stablePath } from "./stable_path.ts";
import { SYSTEM } from "./baked_permissions.ts";
import { connectionSettings } from "./connection_settings.ts";
import { parseSections } from "../credentials/parse_sections.ts";
import { Profiles } from "../credentials/profiles.ts";
import type { FileSections } from "../credentials/document.ts";
import { type FileContent, readRegularFile } from "../file/regular_file.ts";
import { readSettled } from "../file/half_written_file.ts";
import { requiredHosts } from "../sts/proxy.ts";

/**
 * The command that starts the MCP server of this installation from anywhere: the
 * executable, or Deno with the permissions that the server needs and no other.
 *
 * @param given The credentials file of `-c`, if any.
 * @param environment The environment and the home directory.
 */
export async function serverCommand(
  given: string | undefined,
  environment: PathEnvironment,
): ReturnType<Mcp["command"]> {
  // The client may start the server without the variable.
  const isChosen = given || environment.env("AWS_SHARED_CREDENTIALS_FILE");
  const file = isChosen
    ? ["-c", resolve(credentialPath(environment, given))]
    : [];
  const [command, ...start] = await startCommand(given, environment);
  return {
    command,
    args: [...start, "mcp", "--mcp-server", ...file],
    ...serverVariables(environment),
  };
}

/**
 * The command that starts updsts of this installation, for the credentials file.
 *
 * @param given The credentials file of `-c`, if any.
 * @param environment The environment and the home directory.
 */
export async function startCommand(
  given: string | undefined,
  environment: PathEnvironment,
): Promise<[string, ...string[]]> {
  if (isExecutable()) return executableCommand();
  const module = new URL("../../mod.ts", import.meta.url);
  const path = resolve(credentialPath(environment, given));
  const directories = await directoriesOf(path);
  const config = findConfigPath(environment);
  const configFiles = config ? withTarget(config) : [];
  const readable = [
    ...directories,
    ...configFiles.filter((file) => !directories.includes(dirname(file))),
  ];
  return [
    Deno.execPath(),
    "run",
    // Otherwise a configuration in the working directory could replace
    // dependencies. A checkout needs its own, which Deno finds beside the module.
    ...(module.protocol === "file:" ? [] : ["--no-config"]),
    "--no-prompt",
    `--allow-read=${joinPaths(readable)}`,
    `--allow-write=${joinPaths(directories)}`,
    `--allow-net=${await hostsFor(path, environment)}`,
    `--allow-env=${[...ENVIRONMENT, ...PROXY_VARIABLES].join(",")}`,
    "--ignore-env",
    `--allow-sys=${SYSTEM.join(",")}`,
    module.href,
  ];
}

function joinPaths(paths: readonly string[]): string {
  return paths.map((path) => path.replaceAll(",", ",,")).join(",");
}

function executableCommand(): [string, ...string[]] {
  const path = stablePath(Deno.execPath(), process.argv0);
  // npx may delete its cache.
  return /[/\\]_npx[/\\]/.test(path) ? ["npx", "-y", "updsts"] : [path];
}

/** The hosts for the current profiles, and for a profile without a region. */
async function hostsFor(
  path: string,
  environment: PathEnvironment,
): Promise<string[]> {
  const profiles = await readProfiles(path, environment);
  const hosts = connectionSettings(profiles, profiles.names(), environment)
    .flatMap((
      settings,
    ) => attempt(() => requiredHosts(environment.env, settings)) ?? []);
  // Port 0 permits listening for the page that asks for the MFA code, and no
  // connection.
  return [...new Set(["sts.amazonaws.com:443", ...hosts, "127.0.0.1:0"])];
}

/** The directory of the file, and that of its target if it is a symlink. */
async function directoriesOf(path: string): Promise<string[]> {
  const target = await Deno.realPath(path).catch(() => path);
  return [...new Set([dirname(path), dirname(target)])];
}

/** The profiles of both files, as far as they can be read. */
async function readProfiles(
  file: string,
  environment: PathEnvironment,
): Promise<Profiles> {
  return new Profiles(
    await read(file, false),
    await read(findConfigPath(environment), true),
  );
}

/** Counts an unreadable file as empty; the run itself reports the error. */
async function read(
  path: string | undefined,
  canBeMissing: boolean,
): Promise<FileSections> {
  if (path === undefined) return parseSections("");
  const isComplete = ({ bytes, info }: FileContent) => {
    if (!info) return canBeMissing; // Else another program may be replacing it.
    const { faults, sections } = parse(bytes);
    return faults.length === 0 && sections.size > 0;
  };
  try {
    const readOnce = () => readRegularFile(path, "follow");
    return parse((await readSettled(path, isComplete, readOnce)).bytes);
  } catch {
    return parseSections("");
  }
}

function parse(bytes: Uint8Array): FileSections {
  return parseSections(new TextDecoder().decode(bytes));
}
