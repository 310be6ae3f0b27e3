import * as esbuild from "esbuild";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runDeno } from "./run_script.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The modules of the runtime that the program may import; none loads code. */
const BUILTINS =
  /^node:(async_hooks|console|crypto|fs|fs\/promises|http|os|path|stream|tty|zlib)$/;

/** The module that writes to the terminal; only the prompt may import it. */
const TTY = /^(node:)?tty$/;

const PROCESS = join(root, "scripts/process_without_loaders.js");

/** The replaced modules; each replacement gives its reason. */
const REPLACED = {
  "process": PROCESS,
  "node:process": PROCESS,
  "@aws-sdk/credential-provider-node": join(
    root,
    "scripts/no_credential_provider.js",
  ),
  "@smithy/node-http-handler": join(root, "scripts/fetch_in_place_of_http.js"),
  "@modelcontextprotocol/server/_shims": join(
    root,
    "scripts/mcp_without_eval.js",
  ),
};

/** The options of a bundle, for tests. */
export interface BundleOptions {
  /** Replacements of packages, by name. */
  readonly replace?: Readonly<Record<string, string>>;
  /** The directory of {@linkcode installPackages}, to bundle several times. */
  readonly packages?: string;
}

/**
 * Bundles the program for `deno compile`: `launch.js`, with the project's own
 * code only, and the chunks that are loaded after it has dropped permissions.
 *
 * @param directory The directory of the bundle; emptied first.
 * @returns The names of its files.
 */
export async function bundle(
  directory: string,
  options: BundleOptions = {},
): Promise<string[]> {
  await Deno.remove(directory, { recursive: true }).catch(() => {});
  // A separate directory: another process may be bundling at the same time.
  const packages = options.packages ??
    await Deno.makeTempDir({ prefix: "updsts" });
  try {
    if (packages !== options.packages) await installPackages(packages);
    const metafile = await build(directory, packages, options);
    refusePackages(metafile);
    await refuseLoading(metafile);
    return Object.keys(metafile.outputs).map((path) => basename(path));
  } finally {
    await esbuild.stop();
    if (packages !== options.packages) {
      await Deno.remove(packages, { recursive: true });
    }
  }
}

/** Installs the packages of deno.lock as bundlers look for them. */
export async function installPackages(packages: string): Promise<void> {
  for (const name of ["deno.json", "deno.lock"]) {
    await Deno.copyFile(join(root, name), join(packages, name));
  }
  const options = ["--quiet", "--frozen", "--node-modules-dir=auto"];
  await runDeno(["install", ...options], packages);
}

async function build(
  directory: string,
  packages: string,
  { replace = {} }: BundleOptions,
): Promise<esbuild.Metafile> {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["src/executable/launch.ts"],
    outdir: directory,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    target: "esnext",
    minify: true,
    legalComments: "none",
    nodePaths: [join(packages, "node_modules")],
    // Packages read variables of their own accord; here they find none.
    define: { "process.env": "{}" },
    plugins: [replacing({ ...REPLACED, ...replace }), leavingOutSchemas],
    metafile: true,
    logLevel: "error",
  });
  return metafile;
}

function replacing(replace: Readonly<Record<string, string>>): esbuild.Plugin {
  return {
    name: "replacing",
    setup({ onResolve }) {
      for (const [name, path] of Object.entries(replace)) {
        onResolve(
          { filter: new RegExp(`^${name}$`) },
          ({ importer }) => importer === path ? null : { path },
        );
      }
    },
  };
}

/**
 * The MCP SDK makes a schema of every message of the protocol when it is loaded,
 * and registers them all for programs that want to check one; this program does
 * not. Without the register, and with each schema marked as free of side effects,
 * those that the server does not use are left out of the bundle.
 */
const leavingOutSchemas: esbuild.Plugin = {
  name: "leaving out schemas",
  setup({ onLoad }) {
    const filter =
      /@modelcontextprotocol.(core|server).dist.(schemas|auth|src)-[^/\\]*\.mjs$/;
    onLoad({ filter }, async ({ path }) => {
      const text = await Deno.readTextFile(path);
      const contents = text
        .replace(
          /^const (\w+Schema) = ([^]*?);\n(?=\n*[a-z/])/gm,
          "const $1 = /* @__PURE__ */ (() => $2)();\n",
        )
        .replace(/^for \(const .*\) register\(.*\);$/gm, "");
      return { contents, loader: "js" };
    });
  },
};

/** The modules that are loaded before all permissions are dropped. */
const BEFORE_NARROWING = [
  "src/executable/launch.ts",
  "src/executable/second_step.ts",
  "src/executable/sts_grants.ts",
];

/** Code that runs before all permissions are dropped must be the project's own. */
function refusePackages({ outputs }: esbuild.Metafile): void {
  const loaded = Object.keys(outputs).filter((path) =>
    BEFORE_NARROWING.includes(outputs[path]!.entryPoint ?? "")
  );
  for (const path of loaded) {
    const { inputs, imports } = outputs[path]!;
    for (const input of Object.keys(inputs)) {
      if (
        /^((src|tests)\/|<define:)/.test(input) || join(root, input) === PROCESS
      ) {
        continue;
      }
      throw new Error(`${input} would run before permissions are dropped`);
    }
    loaded.push(
      ...imports
        .filter(({ kind, external }) => kind !== "dynamic-import" && !external)
        .map(({ path }) => path)
        .filter((path) => !loaded.includes(path)),
    );
  }
}

/** An executable's `import()` reads any file; see src/platform/remove_loaders.ts. */
async function refuseLoading(
  { inputs, outputs }: esbuild.Metafile,
): Promise<void> {
  for (const [path, { imports }] of Object.entries(inputs)) {
    if (path === "src/platform/terminal.ts") continue;
    if (imports.some(({ path }) => TTY.test(path))) {
      throw new Error(`${path} imports node:tty`);
    }
  }
  const parts = Object.keys(outputs).map((path) => `./${basename(path)}`);
  for (const [path, { imports }] of Object.entries(outputs)) {
    for (const { path: imported, external } of imports) {
      if (external && !BUILTINS.test(imported)) {
        throw new Error(`${relative(root, path)} imports ${imported}`);
      }
    }
    const text = await Deno.readTextFile(join(root, path));
    for (
      const [call, part] of text.matchAll(
        /\bimport(?:\.(?:source|defer))?\((?:"([^"]*)"\))?/g,
      )
    ) {
      if (!part || !(parts.includes(part) || BUILTINS.test(part))) {
        throw new Error(`${relative(root, path)} loads code: ${call}`);
      }
    }
  }
}
