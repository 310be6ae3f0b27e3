/** Symlinks: Windows makes them with a right that few users have, wine none. */
import { join } from "node:path";
import { ignoreWithout } from "./programs.ts";

const hasSymlinks = await canSymlink();

/** A test that is ignored, and says so in its name, where no symlink can be made. */
export function ignoreWithoutSymlinks(
  test: Deno.TestDefinition,
): Deno.TestDefinition {
  return ignoreWithout("symlinks", test, hasSymlinks);
}

async function canSymlink(): Promise<boolean> {
  if (Deno.build.os !== "windows") return true;
  const directory = await Deno.realPath(await Deno.makeTempDir());
  const file = join(directory, "file");
  const link = join(directory, "link");
  try {
    await Deno.writeTextFile(file, "");
    await Deno.symlink("file", link, { type: "file" });
    return await Deno.realPath(link) === file;
  } catch {
    return false;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
