/**
 * Makes the executable.
 *
 * - `deno task compile` makes dist/updsts for this machine.
 * - `deno task compile --target TARGET` makes the files of a release for one
 *   system, `--all` those for all, with their checksums in dist/SHA256SUMS.
 *
 * `deno compile` joins the program to denort, the bare runtime, which it
 * downloads. Where it cannot, DENORT_BIN names the denort of this machine, and
 * DENORT_DIR a directory of those of all systems, such as denort-linux-x64.
 * DENO_FOR_COMPILE names the Deno that compiles, if it is not the one that
 * runs this.
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bakedPermissions } from "../src/executable/baked.ts";
import { VERSION } from "../src/version.ts";
import { bundle } from "./bundle.ts";
import { pack, writeSums } from "./pack.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/** The systems that `deno compile` knows, and what DENORT_DIR calls them. */
const SYSTEMS = {
  "x86_64-unknown-linux-gnu": "linux-x64",
  "aarch64-unknown-linux-gnu": "linux-arm64",
  "x86_64-pc-windows-msvc": "win32-x64",
  "x86_64-apple-darwin": "darwin-x64",
  "aarch64-apple-darwin": "darwin-arm64",
};

/** A system to compile for. */
export type Target = keyof typeof SYSTEMS;

const TARGETS = Object.keys(SYSTEMS) as Target[];

/**
 * The flags of `deno compile`. The permissions are those that the executable
 * has until src/executable/narrow.ts drops what the run does not need. It can
 * never start a process or load a library.
 *
 * @param target For which system, if not this one.
 */
export function compileFlags(target: string = Deno.build.target): string[] {
  const os = target.includes("windows") ? "windows" : "unix";
  return [
    ...Object.entries(bakedPermissions(os))
      .map(([name, list]) => `--allow-${name}=${list}`),
    "--no-prompt",
    // Else each run would read compiled code from the shared temporary directory.
    "--no-code-cache",
    `--v8-flags=${[
      // No eval(): code that the build could not see cannot run.
      "--disallow-code-generation-from-strings",
      // In MB: a run ends before garbage collection pays.
      "--min-semi-space-size=64",
      "--max-semi-space-size=64",
      // Nor does machine code for what runs once.
      "--no-sparkplug",
    ]}`,
  ];
}

/**
 * Compiles a bundle.
 *
 * @param directory The bundle's directory.
 * @param files The names of its files.
 * @param output The executable to write.
 * @param target For which system, if not this one.
 */
export async function compile(
  directory: string,
  files: readonly string[],
  output: string,
  target?: Target,
): Promise<void> {
  const denort = await findDenort(target);
  const deno = Deno.env.get("DENO_FOR_COMPILE") ?? Deno.execPath();
  // Not over a good one, and not half.
  const workshop = `${output}.unfinished`;
  const unfinished = join(workshop, basename(output));
  const { success, stderr } = await new Deno.Command(deno, {
    args: [
      ...["compile", "--quiet", "--no-check", "--no-config", "--no-lock"],
      ...compileFlags(target),
      ...files.flatMap((file) => ["--include", join(directory, file)]),
      ...(target === undefined ? [] : ["--target", target]),
      ...["--output", unfinished, join(directory, "launch.js")],
    ],
    env: denort === undefined ? {} : { DENORT_BIN: denort },
  }).output();
  if (success) await Deno.rename(unfinished, output);
  await Deno.remove(workshop, { recursive: true }).catch(() => {});
  if (success) return;
  const [why = ""] = new TextDecoder().decode(stderr).split(
    "\nStack backtrace",
  );
  const [url] = /https:\/\/\S*denort[^\s)]*/.exec(why) ?? [];
  throw new Error(
    url ? `cannot download ${url}: set DENORT_BIN or DENORT_DIR` : why,
  );
}

/** The denort to compile with; nothing where it is to be downloaded. */
async function findDenort(
  target: string = Deno.build.target,
): Promise<string | undefined> {
  const isForeign = target !== Deno.build.target;
  const ownPath = Deno.env.get("DENORT_BIN");
  const directory = Deno.env.get("DENORT_DIR");
  const name = `denort-${SYSTEMS[target as Target]}`;
  const path = !isForeign && ownPath || directory && join(directory, name);
  if (!path && !ownPath) return undefined;
  if (!path) {
    throw new Error(
      `DENORT_BIN is for this machine (${Deno.build.target}), not for ${target}: set DENORT_DIR to a directory with ${name}, or unset DENORT_BIN`,
    );
  }
  // `deno compile` would take any file.
  const info = await Deno.stat(path).catch(() => undefined);
  if (info && info.size > 10_000_000) return path;
  throw new Error(`${path} is not a denort, which has some 90 MB`);
}

/** Makes what the arguments ask for, and names the files. */
async function main(args: string[]): Promise<string[]> {
  const { values: { target, all } } = parseArgs({
    args,
    options: { target: { type: "string" }, all: { type: "boolean" } },
  });
  if (target !== undefined && !isTarget(target)) {
    throw new Error(`the targets are ${TARGETS.join(", ")}`);
  }
  const directory = join(dist, "bundle");
  const files = await bundle(directory);
  if (!target && !all) {
    const name = Deno.build.os === "windows" ? "updsts.exe" : "updsts";
    await compile(directory, files, join(dist, name));
    return [name];
  }
  const made: string[] = [];
  for (const each of target ? [target] : TARGETS) {
    const suffix = each.includes("windows") ? ".exe" : "";
    const name = `updsts-${VERSION}-${each}${suffix}`;
    await compile(directory, files, join(dist, name), each);
    made.push(name, ...await pack(dist, name, each));
  }
  await writeSums(dist, made);
  return [...made, "SHA256SUMS"];
}

function isTarget(text: string): text is Target {
  return text in SYSTEMS;
}

if (import.meta.main) {
  const say = (text: string) =>
    Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
  try {
    for (const name of await main(Deno.args)) say(`made dist/${name}`);
  } catch (error) {
    say(`compile: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
