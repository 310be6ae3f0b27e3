import { join } from "node:path";
import { fileURLToPath } from "node:url";
import process from "node:process";

/** What a run of updsts ended with. */
export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** How updsts is run. */
export interface RunOptions {
  /** The home directory; `.aws` in it is all that may be read and written. */
  home: string;
  env?: Record<string, string>;
  stdin?: string;
  /** Hosts of the test, in place of the documented ones. */
  net?: string[];
  /** More directories to read and write, as a user would grant them. */
  directories?: string[];
  /** Also the variables that the page names for `doctor`. */
  forDoctor?: boolean;
}

const ROOT = new URL("../../", import.meta.url);
const MODULE = fileURLToPath(new URL("mod.ts", ROOT));

/** In place of `--no-config`, which a published module alone can do with. */
const CHECKOUT = [
  `--config=${fileURLToPath(new URL("deno.json", ROOT))}`,
  "--frozen",
];

/** The flags of `deno run` in docs/permissions.md, for a home directory. */
export function documentedFlags(
  { home, net, directories, forDoctor }: RunOptions,
): string[] {
  const page = Deno.readTextFileSync(new URL("docs/permissions.md", ROOT));
  const block = /```sh\ndeno run (--no-config[^`]*?) \\\n\s*jsr:@x\/updsts/
    .exec(page)?.[1];
  if (block === undefined) {
    throw new Error("docs/permissions.md has no deno run flags");
  }
  const [ambient] = /AWS_PROFILE,[A-Z_,]+/.exec(page)!;
  return block.split(/[\s\\]+/).filter((flag) => flag !== "").map(
    (flag) => {
      const plain = flag.replaceAll('"', "").replaceAll("$HOME", home);
      if (net && plain.startsWith("--allow-net")) return `--allow-net=${net}`;
      if (forDoctor && plain.startsWith("--allow-env")) {
        return `${plain},${ambient}`;
      }
      const isDirectory = /^--allow-(read|write)=/.test(plain);
      return isDirectory && directories ? `${plain},${directories}` : plain;
    },
  );
}

/** The executable to test in place of the source, where there is one. */
export const executable: string | undefined = process.env.UPDSTS_EXECUTABLE ||
  undefined;

/** The command line of updsts from source, with the documented flags. */
export function updstsCommand(args: string[], options: RunOptions): string[] {
  if (executable !== undefined) return [executable, ...args];
  return [
    denoOfUsers(),
    "run",
    "--quiet",
    ...documentedFlags(options)
      .flatMap((flag) => flag === "--no-config" ? CHECKOUT : flag),
    MODULE,
    ...args,
  ];
}

/** Without it no program on Windows reaches the network. */
export const SYSTEM_ENV: Record<string, string> = process.env.SystemRoot
  ? { SystemRoot: process.env.SystemRoot }
  : {};

/** The variables that name the home directory. */
export function homeEnv(home: string): Record<string, string> {
  const isWindows = Deno.build.os === "windows";
  return { HOME: home, ...isWindows ? { USERPROFILE: home } : {} };
}

/** The environment of a run: nothing but what is given, and Deno's own cache. */
export function updstsEnv(
  { home, env }: RunOptions,
): Record<string, string> {
  return {
    ...SYSTEM_ENV,
    ...homeEnv(home),
    DENO_DIR: denoDir(),
    // Deno itself would ask a host of its own through the proxy of the test.
    DENO_NO_UPDATE_CHECK: "1",
    TZ: "UTC",
    ...env,
  };
}

/** Starts updsts as a process of its own. */
export function spawnUpdsts(
  args: string[],
  options: RunOptions,
  stderr: "piped" | "null" = "piped",
): Deno.ChildProcess {
  const [command, ...rest] = updstsCommand(args, options);
  return new Deno.Command(command!, {
    args: rest,
    clearEnv: true,
    env: updstsEnv(options),
    // Not the checkout: nothing of it may be needed.
    cwd: options.home,
    stdin: "piped",
    stdout: "piped",
    stderr,
  }).spawn();
}

/** Runs updsts to its end. */
export async function runUpdsts(
  args: string[],
  options: RunOptions,
): Promise<Outcome> {
  const child = spawnUpdsts(args, options);
  const writer = child.stdin.getWriter();
  if (options.stdin !== undefined) {
    await writer.write(new TextEncoder().encode(options.stdin)).catch(() => {});
  }
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return {
    status: code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/** A temporary home directory with a credentials file. */
export interface Home extends AsyncDisposable {
  path: string;
  credentials: string;
  read(): Promise<string>;
  /** The names in `.aws`, without the locks that stay there. */
  names(): Promise<string[]>;
}

const LOCK = /^\.credentials\.updsts-(lock|refresh)$/;

/** Makes a temporary home directory with a credentials file. */
export async function makeHome(text: string | Uint8Array): Promise<Home> {
  const path = await Deno.realPath(
    await Deno.makeTempDir({ prefix: "updsts" }),
  );
  const directory = join(path, ".aws");
  const credentials = join(directory, "credentials");
  await Deno.mkdir(directory);
  const bytes = typeof text === "string"
    ? new TextEncoder().encode(text)
    : text;
  await Deno.writeFile(credentials, bytes, { mode: 0o600 });
  await age(credentials);
  return {
    path,
    credentials,
    read: () => Deno.readTextFile(credentials),
    async names() {
      const names = await Array.fromAsync(Deno.readDir(directory));
      return names.map(({ name }) => name)
        .filter((name) => !LOCK.test(name)).sort();
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/**
 * Writes a file that updsts reads at once: one that has just changed it reads
 * again until it no longer changes.
 */
export async function writeSettled(
  path: string,
  text: string,
  options?: Deno.WriteFileOptions,
): Promise<void> {
  await Deno.writeTextFile(path, text, options);
  await age(path);
}

/** Makes the file's times old, so that it does not look recently written. */
export async function age(path: string): Promise<void> {
  const aMinuteAgo = new Date(Date.now() - 60_000);
  await Deno.utime(path, aMinuteAgo, aMinuteAgo);
}

/** The Deno that runs updsts; `UPDSTS_DENO` names another than the tests' own. */
export function denoOfUsers(): string {
  return process.env.UPDSTS_DENO || Deno.execPath();
}

let cache: string | undefined;

function denoDir(): string {
  cache ??= process.env.DENO_DIR || askDenoDir();
  return cache;
}

function askDenoDir(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}
