import { attempt } from "../util/attempt.ts";
import { ownFile } from "../platform/sidecar_files.ts";
import { identityOf } from "./settled_file.ts";

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
 */
export function recordReplacement(path: string, identity: string): void {
  attempt(() => {
    const lock = ownFile(path, "lock");
    using file = Deno.openSync(lock, { write: true });
    if (!isOnlyName(lock, file.statSync())) return;
    file.truncateSync();
    file.writeSync(new TextEncoder().encode(identity));
  });
}

/** In another user's directory the path of the lock could lead to any file. */
function isOnlyName(path: string, { ino, nlink }: Deno.FileInfo): boolean {
  const found = Deno.lstatSync(path);
  return found.isFile && found.ino === ino && nlink === 1;
}
