import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { makeScene, type Scene } from "../support/scene.ts";
import { updstsCommand, updstsEnv } from "../support/updsts.ts";
import { buildExecutable, executableTest } from "./build.ts";

/** A part of a package that `mcp --mcp-server` loads. */
const STDIO = "@modelcontextprotocol/server/stdio";

/** The compromised packages. */
const STUBS = {
  "string-width": pathOf("compromised_width_stub.ts"),
  "@aws-sdk/client-sts": pathOf("compromised_sts_stub.ts"),
  [STDIO]: pathOf("compromised_mcp_stub.ts"),
};
const compromised = await buildExecutable({ replace: STUBS });

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** A home directory worth robbing, and a server that should hear of nothing. */
async function withVictim(
  test: (scene: Scene, heard: () => number) => Promise<void>,
): Promise<void> {
  await using scene = await makeScene();
  const { path } = scene.home;
  await Deno.mkdir(join(path, ".ssh"));
  await Deno.writeTextFile(join(path, ".ssh/id_rsa"), "a key");
  await Deno.writeTextFile(join(path, ".profile"), "as it was");
  await Deno.writeTextFile(join(path, "secrets.json"), '"a secret"');
  // For names beyond ASCII, list loads a package.
  await Deno.writeTextFile(scene.home.credentials, "\n[日本]\nregion = x\n", {
    append: true,
  });
  let heard = 0;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => {
      heard++;
      return new Response("", {
        headers: { "content-type": "text/event-stream" },
      });
    },
  );
  scene.env["TERM"] = String(server.addr.port);
  await test(scene, () => heard);
}

async function outcomes(
  command: string,
  args: string[],
  { home, env }: Scene,
): Promise<{ lines: [string, string][]; status: number }> {
  const { code, stderr } = await new Deno.Command(command, {
    args,
    clearEnv: true,
    env: updstsEnv({
      home: home.path,
      env: { ...env, OTHER_SECRET: "a secret" },
    }),
    cwd: home.path,
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stderr);
  const lines = [...text.matchAll(/^attempt: ([^:]*): (.*)$/gm)]
    .map(([, name, outcome]): [string, string] => [name!, outcome!]);
  return { lines, status: code };
}

/** How each attempt fails: for want of a permission, or of the means. */
function refusal(attempt: string): RegExp {
  // The runtime does not tell it more.
  if (attempt === "open an event stream") return /^refused: silence$/;
  // It has no place to keep a cache.
  if (attempt === "keep something in a cache") return /^refused: TypeError$/;
  if (attempt.startsWith("load code")) return /^refused: (Eval|Type)Error$/;
  // Where Node has them, there are none.
  if (attempt === "read a variable through Node") {
    return /^refused: TypeError$/;
  }
  if (attempt === "ask for permission") return /^refused: denied$/;
  return /^refused: NotCapable$/;
}

const COMMANDS: Record<string, (scene: Scene) => string[]> = {
  list: () => ["list"],
  get: ({ device }) => ["get", "-n", "default", "-t", device.nextCode()],
  "the MCP server": () => ["mcp", "--mcp-server"],
};

/** What the server is there for: an agent may name any file of the directory. */
const MCP_MAY = ["write ~/.aws/config", "plant a file in ~/.aws"];

/** The documented flags grant the directory, and confine no code. */
const MODULE_MAY = [...MCP_MAY];

for (const [name, args] of Object.entries(COMMANDS)) {
  executableTest(
    compromised,
    `every attempt of a compromised dependency fails during ${name}`,
    async () => {
      await withVictim(async (scene, heard) => {
        const { status, lines } = await outcomes(
          compromised!,
          args(scene),
          scene,
        );
        assert.equal(status, 0);
        assert.ok(lines.length > 30, "it tried");
        const may = name === "the MCP server" ? MCP_MAY : [];
        const through = lines.filter(([attempt, outcome]) =>
          !may.includes(attempt) && !refusal(attempt).test(outcome)
        );
        assert.deepEqual(through, []);
        assert.equal(heard(), 0);
        const profile = join(scene.home.path, ".profile");
        assert.equal(await Deno.readTextFile(profile), "as it was");
      });
    },
  );

  Deno.test(`every attempt of a compromised dependency of the module fails during ${name}`, async () => {
    await withVictim(async (scene, heard) => {
      const { status, lines } = await outcomes(
        ...await moduleCommand(args(scene), scene),
        scene,
      );
      assert.equal(status, 0);
      assert.ok(lines.length > 30, "it tried");
      const through = lines.filter(([attempt, outcome]) =>
        !MODULE_MAY.includes(attempt) && !outcome.startsWith("refused: ")
      );
      assert.deepEqual(through, []);
      assert.equal(heard(), 0);
      const profile = join(scene.home.path, ".profile");
      assert.equal(await Deno.readTextFile(profile), "as it was");
    });
  });
}

/** Output that shells or other programs evaluate, and the help. */
const EVALUATED = [
  ["--help"],
  ["completions", "bash"],
  ["man"],
  ["export", "-n", "default", "--format", "env"],
  ["export", "--profile_name=default", "--json"],
  ["export", "-n", "missing", "--format", "fish", "--verbose=2"],
];

for (const args of EVALUATED) {
  const line = args.join(" ");

  executableTest(
    compromised,
    `no dependency is loaded for ${line}`,
    async () => {
      await withVictim(async (scene) => {
        const { lines } = await outcomes(compromised!, args, scene);
        assert.deepEqual(lines, []);
      });
    },
  );

  Deno.test(`no dependency of the module is loaded for ${line}`, async () => {
    await withVictim(async (scene) => {
      const command = await moduleCommand(args, scene);
      const { lines } = await outcomes(...command, scene);
      assert.deepEqual(lines, []);
    });
  });
}

/** `deno run` of the module with the compromised dependency. */
async function moduleCommand(
  args: string[],
  { home }: Scene,
): Promise<[command: string, args: string[]]> {
  const map = join(home.path, "imports.json");
  await Deno.writeTextFile(map, JSON.stringify(await compromisedImports()));
  const [deno, run, ...rest] = updstsCommand(args, { home: home.path });
  return [deno!, [run!, `--import-map=${map}`, ...rest]];
}

/** The project's imports, with a compromised one among them. */
async function compromisedImports(): Promise<unknown> {
  const config = new URL("../../deno.json", import.meta.url);
  const { imports } = JSON.parse(await Deno.readTextFile(config));
  for (const [name, to] of Object.entries<string>(imports)) {
    imports[`${name}/`] = `${to.replace("npm:", "npm:/")}/`;
  }
  const server = "@modelcontextprotocol/server";
  imports[STDIO] = `${imports[server].replace("npm:", "npm:/")}/stdio`;
  const stubs = Object.entries(STUBS)
    .map(([name, path]) => [name, pathToFileURL(path).href] as const);
  return {
    imports: { ...imports, ...Object.fromEntries(stubs) },
    scopes: Object.fromEntries(
      stubs.map(([name, href]) => [href, { [name]: imports[name] }]),
    ),
  };
}

Deno.test("every attempt of the compromised dependency works with all permissions", async () => {
  await withVictim(async (scene, heard) => {
    const { lines } = await outcomes(
      Deno.execPath(),
      ["run", "--allow-all", "--quiet", pathOf("compromised_stub.ts")],
      scene,
    );
    const through = lines.filter(([, outcome]) => outcome === "got through")
      .map(([name]) => name);
    for (
      const name of [
        "read ~/.ssh",
        "write ~/.profile",
        "reach another host",
        "open an event stream",
        "start a process",
        "read another variable",
        "load code with Function",
        "load code with a worker",
        "load code with the runtime's own tools",
        "load code with the runtime's core, through Function.prototype.call",
        "load code with the runtime's core, through a setter",
      ]
    ) assert.ok(through.includes(name), `${name}: ${JSON.stringify(lines)}`);
    assert.ok(heard() > 0);
  });
});
