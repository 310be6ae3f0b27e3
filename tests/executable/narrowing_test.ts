import { DOCTOR_VARIABLES } from "../../src/platform/variables.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileFlags } from "../../scripts/compile.ts";
import { NEEDS } from "../../src/executable/command_grants.ts";
import { allGrants } from "./all_grants.ts";
import { type Home, makeHome, updstsEnv } from "../support/updsts.ts";
import {
  buildExecutable,
  bundleShared,
  bundleTest,
  executableTest,
} from "./build.ts";
import { ignoreOnWindows } from "../support/programs.ts";
import { hasJunctions } from "../support/symlinks.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const stub = here("narrowing_stub.ts");
// Permissions alone, without the second line of defence.
const withoutTakeAway = await Deno.makeTempFile({ suffix: ".ts" });
await Deno.writeTextFile(
  withoutTakeAway,
  "export function removeLoaders() {}",
);
const executable = await buildExecutable({
  replace: {
    "../main.ts": stub,
    "../platform/remove_loaders.ts": withoutTakeAway,
  },
});
await Deno.remove(withoutTakeAway);
const searching = await buildExecutable({
  replace: { "../sts/partitions.ts": here("search_stub.ts") },
});
const parsing = await buildExecutable({
  replace: { "./run_grants.ts": here("parser_stub.ts") },
});

/** What no command may do, whatever the credentials file says. */
const FORBIDDEN: Deno.PermissionDescriptor[] = [
  ...(["read", "write", "net", "env", "sys", "run", "ffi", "import"] as const)
    .map((name) => ({ name })),
  ...["/", "/etc", "/etc/hostname", "/tmp"].flatMap((path) => [
    { name: "read", path } as const,
    { name: "write", path } as const,
  ]),
  ...[
    "sts.amazonaws.com",
    "example.amazonaws.com:443",
    "example.com:443",
    "1.2.3.4:443",
    "127.0.0.1:443",
    "localhost:443",
    "[::1]:443",
    "example.internal:443",
  ].map((host) => ({ name: "net", host } as const)),
  { name: "env", variable: "PATH" },
  { name: "sys", kind: "hostname" },
];

interface Result {
  outcomes: Record<string, string>;
  /** By querySync() and by requestSync(). */
  states: [Deno.PermissionState, Deno.PermissionState][];
}

/** Runs the attempts, with a secret file and a server that must not be reached. */
async function attempt(
  command: string[],
  home: Home,
  queries: Deno.PermissionDescriptor[],
): Promise<Result & { connections: number }> {
  let connections = 0;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => {
      connections++;
      return new Response();
    },
  );
  const secret = join(home.path, "secret.json");
  await Deno.writeTextFile(secret, '"a secret"');
  const { port } = server.addr;
  const input = JSON.stringify({ home: home.path, port, secret, queries });
  const [program, ...args] = command;
  const { stdout, stderr } = await new Deno.Command(program!, {
    args,
    clearEnv: true,
    env: updstsEnv({ home: home.path, env: { TERM: input } }),
    cwd: home.path,
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.notEqual(text, "", new TextDecoder().decode(stderr));
  return { ...JSON.parse(text), connections };
}

for (const command of [...NEEDS.keys(), "version"]) {
  executableTest(
    executable,
    `${command} has its permissions and regains no other`,
    async () => {
      await using home = await makeHome("[default]\nregion = eu-west-1\n");
      const grants = await allGrants([command], {
        env: () => undefined,
        home: () => home.path,
      });
      const granted = [
        ...grants.read.map((path) => ({ name: "read", path } as const)),
        ...grants.write.map((path) => ({ name: "write", path } as const)),
        ...grants.net.map((host) => ({ name: "net", host } as const)),
        ...grants.env.map((variable) => ({ name: "env", variable } as const)),
      ];
      const forbidden = [
        ...FORBIDDEN,
        { name: "read", path: home.path } as const,
        { name: "write", path: home.path } as const,
        ...DOCTOR_VARIABLES.filter((variable) => !grants.env.includes(variable))
          .map((variable) => ({ name: "env", variable } as const)),
      ];
      const { states, outcomes, connections } = await attempt(
        [executable!, command],
        home,
        [...granted, ...forbidden],
      );
      for (const [index, permission] of [...granted, ...forbidden].entries()) {
        assert.deepEqual(
          states[index],
          index < granted.length
            ? ["granted", "granted"]
            : ["prompt", "denied"],
          JSON.stringify(permission),
        );
      }
      assert.ok(Object.keys(outcomes).length >= 12);
      for (const [name, outcome] of Object.entries(outcomes)) {
        assert.notEqual(outcome, "worked", name);
      }
      assert.equal(connections, 0);
    },
  );
}

Deno.test("the attempts work if permissions are not narrowed", async () => {
  await using home = await makeHome("");
  const { outcomes, connections } = await attempt(
    [Deno.execPath(), "run", "--quiet", "--allow-all", stub],
    home,
    [],
  );
  for (const [name, outcome] of Object.entries(outcomes)) {
    if (name === "node:dns") continue; // There may be no network.
    assert.equal(outcome, "worked", name);
  }
  assert.ok(connections > 0);
});

const directory = await Deno.makeTempDir({ prefix: "updsts" });
globalThis.addEventListener("unload", () => {
  Deno.removeSync(directory, { recursive: true });
});
if (hasJunctions) {
  await bundleShared(directory, { replace: { "../main.ts": stub } });
}

/** Runs the bundle with the flags of the executable. */
async function runBundle(
  flags: string[],
  input: { stray?: string } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  await using home = await makeHome("[default]\n");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-config", ...compileFlags(), ...flags],
      ...[join(directory, "launch.js"), "list"],
    ],
    clearEnv: true,
    env: updstsEnv({
      home: home.path,
      env: { TERM: JSON.stringify({ secret: "", queries: [], ...input }) },
    }),
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

bundleTest("the bundle runs with the flags of the executable", async () => {
  const { code, stdout, stderr } = await runBundle([]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.notEqual(stdout, "");
});

for (
  const [flag, permission] of Object.entries({
    "--allow-read=/etc": "read /etc",
    "--allow-write=/tmp": "write /tmp",
    "--allow-net=1.2.3.4": "net 1.2.3.4:443",
    "--allow-net=*.example.com": "net example.com:443",
    "--allow-env=PATH": "env PATH",
    "--allow-sys=hostname": "sys hostname",
    "--allow-run": "run",
    "--allow-ffi": "ffi",
  })
) {
  Deno.test(
    ignoreOnWindows("/etc and /tmp", {
      name: `nothing runs if ${flag} cannot be dropped`,
      async fn() {
        assert.deepEqual(await runBundle([flag]), {
          code: 1,
          stdout: "",
          stderr: `updsts: error: cannot drop the permission ${permission}\n`,
        });
      },
    }),
  );
}

for (const stray of ["of a promise", "of a timer", "of main()"]) {
  bundleTest(
    `an uncaught error ${stray} shows neither message nor stack`,
    async () => {
      assert.deepEqual(await runBundle([], { stray }), {
        code: 1,
        stdout: "",
        stderr: "updsts: error: internal error in updsts\n",
      });
    },
  );
}

for (
  const [program, title, kept] of [
    [
      searching,
      "the files are searched after the permissions to write, to read variables and to run programs are dropped",
      ["write", "read", "read elsewhere", "net", "net elsewhere"],
    ],
    [
      parsing,
      "the command line and the files are parsed with the permissions for what they name",
      ["write", "read", "net"],
    ],
  ] as const
) {
  executableTest(program, title, async () => {
    await using home = await makeHome("[default]\nregion = eu-west-1\n");
    const { stdout } = await new Deno.Command(program!, {
      args: ["get", "default"],
      clearEnv: true,
      env: updstsEnv({ home: home.path }),
      stdin: "null",
    }).output();
    const states = JSON.parse(new TextDecoder().decode(stdout));
    const granted = Object.keys(states)
      .filter((name) => states[name] === "granted");
    assert.deepEqual(granted, kept);
  });
}
