import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { bundle, type BundleOptions } from "../../scripts/bundle.ts";
import { compile } from "../../scripts/compile.ts";
import { executable as given } from "../support/updsts.ts";

const NAME = Deno.build.os === "windows" ? "updsts.exe" : "updsts";

/**
 * The executable that the test files of this run share: `UPDSTS_EXECUTABLE`,
 * or one that the first of them makes.
 *
 * @returns Nothing, said aloud, where there is no denort to make one from.
 */
export async function sharedExecutable(): Promise<string | undefined> {
  if (given !== undefined) return given;
  const folder = join(tmpdir(), `updsts-test-${process.pid}`);
  const user = join(folder, `user-${crypto.randomUUID()}`);
  using _lock = lockBuild();
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await Deno.writeTextFile(user, "");
  globalThis.addEventListener("unload", () => {
    using _lock = lockBuild();
    Deno.removeSync(user);
    const isUsed = [...Deno.readDirSync(folder)]
      .some(({ name }) => name.startsWith("user-"));
    if (!isUsed) Deno.removeSync(folder, { recursive: true });
  });
  const path = join(folder, NAME);
  const isMade = await Deno.stat(path).then(() => true, () => false);
  return isMade ? path : await build(folder, {});
}

/** Test files run in threads of one process; each build waits for the others. */
function lockBuild(): Deno.FsFile {
  const file = Deno.openSync(new URL("build.lock", import.meta.url));
  file.lockSync(true);
  return file;
}

/**
 * Makes an executable for the tests of one file.
 *
 * @returns Nothing, said aloud, where there is no denort to make one from.
 */
export async function buildExecutable(
  options: BundleOptions,
): Promise<string | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "updsts" });
  globalThis.addEventListener("unload", () => {
    Deno.removeSync(folder, { recursive: true });
  });
  return await build(folder, options);
}

async function build(
  folder: string,
  options: BundleOptions,
): Promise<string | undefined> {
  const parts = join(folder, "bundle");
  const path = join(folder, NAME);
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
