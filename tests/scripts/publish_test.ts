/**
 * The module as `deno publish` sends it, run from a stand-in for JSR with the
 * README's flags.
 */
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MODULE } from "../../src/package_names.ts";
import { VERSION } from "../../src/version.ts";
import { ignoreWithout, isInstalled } from "../support/programs.ts";
import { hasRegistryMetadata } from "../support/registry_metadata.ts";
import { makeScene } from "../support/scene.ts";
import { denoOfUsers, documentedFlags, updstsEnv } from "../support/updsts.ts";
import { readFiles, unpackTar } from "./unpack_tar.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCOPE = MODULE.slice(1).split("/")[0];

/** A registry that takes one package and then serves it, as JSR does. */
class Registry implements AsyncDisposable {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #directory: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(directory: string) {
    this.#directory = directory;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => this.#answer(request),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method === "POST") {
      await this.#unpack(await request.bytes());
      return Response.json({ id: "1", status: "success", error: null });
    }
    if (pathname === `/api/scopes/${SCOPE}/packages/updsts`) {
      return Response.json({ scope: SCOPE, name: "updsts" });
    }
    if (pathname === `/${MODULE}/meta.json`) {
      const versions = { [VERSION]: {} };
      return Response.json({ scope: SCOPE, name: "updsts", versions });
    }
    if (pathname === `/${MODULE}/${VERSION}_meta.json`) return this.#meta();
    const file = this.files.get(pathname.replace(`/${MODULE}/${VERSION}`, ""));
    return file === undefined
      ? Response.json({ code: "notFound", message: "" }, { status: 404 })
      : new Response(file);
  }

  #meta(): Response {
    const manifest = Object.fromEntries(
      [...this.files].map(([path, bytes]) => [path, {
        size: bytes.length,
        checksum: `sha256-${hash("sha256", bytes)}`,
      }]),
    );
    return Response.json({ manifest, exports: { ".": "./mod.ts" } });
  }

  async #unpack(tarball: Uint8Array): Promise<void> {
    const path = join(this.#directory, "package.tar.gz");
    await Deno.writeFile(path, tarball);
    const directory = join(this.#directory, "package");
    await Deno.mkdir(directory);
    await unpackTar(path, directory);
    for (const [name, bytes] of await readFiles(directory)) {
      this.files.set(`/${name}`, bytes);
    }
  }
}

async function run(
  program: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    ...options,
    args,
  }).output();
  const decoder = new TextDecoder();
  assert.ok(success, decoder.decode(stderr));
  return decoder.decode(stdout);
}

Deno.test(ignoreWithout("tar and the npm registry", {
  name: "the published module",
  async fn(t) {
    await using scene = await makeScene();
    const directory = scene.home.path;
    await using registry = new Registry(directory);
    await run(denoOfUsers(), [
      ..."publish --quiet --allow-dirty --no-provenance --token t".split(" "),
    ], { cwd: ROOT, env: { JSR_URL: registry.url } });

    await t.step("has its own files and no test or script", () => {
      const names = [...registry.files.keys()];
      for (const name of ["/mod.ts", "/README.md", "/LICENSE", "/deno.json"]) {
        assert.ok(names.includes(name), name);
      }
      const others = names.filter((name) =>
        !/^\/((src|docs)\/.*|[^/]*\.(md|json)|mod\.ts|LICENSE)$/.test(name)
      );
      assert.deepEqual(others, []);
      // The executable alone starts there.
      assert.ok(!names.includes("/src/executable/launch.ts"));
    });

    // A cache of its own, in which only the npm packages are.
    const options = { home: directory, env: scene.env };
    const env = updstsEnv(options);
    const cache = join(directory, "cache");
    await Deno.mkdir(cache);
    await Deno.symlink(join(env.DENO_DIR!, "npm"), join(cache, "npm"), {
      type: "junction",
    });
    const updsts = (...args: string[]) =>
      run(denoOfUsers(), [
        "run",
        "--quiet",
        ...documentedFlags(options),
        `jsr:${MODULE}@${VERSION}`,
        ...args,
      ], {
        cwd: directory,
        clearEnv: true,
        env: { ...env, DENO_DIR: cache, JSR_URL: registry.url },
      });

    await t.step("gets a session with the README's flags", async () => {
      const code = scene.device.nextCode();
      assert.match(await updsts("--version"), RegExp(`^updsts ${VERSION}\n`));
      await updsts("get", "default", "-t", code);
      assert.match(await scene.home.read(), /^\[default_sts\]$/m);
      assert.match(await updsts("list"), /default_sts/);
    });
  },
}, isInstalled("tar") && await hasRegistryMetadata()));
