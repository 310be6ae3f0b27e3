import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import {
  bundle,
  type BundleOptions,
  installPackages,
} from "../../scripts/bundle.ts";
import { compile } from "../../scripts/compile.ts";
import { ignoreOnWindows, ignoreWithout } from "../support/programs.ts";
import { hasJunctions } from "../support/symlinks.ts";
import { executable as given } from "../support/updsts.ts";

const NAME = Deno.build.os === "windows" ? "updsts.exe" : "updsts";

/** Test files run in threads of one process, which share this directory. */
const SHARED = join(tmpdir(), `updsts-test-${process.pid}`);

/**
 * The executable that the test files of this run share: `UPDSTS_EXECUTABLE`,
 * or one that the first of them builds.
 *
 * @returns Nothing where there is no denort to build one with, or no packages.
 */
export async function sharedExecutable(): Promise<string | undefined> {
  if (given !== undefined) return given;
  const directory = useShared();
  using _lock = lockBuild();
  const path = join(directory, NAME);
  return isThere(path) ? path : await build(directory, {});
}

/** Builds an executable for the tests of one file. */
export async function buildExecutable(
  options: BundleOptions,
): Promise<string | undefined> {
  const directory = join(useShared(), crypto.randomUUID());
  return await build(directory, options);
}

const JUNCTIONS = "junctions for packages";

/** A test of a bundle: ignored, with the reason in its name, without packages. */
export function bundleTest(name: string, fn: () => Promise<void>): void {
  Deno.test(ignoreWithout(JUNCTIONS, { name, fn }, hasJunctions));
}

/**
 * A test of an executable: ignored, with the reason in its name, without one.
 *
 * @param onWindows What the test needs that Windows does not have, if anything.
 */
export function executableTest(
  executable: string | undefined,
  name: string,
  fn: () => Promise<void>,
  onWindows?: string,
): void {
  const missing = hasJunctions ? "denort" : JUNCTIONS;
  const test = ignoreWithout(missing, { name, fn }, executable !== undefined);
  Deno.test(onWindows ? ignoreOnWindows(onWindows, test) : test);
}

/** Bundles with the packages that the test files of this run share. */
export async function bundleShared(
  directory: string,
  options: BundleOptions,
): Promise<string[]> {
  return await bundle(directory, { ...options, packages: await packages() });
}

/** The packages of deno.lock, which the first test file that needs them installs. */
async function packages(): Promise<string> {
  const directory = join(useShared(), "packages");
  using _lock = lockPackages();
  if (!isThere(directory)) {
    const unfinished = `${directory}.unfinished`;
    await Deno.mkdir(unfinished, { recursive: true });
    await installPackages(unfinished);
    await Deno.rename(unfinished, directory);
  }
  return directory;
}

let isUsing = false;

/** The shared directory, which the last test file that uses it removes. */
function useShared(): string {
  if (isUsing) return SHARED;
  isUsing = true;
  const user = join(SHARED, `user-${crypto.randomUUID()}`);
  using _lock = lockPackages();
  Deno.mkdirSync(SHARED, { recursive: true, mode: 0o700 });
  Deno.writeTextFileSync(user, "");
  globalThis.addEventListener("unload", () => {
    using _lock = lockPackages();
    Deno.removeSync(user);
    const isUsed = [...Deno.readDirSync(SHARED)]
      .some(({ name }) => name.startsWith("user-"));
    if (!isUsed) Deno.removeSync(SHARED, { recursive: true });
  });
  return SHARED;
}

const lockBuild = () => lock("build.lock");
const lockPackages = () => lock("packages.lock");

function lock(name: string): Deno.FsFile {
  const file = Deno.openSync(new URL(name, import.meta.url));
  file.lockSync(true);
  return file;
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path) !== undefined;
  } catch {
    return false;
  }
}

async function build(
  directory: string,
  options: BundleOptions,
): Promise<string | undefined> {
  if (!hasJunctions) return undefined;
  const parts = join(directory, "bundle");
  const path = join(directory, NAME);
  const files = await bundleShared(parts, options);
  try {
    await compile(parts, files, path);
    return path;
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith("cannot download")) throw error;
    return undefined;
  }
}
