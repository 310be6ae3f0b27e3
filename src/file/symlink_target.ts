import { hint, UpdstsError, withParameter } from "../errors.ts";
import { attempt } from "../util/attempt.ts";
import { sleep } from "../util/sleep.ts";
import { fileFailure } from "./fs_errors.ts";
import { isDescriptor, refuseNonRegular } from "./read_file.ts";

/** Milliseconds that a target may be missing. */
const TIMEOUT = 1_000;
const POLL_INTERVAL = 20;

/** The file to replace. A symlink stays; its target is replaced. */
export async function targetOf(path: string): Promise<string> {
  return (await resolve(path)).target;
}

/**
 * The same, for a write. Refuses a user's symlink to another user's file: only
 * root could write it, and would change a file that the user may not change.
 */
export async function targetToWrite(path: string): Promise<string> {
  const { target, link } = await resolve(path);
  if (!link || Deno.build.os === "windows") return target;
  const uid = attempt(() => Deno.lstatSync(target))?.uid;
  if (uid === undefined || [uid, 0].includes(link.uid!)) return target;
  throw new UpdstsError(
    "file_not_writable",
    `${path} is a symlink of the user ${link.uid} to a file of the user ${uid}`,
    hint`name the target ${withParameter("credentialsFile", target)}`,
  );
}

async function resolve(
  path: string,
): Promise<{ target: string; link?: Deno.FileInfo }> {
  let link: Deno.FileInfo | undefined;
  try {
    link = await Deno.lstat(path);
    if (!link.isSymlink) return { target: path };
    return { target: await realPathOf(path), link };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound && !link) {
      return { target: path };
    }
    // A shell's <(command) is a symlink to no path. Deno reads it only with
    // every permission.
    const info = attempt(() => Deno.statSync(path)) ??
      (isDescriptor(path) ? { isFile: false, size: 0 } : undefined);
    if (info) refuseNonRegular(path, info);
    throw fileFailure("file_unreadable", `cannot read ${path}`, error);
  }
}

/**
 * The target of a symlink. An editor may move it away and then create it again,
 * so this waits for a missing target.
 */
async function realPathOf(path: string): Promise<string> {
  const deadline = performance.now() + TIMEOUT;
  for (let found = 0;;) {
    try {
      return await Deno.realPath(path);
    } catch (error) {
      // A shell's <(command) is a symlink to no path. Once, the target may have
      // been created just now.
      if (attempt(() => Deno.statSync(path))) found++;
      const isMissing = error instanceof Deno.errors.NotFound && found < 2;
      if (!isMissing || performance.now() > deadline) throw error;
    }
    await sleep(POLL_INTERVAL);
  }
}
