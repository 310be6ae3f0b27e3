import { programName, type Target, TARGET_NAMES, TARGETS } from "../targets.ts";
import type { Documents } from "./documents.ts";
import {
  DESCRIPTION,
  HOMEPAGE,
  KEYWORDS,
  MCP_NAME,
  npmPackage,
  REPOSITORY,
  VERSION,
} from "./names.ts";
import { type Entry, tarGz } from "./tar.ts";

const LAUNCHER = new URL("npm_launcher.js", import.meta.url);

const COMMON = {
  version: VERSION,
  license: "MIT",
  homepage: HOMEPAGE,
  repository: {
    type: "git",
    url: `git+https://github.com/${REPOSITORY}.git`,
  },
};

/** Makes the npm package `updsts`, which installs the executable of its platform. */
export async function npmMain(
  { readme, license, manPage }: Documents,
  level: number,
): Promise<Uint8Array> {
  const manifest = {
    name: "updsts",
    description: DESCRIPTION,
    keywords: KEYWORDS,
    ...COMMON,
    mcpName: MCP_NAME,
    type: "module",
    bin: { updsts: "bin/updsts.js" },
    man: ["updsts.1"],
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(
      TARGET_NAMES.map((target) => [npmPackage(target), VERSION]),
    ),
  };
  const launcher = await Deno.readTextFile(LAUNCHER);
  return await tarball(manifest, [
    { path: "bin/updsts.js", content: launcher, isProgram: true },
    { path: "README.md", content: readme },
    { path: "LICENSE", content: license },
    { path: "updsts.1", content: manPage },
  ], level);
}

/** Makes the npm package that has the executable of one platform. */
export async function npmPlatform(
  target: Target,
  executable: Uint8Array,
  { license }: Documents,
  level: number,
): Promise<Uint8Array> {
  const { os, cpu } = TARGETS[target];
  const name = npmPackage(target);
  const manifest = {
    name,
    description: `The executable of updsts for ${os} on ${cpu}`,
    ...COMMON,
    os: [os],
    // Windows on ARM runs executables for x64.
    cpu: os === "win32" ? [cpu, "arm64"] : [cpu],
    ...(os === "linux" ? { libc: ["glibc"] } : {}),
    // Yarn must not leave the executable inside an archive.
    preferUnplugged: true,
  };
  const path = `bin/${programName(target)}`;
  return await tarball(manifest, [
    { path, content: executable, isProgram: true },
    {
      path: "README.md",
      content: `The executable of [updsts](${HOMEPAGE}): install \`updsts\`.\n`,
    },
    { path: "LICENSE", content: license },
  ], level);
}

async function tarball(
  manifest: unknown,
  entries: readonly Entry[],
  level: number,
): Promise<Uint8Array> {
  const content = `${JSON.stringify(manifest, null, 2)}\n`;
  const all = [{ path: "package.json", content }, ...entries];
  return await tarGz(
    all.map((entry) => ({ ...entry, path: `package/${entry.path}` })),
    level,
  );
}
