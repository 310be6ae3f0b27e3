import { join } from "node:path";
import process from "node:process";
import { bundle, type BundleOptions } from "../../scripts/bundle.ts";
import { compile } from "../../scripts/compile.ts";

/**
 * Makes an executable for the tests of one file.
 *
 * @returns Nothing, said aloud, where there is no denort to make one from.
 */
export async function buildExecutable(
  options: BundleOptions = {},
): Promise<string | undefined> {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  globalThis.addEventListener("unload", () => {
    Deno.removeSync(directory, { recursive: true });
  });
  const parts = join(directory, "bundle");
  const name = Deno.build.os === "windows" ? "updsts.exe" : "updsts";
  const path = join(directory, name);
  const files = await bundle(parts, options);
  try {
    await compile(parts, files, path);
    return path;
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith("cannot download")) throw error;
    process.stderr.write(`skipped, no executable can be made: ${message}\n`);
    return undefined;
  }
}
