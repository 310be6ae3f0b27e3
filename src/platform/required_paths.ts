import { hint, UpdstsError, withParameter } from "../errors.ts";
import {
  findConfigPath,
  findCredentialPath,
  hasVariable,
  type PathEnvironment,
} from "./aws_paths.ts";
import { isExecutable } from "./executable.ts";
import { refuseAmbiguousPath } from "./windows_paths.ts";

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
