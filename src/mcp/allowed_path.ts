import { basename, dirname, join, resolve } from "node:path";
import { UpdstsError } from "../errors.ts";
import { refuseAmbiguousPath } from "../platform/required_paths.ts";
import { hasControlCharacters } from "../util/sanitize.ts";

const MAX_LENGTH = 4096;

/**
 * The file that an agent named, if it is allowed: the credentials file that the
 * server was started for, or a file in the same directory. Symlinks are resolved
 * first, so none leads out of the directory or into a subdirectory.
 *
 * @param given The path that the agent named, relative to that directory.
 * @param opened The credentials file that the server was started for.
 * @param config The path of `~/.aws/config`.
 * @param os For tests.
 * @returns The file's real path, whether the file exists or not.
 */
export async function resolveAllowedPath(
  given: string,
  opened: string,
  config: string | undefined,
  os: string = Deno.build.os,
): Promise<string> {
  const isInvalid = given.length > MAX_LENGTH || hasControlCharacters(given) ||
    given.startsWith("~"); // Another user's home directory.
  if (isInvalid) throw outside();
  refuseAmbiguousPath(given, os);
  const path = await openedFile(given, opened).catch(() => undefined);
  // An agent does not learn whether a path elsewhere exists.
  if (path === undefined) throw outside();
  if (await isConfig(path, config)) throw notCredentials("the AWS config");
  if (isOwnFile(path)) throw notCredentials("a file of updsts itself");
  return path;
}

function outside(): UpdstsError {
  return new UpdstsError(
    "path_refused",
    "cred_file is not a file in the directory of the credentials file that this server was started for",
    "leave cred_file out, or name a file that is directly in that directory; only the user can open another, in the server's configuration",
  );
}

function notCredentials(what: string): UpdstsError {
  return new UpdstsError(
    "path_refused",
    `cred_file is ${what}, not a credentials file`,
    "leave cred_file out for the credentials file that this server was started for",
  );
}

async function openedFile(
  given: string,
  opened: string,
): Promise<string | undefined> {
  const directory = await realPath(dirname(opened));
  const path = await realPath(resolve(dirname(opened), given));
  const isOpen = dirname(path) === directory || path === await realPath(opened);
  if (!isOpen) return undefined;
  const isFile = (await ifAny(Deno.stat(path)))?.isFile ?? true;
  return isFile ? path : undefined;
}

/** Whether it has the name of a lock or of another file beside a credentials file. */
function isOwnFile(path: string): boolean {
  return /^\..+\.updsts-[a-z]+$/i.test(basename(path));
}

/**
 * A section of the config can be more than a profile: `[plugins]` is code that
 * the AWS CLI loads. Two names of one file (hard links, other case) have one
 * inode; without a file there is the name only.
 */
async function isConfig(
  path: string,
  config: string | undefined,
): Promise<boolean> {
  if (basename(path).toLowerCase() === "config") return true;
  if (config === undefined) return false;
  const target = await realPath(config).catch(() => config);
  if (target.toLowerCase() === path.toLowerCase()) return true;
  const [one, other] = await Promise.all([inode(path), inode(config)]);
  return one !== undefined && one === other;
}

async function inode(path: string): Promise<string | undefined> {
  const info = await Deno.stat(path).catch(() => undefined);
  return info && info.ino !== null ? `${info.dev}:${info.ino}` : undefined;
}

/** Works for a missing file in an existing directory, and fails for a broken symlink. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    if (dirname(path) === path || await ifAny(Deno.lstat(path))) throw error;
    return join(await realPath(dirname(path)), basename(path));
  }
}

/** The metadata; nothing where there is no file. */
async function ifAny(
  info: Promise<Deno.FileInfo>,
): Promise<Deno.FileInfo | undefined> {
  try {
    return await info;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
