import { join } from "node:path";

/** The environment that paths depend on. */
export interface PathEnvironment {
  env(name: string): string | undefined;
  home(): string | undefined;
}

/**
 * The credentials file: the given one, else `AWS_SHARED_CREDENTIALS_FILE`, else
 * `~/.aws/credentials`.
 *
 * @param given The path that the user gave; empty is as if it was not given. A
 * shell expands no `~` after `=`, and an MCP client none at all.
 * @returns Nothing without a home directory, and where the variable's path
 * contains a variable.
 */
export function findCredentialPath(
  environment: PathEnvironment,
  given?: string,
): string | undefined {
  if (given) return expandHome(environment, given) ?? given;
  return resolvePath(
    environment,
    "AWS_SHARED_CREDENTIALS_FILE",
    "credentials",
  );
}

/** `AWS_CONFIG_FILE`, else `~/.aws/config`; nothing in the same cases. */
export function findConfigPath(
  environment: PathEnvironment,
): string | undefined {
  return resolvePath(environment, "AWS_CONFIG_FILE", "config");
}

/** Replaces a leading `~` with the home directory, if there is one. */
export function expandHome(
  { home }: PathEnvironment,
  path: string,
): string | undefined {
  if (!/^~(?=$|[/\\])/.test(path)) return path;
  const directory = home();
  return directory === undefined ? undefined : join(directory, path.slice(1));
}

/**
 * Whether a path contains a variable. The AWS CLI replaces every one; updsts may
 * read only a few.
 */
export function hasVariable(
  path: string,
  os: string = Deno.build.os,
): boolean {
  return /\$(\w|\{[^}]*\})/.test(path) ||
    (os === "windows" && /%[^%]+%/.test(path));
}

function resolvePath(
  environment: PathEnvironment,
  variable: string,
  name: string,
): string | undefined {
  const given = environment.env(variable);
  if (given && hasVariable(given)) return undefined;
  return expandHome(environment, given || join("~", ".aws", name));
}

/** Whether a path is relative to the current directory of a drive, as `C:file`. */
export function isDriveRelative(
  path: string,
  os: string = Deno.build.os,
): boolean {
  return os === "windows" && /^[a-z]:(?![\\/])/i.test(path);
}
