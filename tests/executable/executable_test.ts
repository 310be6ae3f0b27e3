import assert from "node:assert/strict";
import { userInfo } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { NEEDS } from "../../src/executable/command_grants.ts";
import { shellQuote } from "../../src/util/shell_quote.ts";
import { makeScene, type Scene } from "../support/scene.ts";
import { homeEnv, SYSTEM_ENV, writeSettled } from "../support/updsts.ts";
import { executableTest, sharedExecutable } from "./build.ts";

const executable = await sharedExecutable();

/** A test of the executable. */
function test(
  name: string,
  fn: () => Promise<void>,
  onWindows?: string,
): void {
  executableTest(executable, `the executable ${name}`, fn, onWindows);
}

interface RunMore {
  cwd?: string;
  env?: Record<string, string>;
  program?: string;
}

async function run(
  args: string[],
  { cwd, env = {}, program = executable! }: RunMore,
): Promise<{ status: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    clearEnv: true,
    env: { ...SYSTEM_ENV, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return {
    status: code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

const get = ({ device }: Scene, ...more: string[]) => [
  ...["get", "-n", "default", "-t", device.nextCode()],
  ...more,
];

test("is at most 2 MB larger than the bare runtime", async () => {
  const denort = process.env.DENORT_BIN;
  const bare = denort === undefined
    ? await bareRuntime()
    : (await Deno.stat(denort)).size;
  const { size } = await Deno.stat(executable!);
  assert.ok(size - bare < 2_000_000, `${size - bare} bytes more`);
});

test(
  "names the symlink that it was called by in the setup of an MCP client",
  async () => {
    await using scene = await makeScene();
    const program = join(scene.home.path, "updsts");
    await Deno.symlink(executable!, program);
    const { stdout } = await run(["mcp", "config", "codex", "--json"], {
      env: { ...homeEnv(scene.home.path), AWS_REGION: "eu-west-1" },
      program,
    });
    const { command, env } = JSON.parse(stdout);
    assert.equal(command, program);
    assert.equal(env.AWS_REGION, "eu-west-1");
  },
  "symlinks",
);

test("works in a home directory with spaces and non-ASCII letters", async () => {
  await using scene = await makeScene();
  const home = join(scene.home.path, "Zoë's café, 家 & co");
  await Deno.mkdir(home);
  await Deno.rename(join(scene.home.path, ".aws"), join(home, ".aws"));
  const env = {
    ...scene.env,
    ...homeEnv(home),
    AWS_CA_BUNDLE: join(home, ".aws/ca.pem"),
  };
  const { status, stderr } = await run(get(scene), { env });
  assert.equal(stderr, "");
  assert.equal(status, 0);
  const listed = await run(["list"], { env });
  assert.match(listed.stdout, /default_sts/);
  await Deno.rename(join(home, ".aws"), join(scene.home.path, ".aws"));
});

test("explains a wrong command line", async () => {
  const { status, stderr } = await run(["get", "-n", "a", "--duratoin=1"], {});
  assert.equal(status, 2);
  assert.equal(
    stderr,
    "updsts: error: unknown option --duratoin\nupdsts: hint: did you mean --duration?\n",
  );
});

test("works if started by a symlink, from any directory", async () => {
  await using scene = await makeScene();
  const program = join(scene.home.path, "updsts");
  await Deno.symlink(executable!, program);
  const env = { ...scene.env, ...homeEnv(scene.home.path) };
  const { status, stderr } = await run(get(scene), { env, program, cwd: "/" });
  assert.equal(stderr, "");
  assert.equal(status, 0);
}, "symlinks");

test("finds the home directory in an empty environment", async () => {
  const name = `no-such-profile-${crypto.randomUUID()}`;
  const args = ["get", "-n", name, "-t", "000000", "-v", "1"];
  const { status, stderr } = await run(args, {});
  assert.equal(status, 1);
  const { homedir } = userInfo(); // That of the system, whatever HOME says.
  assert.ok(stderr.includes(join(homedir, ".aws", "credentials")), stderr);
});

test("works with an empty environment and the file in -c", async () => {
  await using scene = await makeScene();
  const { status, stdout } = await run(
    ["list", "--json", "-c", scene.home.credentials],
    {},
  );
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).length, 2);
});

for (const command of NEEDS.keys()) {
  test(`runs ${command} with permissions that suffice`, async () => {
    await using scene = await makeScene();
    const env = { ...scene.env, ...homeEnv(scene.home.path) };
    const { stdout, stderr } = await run([command, "--json"], { env });
    assert.notEqual(stdout + stderr, "");
    // Not the profile "default".
    assert.doesNotMatch(stderr, /\bfault|permission|Uncaught/);
  });
}

for (
  const spelling of [
    (file: string) => ["-c", file],
    (file: string) => [`--credential_file=${file}`],
  ]
) {
  const [shown] = spelling("FILE");
  test(`can read and write the directory of the file given with ${shown}`, async () => {
    await using scene = await makeScene();
    const directory = join(scene.home.path, "elsewhere");
    await Deno.mkdir(directory);
    await Deno.rename(scene.home.credentials, join(directory, "keys"));
    const { status, stderr } = await run(
      get(scene, ...spelling(join("elsewhere", "keys"))),
      {
        env: { ...scene.env, ...homeEnv(scene.home.path) },
        cwd: scene.home.path,
      },
    );
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const text = await Deno.readTextFile(join(directory, "keys"));
    assert.match(text, /\[default_sts\]/);
    // Another file in the usual place is not shown in its stead.
    await writeSettled(scene.home.credentials, "[usual]\n");
    const listed = await run(
      ["list", "--json", ...spelling(join("elsewhere", "keys"))],
      { env: homeEnv(scene.home.path), cwd: scene.home.path },
    );
    assert.match(listed.stdout, /"default_sts"/);
    assert.doesNotMatch(listed.stdout, /"usual"/);
  });
}

test(
  "writes through symlinks to the file, to its directory, and to both",
  async () => {
    await using scene = await makeScene();
    const { path } = scene.home;
    const real = join(path, "real");
    await Deno.mkdir(real);
    await Deno.rename(join(path, ".aws"), join(real, "aws"));
    await Deno.mkdir(join(real, "keys"));
    await Deno.rename(join(real, "aws/credentials"), join(real, "keys/file"));
    await Deno.symlink(join(real, "keys/file"), join(real, "aws/credentials"));
    await Deno.symlink(join(real, "aws"), join(path, ".aws"));
    const { status, stderr } = await run(get(scene), {
      env: { ...scene.env, ...homeEnv(path) },
    });
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const target = await Deno.lstat(join(real, "aws/credentials"));
    assert.ok(target.isSymlink);
    assert.match(
      await Deno.readTextFile(join(real, "keys/file")),
      /\[default_sts\]/,
    );
    await Deno.remove(join(path, ".aws"));
    await Deno.rename(join(real, "aws"), join(path, ".aws"));
  },
  "symlinks",
);

test("uses a custom endpoint of the environment or the profile", async () => {
  await using scene = await makeScene();
  const { path } = scene.home;
  const env = { ...scene.env, ...homeEnv(path), HTTPS_PROXY: "" };
  // The certificate names no address, so that the host was asked is all to see.
  const url = `https://localhost:${scene.sts.port}`;
  const byEnvironment = await run(get(scene), {
    env: { ...env, AWS_ENDPOINT_URL_STS: url },
  });
  assert.match(
    byEnvironment.stderr,
    /the certificate of localhost:\d+ is for another host/,
  );
  await writeSettled(
    join(path, ".aws/config"),
    `[default]\nservices = mine\n[services mine]\nsts =\n  endpoint_url = ${url}\n`,
  );
  const byProfile = await run(get(scene), { env });
  assert.match(
    byProfile.stderr,
    /the certificate of localhost:\d+ is for another host/,
  );
});

test("refuses an endpoint that it cannot connect to before the MFA code is used", async () => {
  await using scene = await makeScene();
  const env = { ...scene.env, ...homeEnv(scene.home.path) };
  const before = await scene.home.read();
  const args = get(scene);
  for (
    const [url, host] of [
      ["https://sts.example.com", "sts.example.com:443"],
      ["http://localstack:4566", "localstack:4566"],
      ["https://amazonaws.com.example:8443", "amazonaws.com.example:8443"],
      ["https://[2001:db8::1]", "[2001:db8::1]:443"],
    ]
  ) {
    const { status, stdout, stderr } = await run([...args, "--json"], {
      env: { ...env, AWS_ENDPOINT_URL_STS: url! },
    });
    assert.deepEqual([status, stdout], [1, ""]);
    const { error } = JSON.parse(stderr);
    assert.equal(error.code, "settings_invalid");
    assert.match(error.message, /^the executable cannot connect to /);
    assert.ok(error.message.includes(host), error.message);
    const flag = shellQuote([`--allow-net=${host}`]);
    assert.ok(error.hint.includes(` ${flag} `), error.hint);
  }
  assert.equal(await scene.home.read(), before);
  assert.deepEqual(scene.proxy.tunnels, []);
  // The code is unused.
  assert.equal((await run(args, { env })).status, 0);
});

for (
  const host of [
    "localhost",
    "[::1]",
    "127.0.0.1",
    "0.0.0.0",
    "sts.localstack.cloud",
    "sts.localhost",
    "sts.internal",
    "sts.vpce-1.sts.eu-west-1.vpce.amazonaws.com",
    "sts.eu-west-1.api.aws",
  ]
) {
  test(`can connect to an endpoint at ${host}`, async () => {
    await using scene = await makeScene();
    const env = {
      ...homeEnv(scene.home.path),
      HTTP_PROXY: scene.proxy.url,
      AWS_ENDPOINT_URL_STS: `http://${host}:1`,
    };
    await run(get(scene), { env });
    // The proxy lets nothing through, but it was asked.
    const [asked] = scene.proxy.plainRequests;
    assert.equal(asked?.host, host);
  });
}

test("leaves nothing in the temporary directory and nothing new in the home directory", async () => {
  await using scene = await makeScene();
  const temporary = join(scene.home.path, "tmp");
  await Deno.mkdir(temporary);
  const env = {
    ...scene.env,
    ...homeEnv(scene.home.path),
    TMPDIR: temporary,
    TEMP: temporary,
  };
  assert.equal((await run(get(scene), { env })).status, 0);
  const names = async (directory: string) =>
    (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
  assert.deepEqual(await names(temporary), []);
  assert.deepEqual((await names(scene.home.path)).sort(), [".aws", "tmp"]);
  const shared = (await names("/tmp").catch((): string[] => []))
    .filter((name) => name.startsWith(`deno-compile-${basename(executable!)}`));
  assert.deepEqual(shared, []);
});

/** What an executable that does nothing has. */
async function bareRuntime(): Promise<number> {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  try {
    const script = join(directory, "hello.ts");
    await Deno.writeTextFile(script, "");
    const output = join(directory, "hello.exe");
    const args = ["compile", "--quiet", "--no-config", "--output", output];
    await new Deno.Command(Deno.execPath(), { args: [...args, script] })
      .output();
    return (await Deno.stat(output)).size;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
