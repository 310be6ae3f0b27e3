import { attempt } from "../util/attempt.ts";
import { ownFile } from "../platform/sidecar_files.ts";
import { identityOf } from "./half_written_file.ts";

/** Identifies one version of a file. */
export function fileIdentity(path: string): string {
  return identityOf(Deno.lstatSync(path));
}

/**
 * Records in the lock that updsts replaced the file as a whole, so that the next
 * run does not wait. Without the record that run is a little slower.
 *
 * @param path The file.
 * @param identity The identity of the replacement.
 * @param lock The lock's file as it is locked: on Windows no other handle can
 * write it.
 */
export function recordReplacement(
  path: string,
  identity: string,
  lock: Deno.FsFile,
): void {
  attempt(() => {
    if (!isOnlyName(ownFile(path, "lock"), lock.statSync())) return;
    lock.truncateSync();
    lock.seekSync(0, Deno.SeekMode.Start);
    lock.writeSync(new TextEncoder().encode(identity));
  });
}

/** In another user's directory the path of the lock could lead to any file. */
function isOnlyName(path: string, { ino, nlink }: Deno.FileInfo): boolean {
  const found = Deno.lstatSync(path);
  return found.isFile && found.ino === ino && nlink === 1;
}
