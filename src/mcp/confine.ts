import { basename, dirname, isAbsolute, join } from "node:path";
import { relative, resolve, sep } from "node:path";
import { UpdstsError } from "../errors.ts";

const MAX_LENGTH = 4096;
// deno-lint-ignore no-control-regex -- control characters are what it looks for
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * The file that a model named, if its user opened it: the credentials file
 * that the server was started for, or a file in the same folder. Links are
 * resolved first, so none leads out of the folder.
 *
 * @param given What the model named; a relative path counts from the folder.
 * @param opened The credentials file that the server was started for.
 * @returns The file's real path, whether there is a file or not.
 */
export async function confine(given: string, opened: string): Promise<string> {
  const isOdd = given.length > MAX_LENGTH || CONTROL.test(given) ||
    given.startsWith("~"); // Somebody else's home folder.
  if (isOdd) throw refused();
  try {
    const folder = await realPath(dirname(opened));
    const path = await realPath(resolve(dirname(opened), given));
    const isOpen = isInside(folder, path) || path === await realPath(opened);
    if (isOpen && await isFileOrNothing(path)) return path;
  } catch {
    // What can't be looked at is not distinguished from what may not be.
  }
  throw refused();
}

function refused(): UpdstsError {
  return new UpdstsError(
    "path_refused",
    "cred_file is not a file in the folder of the credentials file that this server was started for",
    "leave cred_file out, or name a file of that folder; only the user can open another, with -c in the server's configuration",
  );
}

/** What is not there yet is where its folder is; a link to nowhere is nowhere. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    if (dirname(path) === path || await isThere(path)) throw error;
    return join(await realPath(dirname(path)), basename(path));
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** By whole segments: `/a/b` is not inside `/a` because of its first letters. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way.split(sep)[0] !== ".." && !isAbsolute(way);
}

async function isFileOrNothing(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
