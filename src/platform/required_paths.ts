import { hint, UpdstsError, withParameter } from "../errors.ts";
import {
  findConfigPath,
  findCredentialPath,
  hasVariable,
  isDriveRelative,
  type PathEnvironment,
} from "./aws_paths.ts";
import { isExecutable } from "./executable.ts";

const HOME = Deno.build.os === "windows" ? "USERPROFILE" : "HOME";

/**
 * The credentials file.
 *
 * @throws {UpdstsError} `file_not_found`, `settings_invalid`.
 */
export function credentialPath(
  environment: PathEnvironment,
  given?: string,
): string {
  const path = findCredentialPath(environment, given);
  if (path !== undefined) {
    refuseAmbiguousPath(path);
    return path;
  }
  refuseVariable(environment, "AWS_SHARED_CREDENTIALS_FILE");
  throw new UpdstsError(
    "file_not_found",
    "there is no home directory to look for .aws/credentials in",
    hint`set ${HOME}, ${
      isExecutable() ? "" : `let it be read with --allow-env=${HOME}, `
    }or name the file ${withParameter("defaultCredentialsFile")}`,
  );
}

/**
 * The config; nothing without a home directory.
 *
 * @throws {UpdstsError} `settings_invalid`.
 */
export function configPath(environment: PathEnvironment): string | undefined {
  const path = findConfigPath(environment);
  if (path === undefined) refuseVariable(environment, "AWS_CONFIG_FILE");
  else refuseAmbiguousPath(path);
  return path;
}

function refuseVariable({ env }: PathEnvironment, name: string): void {
  if (!hasVariable(env(name) ?? "")) return;
  throw new UpdstsError(
    "settings_invalid",
    `${name} contains a variable, which updsts does not replace`,
    "write the path itself, with ~ for the home directory",
  );
}

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
