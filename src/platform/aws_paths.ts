import { join } from "node:path";
import { hint, UpdstsError, withParameter } from "../errors.ts";

/** The environment that paths depend on. */
export interface PathEnvironment {
  env(name: string): string | undefined;
  home(): string | undefined;
}

/**
 * The credentials file: the given one, else `AWS_SHARED_CREDENTIALS_FILE`, else
 * `~/.aws/credentials`.
 *
 * @param given The path that the user gave, if any; empty is as if it was not given. A shell
 * expands no `~` after `=`, and an MCP client none at all.
 */
export function credentialPath(
  environment: PathEnvironment,
  given?: string,
): string {
  if (given) return expandHome(environment, given) ?? given;
  const path = resolvePath(
    environment,
    "AWS_SHARED_CREDENTIALS_FILE",
    "credentials",
  );
  if (path !== undefined) return path;
  throw new UpdstsError(
    "file_not_found",
    "there is no home directory to look for .aws/credentials in",
    hint`set HOME, ${
      Deno.build.standalone ? "" : "let it be read with --allow-env=HOME, "
    }or name the file ${withParameter("defaultCredentialsFile")}`,
  );
}

/** `AWS_CONFIG_FILE`, else `~/.aws/config`; nothing without a home directory. */
export function configPath(environment: PathEnvironment): string | undefined {
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

function resolvePath(
  environment: PathEnvironment,
  variable: string,
  name: string,
): string | undefined {
  const given = environment.env(variable);
  // The AWS CLI replaces every variable; updsts may read only a few.
  if (given && /\$(\w|\{[^}]*\})/.test(given)) {
    throw new UpdstsError(
      "settings_invalid",
      `${variable} contains a variable, which updsts does not replace`,
      "write the path itself, with ~ for the home directory",
    );
  }
  return expandHome(environment, given || join("~", ".aws", name));
}
