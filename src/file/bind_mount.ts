/** Files that are bind-mounted, as into a container, and so can't be replaced. */
import { dirname } from "node:path";
import { UpdstsError } from "../errors.ts";
import { attempt } from "../util/attempt.ts";
import { systemCode } from "./fs_errors.ts";

/**
 * Whether a file is seen to be bind-mounted: it is on another device than its
 * directory. A file of the same file system looks like any other, until a hard
 * link to it fails.
 */
export function isBindMounted(path: string): boolean {
  if (Deno.build.os === "windows") return false;
  const file = attempt(() => Deno.lstatSync(path));
  const directory = attempt(() => Deno.statSync(dirname(path)));
  return file !== undefined && directory !== undefined &&
    file.dev !== directory.dev;
}

/**
 * Refuses a file that is bind-mounted, which no hard link can be made to.
 *
 * @param path The file.
 * @param other A name beside it that is free.
 */
export async function refuseBindMount(
  path: string,
  other: string,
): Promise<void> {
  if (Deno.build.os === "windows") return;
  try {
    await Deno.link(path, other);
  } catch (error) {
    if (systemCode(error) !== "EXDEV") return;
    throw new UpdstsError(
      "file_not_writable",
      `${path} is bind-mounted and can't be replaced`,
      "mount its directory instead",
    );
  }
  await Deno.remove(other);
}
