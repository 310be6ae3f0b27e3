/** Symlinks: Windows makes them with a right that few users have, wine none. */
import { join } from "node:path";
import { ignoreWithout } from "./programs.ts";

const hasSymlinks = await canSymlink("file");

/** Whether `deno install` can link packages: Windows has junctions, wine none. */
export const hasJunctions: boolean = await canSymlink("junction");

/** A test that is ignored, and says so in its name, where no symlink can be made. */
export function ignoreWithoutSymlinks(
  test: Deno.TestDefinition,
): Deno.TestDefinition {
  return ignoreWithout("symlinks", test, hasSymlinks);
}

async function canSymlink(type: "file" | "junction"): Promise<boolean> {
  if (Deno.build.os !== "windows") return true;
  const directory = await Deno.realPath(await Deno.makeTempDir());
  const target = join(directory, "target");
  const link = join(directory, "link");
  try {
    if (type === "file") await Deno.writeTextFile(target, "");
    else await Deno.mkdir(target);
    await Deno.symlink(type === "file" ? "target" : target, link, { type });
    return await Deno.realPath(link) === target;
  } catch {
    return false;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
