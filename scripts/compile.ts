/**
 * Makes the executable.
 *
 * - `deno task compile` makes dist/updsts for this machine.
 * - `deno task compile --target TARGET` makes the files of a release for one
 *   system, `--all` those for all, with their sums in dist/SHA256SUMS.
 *
 * `deno compile` joins the program to denort, the bare runtime, which it
 * downloads; DENORT_BIN names one that is there already. DENO_FOR_COMPILE
 * names the Deno that compiles, where it is not the one that runs this.
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  AMBIENT,
  ENVIRONMENT,
  PROXY_VARIABLES,
  SYSTEM,
} from "../src/permissions.ts";
import { VERSION } from "../src/version.ts";
import { bundle } from "./bundle.ts";
import { pack, writeSums } from "./pack.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/** The systems that `deno compile` knows. */
const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-pc-windows-msvc",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
] as const;

/** One of them. */
export type Target = typeof TARGETS[number];

/**
 * What the first thread may do: it has to be able to grant any user's folder
 * and any user's endpoint. src/native/grants.ts says what is granted. It can
 * start no process and load no library, so nothing of the program can.
 */
const FLAGS = [
  "--allow-read",
  "--allow-write",
  "--allow-net",
  `--allow-env=${[...ENVIRONMENT, ...PROXY_VARIABLES, ...AMBIENT].join(",")}`,
  `--allow-sys=${SYSTEM.join(",")}`,
  "--no-prompt",
  // Else each run would read compiled code from the shared temporary folder.
  "--no-code-cache",
  `--v8-flags=${[
    // No eval(): what could not be seen when the program was built can't run.
    "--disallow-code-generation-from-strings",
    // In MB: a run is over before it pays to tidy up what it has made.
    "--min-semi-space-size=64",
    "--max-semi-space-size=64",
    // Nor to make machine code of what runs once.
    "--no-sparkplug",
  ]}`,
  "--unstable-worker-options",
];

/**
 * Compiles a bundle.
 *
 * @param folder The bundle's folder.
 * @param files The names of its files.
 * @param output The executable to write.
 * @param target For which system, if not this one.
 */
export async function compile(
  folder: string,
  files: readonly string[],
  output: string,
  target?: Target,
): Promise<void> {
  refuseForeign(target);
  refuseOddRuntime();
  const deno = Deno.env.get("DENO_FOR_COMPILE") ?? Deno.execPath();
  // Not over a good one, and not half.
  const workshop = `${output}.unfinished`;
  const unfinished = join(workshop, basename(output));
  const { success, stderr } = await new Deno.Command(deno, {
    args: [
      ...["compile", "--quiet", "--no-check", "--no-config", "--no-lock"],
      ...FLAGS,
      ...files.flatMap((file) => ["--include", join(folder, file)]),
      ...(target === undefined ? [] : ["--target", target]),
      ...["--output", unfinished, join(folder, "launch.js")],
    ],
  }).output();
  if (success) await Deno.rename(unfinished, output);
  await Deno.remove(workshop, { recursive: true }).catch(() => {});
  if (success) return;
  const [why = ""] = new TextDecoder().decode(stderr).split(
    "\nStack backtrace",
  );
  const [url] = /https:\/\/\S*denort[^\s)]*/.exec(why) ?? [];
  throw new Error(
    url
      ? `cannot download ${url}: give DENORT_BIN the path of the denort in it`
      : why,
  );
}

/** What is no runtime would be taken for one all the same. */
function refuseOddRuntime(): void {
  const path = Deno.env.get("DENORT_BIN");
  if (!path) return;
  try {
    if (Deno.statSync(path).size > 10_000_000) return;
  } catch {
    // There is no such file.
  }
  throw new Error("DENORT_BIN does not name a denort, which has some 90 MB");
}

/** The one that DENORT_BIN names would be taken for every system. */
function refuseForeign(target: Target | undefined): void {
  if (!target || target === Deno.build.target) return;
  if (!Deno.env.get("DENORT_BIN")) return;
  throw new Error(
    `DENORT_BIN is for this machine (${Deno.build.target}), not for ${target}: unset it`,
  );
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
  const folder = join(dist, "bundle");
  const files = await bundle(folder);
  if (!target && !all) {
    const name = Deno.build.os === "windows" ? "updsts.exe" : "updsts";
    await compile(folder, files, join(dist, name));
    return [name];
  }
  const made: string[] = [];
  for (const each of target ? [target] : TARGETS) {
    const suffix = each.includes("windows") ? ".exe" : "";
    const name = `updsts-${VERSION}-${each}${suffix}`;
    await compile(folder, files, join(dist, name), each);
    made.push(name, ...await pack(dist, name, each));
  }
  await writeSums(dist, made);
  return [...made, "SHA256SUMS"];
}

function isTarget(text: string): text is Target {
  return (TARGETS as readonly string[]).includes(text);
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
