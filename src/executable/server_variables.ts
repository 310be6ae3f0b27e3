import { resolve } from "node:path";
import {
  expandHome,
  hasVariable,
  type PathEnvironment,
} from "../platform/aws_paths.ts";
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
 * A URL with a user or a password is left out, since the setup is shown and saved.
 *
 * @param environment The environment and the home directory.
 * @param os The system.
 */
export function serverVariables(
  environment: PathEnvironment,
  os: string = Deno.build.os,
): { env: Record<string, string>; withPassword: string[] } {
  const env: Record<string, string> = {};
  const withPassword: string[] = [];
  for (const name of [...ENVIRONMENT, ...PROXY_VARIABLES]) {
    const value = environment.env(name);
    if (!value || LEFT_OUT.includes(name)) continue;
    // Windows does not tell them apart from those in upper case.
    if (os === "windows" && name !== name.toUpperCase()) continue;
    if (PATHS.includes(name)) {
      env[name] = absolutePath(environment, value);
    } else if (value.includes("@")) {
      withPassword.push(name);
    } else {
      env[name] = value;
    }
  }
  return { env, withPassword };
}

/** A path with a variable is refused by the server, and shown there as it is. */
function absolutePath(environment: PathEnvironment, path: string): string {
  if (hasVariable(path)) return path;
  return resolve(expandHome(environment, path) ?? path);
}
