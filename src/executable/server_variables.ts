import { resolve } from "node:path";
import {
  expandHome,
  hasVariable,
  isDriveRelative,
  type PathEnvironment,
} from "../platform/aws_paths.ts";
import { sanitize } from "../util/sanitize.ts";
import { ENVIRONMENT, PROXY_VARIABLES } from "../platform/variables.ts";

/** An MCP client sets these itself, or `-c` replaces them. */
const LEFT_OUT = [
  "AWS_SHARED_CREDENTIALS_FILE",
  "HOME",
  "HOMEDRIVE",
  "HOMEPATH",
  "TERM",
  "USERPROFILE",
];
const PATHS = ["AWS_CA_BUNDLE", "AWS_CONFIG_FILE"];

/**
 * The variables that the MCP server needs where its client passes none of them.
 * A URL that may contain a password is left out, since the setup is shown and
 * saved, and so is a value with unprintable characters.
 *
 * @param environment The environment and the home directory.
 * @param os The system.
 */
export function serverVariables(
  environment: PathEnvironment,
  os: string = Deno.build.os,
): { env: Record<string, string>; unsafe: string[] } {
  const env: Record<string, string> = {};
  const unsafe: string[] = [];
  for (const name of [...ENVIRONMENT, ...PROXY_VARIABLES]) {
    const value = environment.env(name);
    if (!value || LEFT_OUT.includes(name)) continue;
    // Windows does not tell them apart from those in upper case.
    if (os === "windows" && name !== name.toUpperCase()) continue;
    const isUrl = /_proxy$|^AWS_ENDPOINT_URL/i.test(name) &&
      name.toUpperCase() !== "NO_PROXY";
    if (sanitize(value) !== value || (isUrl && !isPlainUrl(value))) {
      unsafe.push(name);
    } else if (PATHS.includes(name)) {
      env[name] = absolutePath(environment, value, os);
    } else {
      env[name] = value;
    }
  }
  return { env, unsafe };
}

/**
 * Whether a URL has nothing but a scheme, a host, a port and a path: a password
 * or a token can be in each other part, and in a text that is no URL.
 */
function isPlainUrl(text: string): boolean {
  return /^([a-z0-9]+:\/\/)?(\[[0-9a-f:.]+\]|[\w.-]+)(:\d+)?(\/[\w./-]*)?$/i
    .test(text);
}

/** A path that the server refuses is shown there unchanged. */
function absolutePath(
  environment: PathEnvironment,
  path: string,
  os: string,
): string {
  if (hasVariable(path, os) || isDriveRelative(path, os)) return path;
  return resolve(expandHome(environment, path) ?? path);
}
