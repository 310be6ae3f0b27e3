import { join } from "node:path";
import { UpdstsError } from "./errors.ts";

/** What paths are worked out from. */
export interface PathGround {
  env(name: string): string | undefined;
  home(): string | undefined;
}

/** `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`. */
export function credentialPath(ground: PathGround): string {
  const path = settle(ground, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
  if (path !== undefined) return path;
  throw new UpdstsError(
    "file_not_found",
    "there is no home folder to look for .aws/credentials in",
    Deno.build.standalone
      ? "set HOME, or name the file with -c"
      : "set HOME, let it be read with --allow-env=HOME, or name the file with -c",
  );
}

/** `AWS_CONFIG_FILE`, else `~/.aws/config`; nothing without a home folder. */
export function configPath(ground: PathGround): string | undefined {
  return settle(ground, "AWS_CONFIG_FILE", "config");
}

/** The path with the home folder in place of a leading `~`, if there is one. */
export function expandHome(
  { home }: PathGround,
  path: string,
): string | undefined {
  if (!/^~(?=$|[/\\])/.test(path)) return path;
  const folder = home();
  return folder === undefined ? undefined : join(folder, path.slice(1));
}

function settle(
  ground: PathGround,
  variable: string,
  name: string,
): string | undefined {
  const given = ground.env(variable);
  // The AWS CLI replaces variables, any; this program may read a few only.
  if (given && /\$(\w|\{[^}]*\})/.test(given)) {
    throw new UpdstsError(
      "settings_invalid",
      `${variable} has a variable in it, which updsts does not replace`,
      "write the path itself, with ~ for the home folder",
    );
  }
  return expandHome(ground, given || join("~", ".aws", name));
}
