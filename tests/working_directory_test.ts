import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import {
  denoOfUsers,
  documentedFlags,
  executable,
  makeHome,
  updstsEnv,
} from "./support/updsts.ts";
import { hasRegistryMetadata } from "./support/registry_metadata.ts";
import { ignoreWithout } from "./support/programs.ts";

const ROOT = new URL("../", import.meta.url);
/** A package that `list` loads for a name beyond ASCII. */
const PACKAGE = "string-width";
const CONFIG: {
  name: string;
  version: string;
  imports: Record<string, string>;
} = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
const { imports } = CONFIG;
const SPECIFIER = imports[PACKAGE]!;

/** Has the package's export, and says that it runs. */
const EVIL = [
  'Deno.stderr.writeSync(new TextEncoder().encode("evil\\n"));',
  "export default (text) => text.length;",
].join("\n");
const PACKAGE_JSON = {
  name: PACKAGE,
  version: SPECIFIER.replace(/.*\^/, ""),
  type: "module",
  exports: "./index.js",
};
const evilPackage = (directory: string) => ({
  [`${directory}/package.json`]: PACKAGE_JSON,
  [`${directory}/index.js`]: EVIL,
});
const dependencies = { [PACKAGE]: PACKAGE_JSON.version };

/** The files of working directories that replace a dependency. */
const DIRECTORIES: Record<string, Record<string, unknown>> = {
  "imports of deno.json": {
    "deno.json": { imports: { [SPECIFIER]: "./evil.js" } },
    "evil.js": EVIL,
  },
  "imports of deno.jsonc": {
    "deno.jsonc": { imports: { [SPECIFIER]: "./evil.js" } },
    "evil.js": EVIL,
  },
  "an import map": {
    "deno.json": { importMap: "./map.json" },
    "map.json": { imports: { [SPECIFIER]: "./evil.js" } },
    "evil.js": EVIL,
  },
  "links of deno.json": {
    "deno.json": { links: ["./evil"], nodeModulesDir: "auto" },
    ...evilPackage("evil"),
  },
  "a workspace of deno.json": {
    "deno.json": { workspace: ["./evil"] },
    ...evilPackage("evil"),
  },
  "workspaces of package.json": {
    "package.json": { workspaces: ["./evil"] },
    ...evilPackage("evil"),
  },
  "package.json and node_modules": {
    "package.json": { dependencies },
    ...evilPackage(`node_modules/${PACKAGE}`),
  },
  "package.json that names a file": {
    "package.json": { dependencies: { [PACKAGE]: "file:./evil" } },
    ...evilPackage("evil"),
    ...evilPackage(`node_modules/${PACKAGE}`),
  },
  "deno.json and node_modules": {
    "deno.json": { nodeModulesDir: "manual" },
    "package.json": { dependencies },
    ...evilPackage(`node_modules/${PACKAGE}`),
  },
};

/** A JSR with this module in it, whose imports are written out as there. */
async function serveJsr(): Promise<Deno.HttpServer<Deno.NetAddr>> {
  const { name, version } = CONFIG;
  const files = new Map<string, string>();
  for await (const path of sources()) {
    const text = await Deno.readTextFile(new URL(path, ROOT));
    const published = text.replace(
      /(\bfrom |\bimport\(?)"((?:@[\w-]+\/)?[\w-]+)([\w/-]*)"/g,
      (all, before, name, subpath) =>
        name in imports ? `${before}"${imports[name]}${subpath}"` : all,
    );
    files.set(`/${path}`, published);
  }
  const manifest: Record<string, unknown> = {};
  for (const [path, text] of files) {
    const bytes = new TextEncoder().encode(text);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const checksum = `sha256-${hash.toHex()}`;
    manifest[path] = { size: bytes.length, checksum };
  }
  const metadata: Record<string, unknown> = {
    "meta.json": { latest: version, versions: { [version]: {} } },
    [`${version}_meta.json`]: { manifest, exports: { ".": "./mod.ts" } },
  };
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    ({ url }) => {
      const path = new URL(url).pathname.slice(`/${name}/`.length);
      const text = files.get(path.slice(version.length));
      return path in metadata
        ? Response.json(metadata[path])
        : new Response(text ?? null, {
          status: text === undefined ? 404 : 200,
        });
    },
  );
}

/** The module's own files. */
async function* sources(directory = "src/"): AsyncGenerator<string> {
  if (directory === "src/") yield "mod.ts";
  for await (
    const { name, isDirectory } of Deno.readDir(new URL(directory, ROOT))
  ) {
    if (isDirectory) yield* sources(`${directory}${name}/`);
    else yield `${directory}${name}`;
  }
}

async function writeFiles(
  directory: string,
  files: Record<string, unknown>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    const text = typeof content === "string"
      ? content
      : JSON.stringify(content);
    await Deno.writeTextFile(path, text);
  }
}

/** Runs Deno in a directory, with a cache that has the packages. */
async function runIn(
  cwd: string,
  home: string,
  args: string[],
  more: Record<string, string> = {},
): Promise<string> {
  const env = updstsEnv({ home, env: more });
  const cache = join(home, "cache");
  await Deno.mkdir(cache, { recursive: true });
  await Deno.symlink(join(env["DENO_DIR"]!, "npm"), join(cache, "npm"))
    .catch(() => {});
  const { stdout, stderr } = await new Deno.Command(denoOfUsers(), {
    args,
    cwd,
    clearEnv: true,
    env: { ...env, DENO_DIR: cache },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}

/** The run needs the packages of the cache, by a symlink. */
const canRunFromJsr = executable === undefined &&
  Deno.build.os !== "windows" && await hasRegistryMetadata();

Deno.test(ignoreWithout("the npm registry's metadata and symlinks", {
  name: "no working directory replaces a dependency of the module",
  async fn() {
    await using home = await makeHome("[日本]\n");
    await using server = await serveJsr();
    const run = (cwd: string, flags: string[]) =>
      runIn(
        cwd,
        home.path,
        [
          "run",
          "--quiet",
          ...flags,
          `jsr:${CONFIG.name}@${CONFIG.version}`,
          "list",
        ],
        { JSR_URL: `http://127.0.0.1:${server.addr.port}/` },
      );
    const flags = documentedFlags({ home: home.path });
    const others = flags.filter((flag) => flag !== "--no-config");
    for (const [name, files] of Object.entries(DIRECTORIES)) {
      const directory = join(home.path, name);
      await writeFiles(directory, files);
      assert.match(await run(directory, flags), /^PROFILE (?![^]*evil)/, name);
      // Older versions of Deno follow fewer of them.
      if (denoOfUsers() !== Deno.execPath()) continue;
      assert.match(await run(directory, others), /^evil$/m, name);
    }
  },
}, canRunFromJsr));

Deno.test(ignoreWithout("the npm registry's metadata and symlinks", {
  name: "the command of mcp config has --no-config for the module of JSR",
  async fn() {
    await using home = await makeHome("[default]\n");
    await using server = await serveJsr();
    const stdout = await runIn(home.path, home.path, [
      ...["run", "--quiet"],
      ...documentedFlags({ home: home.path }),
      `jsr:${CONFIG.name}@${CONFIG.version}`,
      ...["mcp", "config", "cursor", "--json"],
    ], { JSR_URL: `http://127.0.0.1:${server.addr.port}/` });
    const { args } = JSON.parse(stdout) as { args: string[] };
    assert.ok(args.slice(0, args.indexOf("mcp")).includes("--no-config"));
  },
}, canRunFromJsr));
