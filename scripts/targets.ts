import { parseArgs } from "node:util";

/**
 * The systems of a release: Rust's names for them are those of `deno compile`;
 * `os` and `cpu` are Node's names, which npm, denort and MCP clients use.
 */
export const TARGETS = {
  "x86_64-unknown-linux-gnu": { os: "linux", cpu: "x64" },
  "aarch64-unknown-linux-gnu": { os: "linux", cpu: "arm64" },
  "x86_64-pc-windows-msvc": { os: "win32", cpu: "x64" },
  "x86_64-apple-darwin": { os: "darwin", cpu: "x64" },
  "aarch64-apple-darwin": { os: "darwin", cpu: "arm64" },
} as const;

export type Target = keyof typeof TARGETS;

export const TARGET_NAMES = Object.keys(TARGETS) as Target[];

export function isTarget(name: string): name is Target {
  return name in TARGETS;
}

/** The target that the arguments of a script name, if any: `--target TARGET`. */
export function targetOption(args: string[]): Target | undefined {
  const options = { target: { type: "string" } } as const;
  const { values: { target: name } } = parseArgs({ args, options });
  if (name === undefined || isTarget(name)) return name;
  throw new Error(`the targets are ${TARGET_NAMES.join(", ")}`);
}

/** The file name of the program on a system. */
export function programName(target: string): string {
  return target.includes("windows") ? "updsts.exe" : "updsts";
}

/** The file name of the bare runtime for a target, in DENORT_DIR. */
export function denortName(target: Target): string {
  const { os, cpu } = TARGETS[target];
  return `denort-${os}-${cpu}`;
}
