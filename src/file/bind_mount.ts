/** Bind-mounted files, as in a container, which cannot be replaced. */
import { dirname } from "node:path";
import { UpdstsError } from "../errors.ts";
import { attempt } from "../util/attempt.ts";
import { systemCode } from "./system_error_code.ts";

/**
 * Whether a file is on another device than its directory, and so bind-mounted.
 * A bind mount from the same file system is found only by a hard link that fails.
 */
export function isBindMounted(path: string): boolean {
  if (Deno.build.os === "windows") return false;
  const file = attempt(() => Deno.lstatSync(path));
  const directory = attempt(() => Deno.statSync(dirname(path)));
  return file !== undefined && directory !== undefined &&
    file.dev !== directory.dev;
}

/**
 * Refuses a bind-mounted file: no hard link to it can be made.
 *
 * @param path The file.
 * @param other An unused path in the same directory.
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
      `${path} is bind-mounted and cannot be replaced`,
      "mount its directory instead",
    );
  }
  await Deno.remove(other);
}
