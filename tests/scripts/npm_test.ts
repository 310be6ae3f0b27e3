/** The npm packages, installed from their tarballs without npm's registry. */
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import assert from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import { readDocuments } from "../../scripts/release/documents.ts";
import { npmPackage, VERSION } from "../../scripts/release/names.ts";
import { npmMain, npmPlatform } from "../../scripts/release/npm.ts";
import { isTarget, type Target } from "../../scripts/targets.ts";
import { sharedExecutable } from "../executable/build.ts";
import { ignoreWithout, isInstalled } from "../support/programs.ts";
import { atTerminal, hasTerminals } from "../support/terminal.ts";
import { makeHome } from "../support/updsts.ts";

const target = Deno.build.target as Target;
const executable = isTarget(target) ? await sharedExecutable() : undefined;
const canInstall = executable !== undefined && isInstalled("npm") &&
  Deno.build.os !== "windows";

const SERVER = ["mcp", "--mcp-server"];
const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });

/** Without compression, which takes seconds for an executable. */
const LEVEL = 0;

/** A directory with the tarballs, and npm's variables with a cache that is empty. */
async function makeNpm() {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  const documents = await readDocuments();
  const bytes = await Deno.readFile(executable!);
  const tarballs = {
    updsts: await npmMain(documents, LEVEL),
    [npmPackage(target)]: await npmPlatform(target, bytes, documents, LEVEL),
  };
  const paths: string[] = [];
  for (const [name, tarball] of Object.entries(tarballs)) {
    paths.push(join(directory, `${name}.tgz`));
    await Deno.writeFile(paths.at(-1)!, tarball);
  }
  return {
    directory,
    tarballs,
    paths,
    env: {
      PATH: process.env.PATH!,
      HOME: directory,
      npm_config_cache: join(directory, "cache"),
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_update_notifier: "false",
    } as Record<string, string>,
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

async function run(
  [program, ...args]: string[],
  env: Record<string, string>,
) {
  const { code, stdout, stderr } = await new Deno.Command(program!, {
    args,
    env,
    clearEnv: true,
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/** Installs with `--global`, and gives the path of the command. */
async function installGlobally({ directory, paths, env }: {
  directory: string;
  paths: string[];
  env: Record<string, string>;
}): Promise<string> {
  const prefix = join(directory, "prefix");
  const command = "npm install --global --offline --no-audit --no-fund";
  const { code, stderr } = await run(
    [...command.split(" "), "--prefix", prefix, ...paths],
    env,
  );
  assert.equal(code, 0, stderr);
  return join(prefix, "bin/updsts");
}

Deno.test(ignoreWithout("denort and npm", {
  name: "the npm packages, installed without npm's registry",
  async fn(t) {
    await using npm = await makeNpm();
    await using home = await makeHome(
      "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n" +
        "aws_secret_access_key = secret\n" +
        "mfa_device_arn = arn:aws:iam::123456789012:mfa/me\n",
    );
    const env = { ...npm.env, HOME: home.path, TERM: "xterm" };
    const updsts = await installGlobally(npm);

    await t.step("the command passes on output and exit status", async () => {
      const version = await run([updsts, "--version"], env);
      assert.equal(version.stdout, `updsts ${VERSION}\n`, version.stderr);
      const unknown = await run([updsts, "lst"], env);
      assert.equal(unknown.code, 2);
      assert.match(unknown.stderr, /unknown command "lst"/);
    });

    await t.step("SIGTERM ends the executable too", async () => {
      const child = new Deno.Command(updsts, {
        args: SERVER,
        env,
        clearEnv: true,
        stdin: "piped",
        stdout: "piped",
        stderr: "null",
      }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(`${PING}\n`));
      const reader = child.stdout.getReader();
      const { value } = await reader.read();
      assert.match(new TextDecoder().decode(value), /"id":1/);
      child.kill("SIGTERM");
      // The output ends when the executable has closed it as well.
      assert.ok((await reader.read()).done);
      assert.equal((await child.status).code, 0);
      await writer.close().catch(() => {});
    });

    await t.step({
      name: "Ctrl-C ends the prompt and restores the terminal",
      ignore: !hasTerminals,
      async fn() {
        const { output, status, echo } = await atTerminal({
          argv: [updsts, "get", "default"],
          env,
          cwd: home.path,
          steps: [{ wait: "MFA code for", type: "12\x03" }],
          stdin: "terminal",
          seconds: 20,
        });
        assert.equal(status, 130, output);
        assert.match(output, /interrupted; nothing was written/);
        assert.ok(echo);
      },
    });

    await t.step("npx -y updsts in an MCP client's configuration", async () => {
      await using registry = serveRegistry(npm.tarballs);
      const client = new Client({ name: "test", version: "1" });
      await client.connect(
        new StdioClientTransport({
          command: "npx",
          args: ["-y", "updsts", ...SERVER],
          env: { ...env, npm_config_registry: registry.url },
          cwd: home.path,
          stderr: "ignore",
        }),
      );
      try {
        const { tools } = await client.listTools();
        assert.equal(tools.length, 3);
      } finally {
        await client.close();
      }
    });

    await t.step("npx prints a configuration that starts npx", async () => {
      await using registry = serveRegistry(npm.tarballs);
      const { stdout } = await run(
        "npx -y updsts mcp config cursor".split(" "),
        { ...env, npm_config_registry: registry.url },
      );
      const { mcpServers } = JSON.parse(stdout);
      assert.deepEqual(mcpServers.updsts, {
        command: "npx",
        args: ["-y", "updsts", ...SERVER],
      });
    });

    const installed = join(
      npm.directory,
      "prefix/lib/node_modules",
      npmPackage(target),
    );

    await t.step({
      name: "Ctrl-C reaches the executable once",
      ignore: !hasTerminals,
      async fn() {
        await Deno.writeTextFile(
          join(installed, "bin/updsts"),
          "#!/bin/sh\ntrap 'n=$((n + 1))' INT\necho ready\nsleep 9\nsleep 1\nexit $n\n",
        );
        const { output, status } = await atTerminal({
          argv: [updsts],
          env,
          cwd: home.path,
          steps: [{ wait: "ready", type: "\x03" }],
          stdin: "terminal",
          seconds: 20,
        });
        assert.equal(status, 1, output);
      },
    });

    await t.step(
      "a signal that ends the executable ends the command",
      async () => {
        await Deno.writeTextFile(
          join(installed, "bin/updsts"),
          "#!/bin/sh\nkill -KILL $$\n",
        );
        const { signal } = await new Deno.Command(updsts, { env }).output();
        assert.equal(signal, "SIGKILL");
      },
    );

    await t.step("the command names the package that is missing", async () => {
      await Deno.remove(installed, { recursive: true });
      const { code, stderr } = await run([updsts, "--version"], env);
      assert.equal(code, 1);
      assert.match(
        stderr,
        RegExp(
          `^updsts: error: .*${
            npmPackage(target)
          } is not installed\nupdsts: hint: `,
        ),
      );
    });
  },
}, canInstall));

/** A stand-in for npm's registry. */
function serveRegistry(tarballs: Record<string, Uint8Array>) {
  let url = "";
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const name = new URL(request.url).pathname.slice(1);
      const tarball = tarballs[name.replace(/\.tgz$/, "")];
      if (tarball === undefined) return new Response(null, { status: 404 });
      if (name.endsWith(".tgz")) {
        return new Response(tarball as Uint8Array<ArrayBuffer>);
      }
      const manifest = await manifestOf(tarball);
      const dist = { tarball: `${url}${name}.tgz` };
      return Response.json({
        name,
        "dist-tags": { latest: VERSION },
        versions: { [VERSION]: { ...manifest, dist } },
      });
    },
  );
  url = `http://127.0.0.1:${server.addr.port}/`;
  return { url, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** The `package.json` of a tarball, which is its first file. */
async function manifestOf(tarball: Uint8Array): Promise<object> {
  // Without compression the first bytes have all of it.
  const start = tarball.slice(0, 64 * 1024);
  const reader = new Blob([start]).stream()
    .pipeThrough(new DecompressionStream("gzip")).getReader();
  const { value: tar } = await reader.read();
  await reader.cancel().catch(() => {});
  const size = parseInt(new TextDecoder().decode(tar!.subarray(124, 135)), 8);
  return JSON.parse(new TextDecoder().decode(tar!.subarray(512, 512 + size)));
}
