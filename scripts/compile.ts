/**
 * Makes the executable.
 *
 * - `deno task compile` makes dist/updsts for this machine.
 * - `deno task compile --target TARGET` makes dist/updsts-TARGET for another.
 *
 * `deno compile` joins the program to denort, the bare runtime, which it
 * downloads. Where it cannot, DENORT_BIN names the denort of this machine, and
 * DENORT_DIR a directory of those of all systems, such as denort-linux-x64.
 * DENO_FOR_COMPILE names the Deno that compiles, if it is not the one that
 * runs this.
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bakedPermissions } from "../src/executable/baked_permissions.ts";
import { bundle } from "./bundle.ts";
import { runScript } from "./run_script.ts";
import {
  denortName,
  programName,
  type Target,
  targetOption,
} from "./targets.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/**
 * The flags of `deno compile`. The permissions are those that the executable
 * has until src/executable/narrow.ts drops what the run does not need. It can
 * never start a process or load a library.
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

export async function compile(
  directory: string,
  files: readonly string[],
  output: string,
  target?: Target,
): Promise<void> {
  const denort = await findDenort(target);
  const deno = Deno.env.get("DENO_FOR_COMPILE") ?? Deno.execPath();
  // A failed compilation must not replace an earlier executable.
  const temporary = `${output}.unfinished`;
  const unfinished = join(temporary, basename(output));
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
  await Deno.remove(temporary, { recursive: true }).catch(() => {});
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
  target: Target = Deno.build.target as Target,
): Promise<string | undefined> {
  const isForeign = target !== Deno.build.target;
  const ownPath = Deno.env.get("DENORT_BIN");
  const directory = Deno.env.get("DENORT_DIR");
  const name = denortName(target);
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

async function main(): Promise<string[]> {
  const target = targetOption(Deno.args);
  const directory = join(dist, "bundle");
  const files = await bundle(directory);
  const name = target === undefined
    ? programName(Deno.build.target)
    : programName(target).replace("updsts", `updsts-${target}`);
  await compile(directory, files, join(dist, name), target);
  return [`made dist/${name}`];
}

if (import.meta.main) await runScript("compile", main);
