/**
 * Makes all files of a release in dist/release: `deno task release`. With
 * `--target TARGET` only those of one system.
 *
 * The denort of each system is downloaded, or comes from DENORT_DIR; see
 * compile.ts. With GITHUB_REPOSITORY, which workflows set, it refuses to make the
 * release of another repository, or one with placeholders as names.
 */
import { hash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.ts";
import { compile } from "./compile.ts";
import { archive } from "./release/archive.ts";
import { deb, debName } from "./release/deb.ts";
import { type Documents, readDocuments } from "./release/documents.ts";
import { mcpb, serverJson } from "./release/mcp.ts";
import {
  archiveName,
  checkNames,
  DOWNLOADS,
  executableName,
  mcpbName,
  npmPackage,
  VERSION,
} from "./release/names.ts";
import { npmMain, npmPlatform } from "./release/npm.ts";
import { packageManagers } from "./release/package_managers.ts";
import { type Lock, sbom } from "./release/sbom.ts";
import { printLine, runScript } from "./run_script.ts";
import { type Target, TARGET_NAMES, targetOption } from "./targets.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The directory of a release, and the checksum of each file in it. */
class Release {
  readonly checksums = new Map<string, string>();
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async write(name: string, content: Uint8Array | string): Promise<void> {
    const path = join(this.#directory, name);
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    this.checksums.set(name, hash("sha256", content));
  }
}

export interface ReleaseOptions {
  /** Where to write the files; the directory must exist. */
  readonly directory: string;
  readonly executables: ReadonlyMap<Target, string>;
  /** The version of the Deno that compiled them. */
  readonly denoVersion: string;
  /** How much to compress, 0 to 9. */
  readonly level: number;
}

/**
 * Makes the files of a release. Those that name the files of all systems are
 * made only if there is an executable for each.
 *
 * @returns Their names.
 */
export async function makeRelease(
  { directory, executables, denoVersion, level }: ReleaseOptions,
): Promise<string[]> {
  const release = new Release(directory);
  const documents = await readDocuments();
  for (const [target, path] of executables) {
    await addTarget(release, target, path, documents, level);
  }
  await release.write(
    `updsts-${VERSION}.tgz`,
    await npmMain(documents, level),
  );
  await release.write("install.sh", await installScript());
  const lock = await Deno.readTextFile(join(root, "deno.lock"));
  await release.write(
    `updsts-${VERSION}.cdx.json`,
    sbom(JSON.parse(lock) as Lock, denoVersion),
  );
  if (executables.size === TARGET_NAMES.length) {
    const files = packageManagers(release.checksums);
    for (const [name, text] of Object.entries(files)) {
      await release.write(name, text);
    }
    await release.write("server.json", serverJson(release.checksums));
  }
  const names = [...release.checksums.keys()];
  const lines = [...release.checksums].map(([name, sum]) =>
    `${sum}  ${name}\n`
  );
  await Deno.writeTextFile(join(directory, "SHA256SUMS"), lines.join(""));
  return [...names, "SHA256SUMS"];
}

async function addTarget(
  release: Release,
  target: Target,
  path: string,
  documents: Documents,
  level: number,
): Promise<void> {
  const executable = await Deno.readFile(path);
  await release.write(executableName(target), executable);
  await release.write(
    archiveName(target),
    await archive(target, executable, documents, level),
  );
  await release.write(mcpbName(target), await mcpb(target, executable, level));
  await release.write(
    `${npmPackage(target)}-${VERSION}.tgz`,
    await npmPlatform(target, executable, documents, level),
  );
  const name = debName(target);
  if (name === undefined) return;
  await release.write(name, await deb(target, executable, documents, level));
}

/** The script with the place and the version of this release as its defaults. */
async function installScript(): Promise<string> {
  const text = await Deno.readTextFile(join(root, "scripts/install.sh"));
  return text
    .replace(/(?<=UPDSTS_RELEASES):\?[^}]*/, `:-${DOWNLOADS}`)
    .replace(/(?<=UPDSTS_VERSION):\?[^}]*/, `:-${VERSION}`);
}

/** The version of the Deno that compiles. */
async function compilerVersion(): Promise<string> {
  const deno = Deno.env.get("DENO_FOR_COMPILE");
  if (deno === undefined) return Deno.version.deno;
  const { stdout } = await new Deno.Command(deno, { args: ["--version"] })
    .output();
  return /^deno (\S+)/.exec(new TextDecoder().decode(stdout))![1]!;
}

/** Compiles for the systems of the arguments, and makes their release. */
async function main(): Promise<string[]> {
  const target = targetOption(Deno.args);
  const warning = checkNames(Deno.env.get("GITHUB_REPOSITORY"));
  if (warning) printLine(`release: warning: ${warning}`);
  const directory = join(root, "dist/release");
  await Deno.remove(directory, { recursive: true }).catch(() => {});
  await Deno.mkdir(directory, { recursive: true });
  const parts = join(root, "dist/bundle");
  const files = await bundle(parts);
  const executables = new Map<Target, string>();
  for (const each of target === undefined ? TARGET_NAMES : [target]) {
    const path = join(directory, executableName(each));
    await compile(parts, files, path, each);
    executables.set(each, path);
  }
  const denoVersion = await compilerVersion();
  const options = { directory, executables, denoVersion, level: 9 };
  return (await makeRelease(options)).map((name) =>
    `made dist/release/${name}`
  );
}

if (import.meta.main) await runScript("release", main);
