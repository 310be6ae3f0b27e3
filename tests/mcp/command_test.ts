import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { MCP_CLIENTS } from "../../src/cli/mcp_clients.ts";
import { ignoreWithoutSymlinks } from "../support/symlinks.ts";
import { RawServer, textOf } from "./raw_server.ts";
import { withScene } from "./scene.ts";

const ENTRY = new URL("../../mod.ts", import.meta.url).href;

function updsts(...args: string[]) {
  return updstsWith({}, ...args);
}

/** With an environment, which is then readable. */
async function updstsWith(env: Record<string, string>, ...args: string[]) {
  const names = Object.keys(env);
  const allowEnv = names.length > 0 ? [`--allow-env=${names}`] : [];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", ...allowEnv, ENTRY, ...args],
    env,
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("updsts mcp shows each tool with its parameters", async () => {
  const { code, stdout, stderr } = await updsts("mcp");
  assert.equal(code, 0);
  assert.equal(stderr, "");
  assert.deepEqual(
    stdout.match(/^updsts_\w+(?=: )/gm),
    [
      "updsts_update_sts_credential",
      "updsts_get_credential_info",
      "updsts_get_credential_info_list",
    ],
  );
  assert.match(stdout, /^ {2}- profile_name \(string, required\): /m);
  assert.match(stdout, /^ {2}- duration \(integer\): /m);
  const json = JSON.parse((await updsts("mcp", "--json")).stdout);
  assert.equal(json.length, 3);
  assert.equal(json[0].inputSchema.type, "object");
});

Deno.test("updsts mcp config prints each client's setup on standard output, and the instruction on standard error", async () => {
  const file = resolve("/home/me/.aws/credentials");
  for (const client of MCP_CLIENTS.keys()) {
    const { code, stdout, stderr } = await updsts(
      ...["mcp", "config", client, "-c", file],
    );
    assert.equal(code, 0);
    assert.match(stderr, /^updsts: .*:\n$/);
    // In JSON the backslashes of Windows are there twice, quoted for a program
    // four times.
    const paths = stdout.replaceAll(/\\+/g, "\\");
    assert.ok(paths.includes(Deno.execPath()));
    assert.ok(paths.includes(file));
    assert.doesNotMatch(stdout, /--allow-all|-A\b|--allow-read\b(?!=)/);
  }
});

Deno.test("the server that updsts mcp config names works from an empty environment and the root directory", () =>
  withScene(async (scene) => {
    const { stdout } = await updsts(
      ...["mcp", "config", "cursor", "--json", "-c", scene.file],
    );
    const { command, args } = JSON.parse(stdout);
    await using server = RawServer.spawn(command, args, {});
    await server.initialize();
    const list = await server.call("updsts_get_credential_info_list", {});
    assert.equal(textOf(list).length, 3);
    assert.equal(await server.end(), 0);
  }));

Deno.test("the server of updsts mcp config can connect to the STS hosts of the profiles", async () => {
  const directory = await Deno.makeTempDir();
  const file = `${directory}/credentials`;
  const cn = "mfa_serial = arn:aws-cn:iam::123456789012:mfa/me\n";
  await Deno.writeTextFile(
    file,
    `[a]\nregion = eu-west-1\n[b]\nregion = eu-west-1\n[c]\n${cn}[d]\nx = 1\n`,
    { mode: 0o600 },
  );
  const { stdout } = await updsts(
    ...["mcp", "config", "cursor", "--json", "-c", file],
  );
  await Deno.remove(directory, { recursive: true });
  const hosts = [
    "sts.amazonaws.com:443",
    "sts.eu-west-1.amazonaws.com:443",
    "sts.cn-northwest-1.amazonaws.com.cn:443",
    "127.0.0.1:0",
  ];
  const { args } = JSON.parse(stdout);
  assert.ok(args.includes(`--allow-net=${hosts}`), args.join("\n"));
});

Deno.test(ignoreWithoutSymlinks({
  name:
    "the server that updsts mcp config names has the files of the environment",
  fn: async () => {
    const directory = await Deno.realPath(await Deno.makeTempDir());
    const path = (name: string) => join(directory, name);
    for (const name of ["keys", "settings", "dotfiles", "elsewhere"]) {
      await Deno.mkdir(path(name));
    }
    const config = join(path("settings"), "config");
    const target = join(path("dotfiles"), "aws");
    await Deno.writeTextFile(target, "");
    await Deno.symlink(target, config);
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: join(path("keys"), "credentials"),
      AWS_CONFIG_FILE: config,
    };
    const setup = async (...args: string[]) => {
      const { stdout } = await updstsWith(
        ...[env, "mcp", "config", "cursor", "--json", ...args] as const,
      );
      return JSON.parse(stdout).args as string[];
    };
    const args = await setup();
    const other = await setup("-c", join(path("elsewhere"), "credentials"));
    await Deno.remove(directory, { recursive: true });
    assert.deepEqual(args.slice(-2), ["-c", env.AWS_SHARED_CREDENTIALS_FILE]);
    assert.ok(
      args.includes(`--allow-read=${[path("keys"), config, target]}`),
      args.join("\n"),
    );
    assert.ok(args.includes(`--allow-write=${path("keys")}`));
    assert.equal(other.at(-1), join(path("elsewhere"), "credentials"));
  },
}));

Deno.test("updsts mcp config keeps the environment, and names a proxy with a password only", async () => {
  const password = "S3CRET";
  const env = {
    AWS_REGION: "eu-west-1",
    AWS_SECRET_ACCESS_KEY: password,
    HTTPS_PROXY: `http://me:${password}@proxy.example.com:8080`,
  };
  const { stdout, stderr } = await updstsWith(
    ...[env, "mcp", "config", "codex", "-c", "/x"] as const,
  );
  assert.match(stdout, /^codex mcp add updsts --env AWS_REGION=eu-west-1 -- /);
  assert.match(stderr, /^updsts: warning: .*\bHTTPS_PROXY\b/);
  assert.doesNotMatch(stdout + stderr, /S3CRET|HTTPS_PROXY=/);
  const json = await updstsWith(
    ...[env, "mcp", "config", "codex", "-c", "/x", "--json"] as const,
  );
  assert.deepEqual(JSON.parse(json.stdout).env, { AWS_REGION: "eu-west-1" });
});

Deno.test("updsts mcp config adds the server's options to the setup", async () => {
  const { stdout } = await updsts(
    ...["mcp", "config", "codex", "-c", "/x", "--allow-form-elicitation"],
    ...["--no-page", "-n", "dev", "-n", "-x"],
    ...["--role-policy-arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  );
  assert.match(
    stdout,
    /mcp --mcp-server -c \S+ --profile=dev --profile=-x --role-policy-arn=arn:aws:iam::aws:policy\/ReadOnlyAccess --allow-form-elicitation --no-page\n$/,
  );
});

Deno.test("a wrong mcp command line ends with status 2 and a hint", async () => {
  for (
    const args of [
      ["config"],
      ["config", "nobody"],
      ["config", "codex", "cursor"],
      ["config", "codex", "--mcp-server"],
      ["serve"],
      ["--mcp-sevrer"],
      ["--mcp-server", "-v", "3"],
      ["--mcp-server", "--role-policy-arn", "ReadOnlyAccess"],
      ["--mcp-server", "--profile", ""],
      ["config", "codex", "--role-policy-arn", "ReadOnlyAccess"],
    ]
  ) {
    const { code, stdout, stderr } = await updsts("mcp", ...args);
    assert.equal(code, 2, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, /^updsts: error: /);
  }
});
