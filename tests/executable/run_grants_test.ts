import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { allGrants } from "./all_grants.ts";
import { withTarget } from "../../src/executable/command_grants.ts";
import { PROXY_VARIABLES } from "../../src/platform/variables.ts";
import { makeHome } from "../support/updsts.ts";
import { ignoreOnWindows } from "../support/programs.ts";

async function grantsFor(config: string, env: Record<string, string> = {}) {
  await using home = await makeHome("[default]\n");
  const directory = join(home.path, ".aws");
  await Deno.writeTextFile(join(directory, "config"), config);
  const { read, net } = await allGrants(["mcp"], {
    env: (name) => env[name],
    home: () => home.path,
  });
  const shown = (path: string) =>
    path.replace(directory, "~/.aws").replaceAll("\\", "/");
  return { read: [...new Set(read.map(shown))], net: [...new Set(net)] };
}

const USUAL = {
  read: ["~/.aws", "~/.aws/config"],
  net: ["127.0.0.1:0", "sts.amazonaws.com:443"],
};

Deno.test("a directory in place of a file grants nothing", async () => {
  const directory = Deno.cwd();
  const config = `[profile a]\nca_bundle = ${directory}\n`;
  assert.deepEqual(await grantsFor(config), USUAL);
  assert.deepEqual(await grantsFor("", { AWS_CA_BUNDLE: directory }), USUAL);
  const { read } = await grantsFor("", { AWS_CONFIG_FILE: directory });
  assert.deepEqual(read, ["~/.aws"]);
});

Deno.test("an endpoint that is not one host grants no host", async () => {
  for (const host of ["*", "*.com", "a,b", "a..b"]) {
    const config = `[profile a]\nendpoint_url = https://${host}\n`;
    assert.deepEqual(await grantsFor(config), USUAL, host);
  }
});

Deno.test("an endpoint whose host ends in a dot grants the host without it", async () => {
  const config = "[profile a]\nendpoint_url = http://localhost.:4566\n";
  const { net } = await grantsFor(config);
  assert.ok(net.includes("localhost:4566"));
});

Deno.test("a config that begins with a byte order mark is read as the run reads it", async () => {
  const config = "\ufeff[default]\nregion = eu-west-1\n";
  const { net } = await grantsFor(config);
  assert.deepEqual(net, ["127.0.0.1:0", "sts.eu-west-1.amazonaws.com:443"]);
});

Deno.test("a permission that many profiles need is granted once", async () => {
  await using home = await makeHome("[a]\n[b]\nsource_profile = a\n[c]\n");
  const { net } = await allGrants(["mcp"], {
    env: () => undefined,
    home: () => home.path,
  });
  assert.deepEqual(net, USUAL.net);
});

Deno.test("a proxy is granted only if updsts sets it for Deno", async () => {
  const proxy = "http://proxy.example:3128";
  const net = async (env: Record<string, string>) =>
    (await grantsFor("", env)).net.filter((host) => /proxy/.test(host));
  assert.deepEqual(await net({ HTTPS_PROXY: proxy }), []);
  const granted = ["proxy.example:3128"];
  const both = { HTTPS_PROXY: "http://other", https_proxy: proxy };
  assert.deepEqual(await net(both), granted);
  assert.deepEqual(await net({ ALL_PROXY: "socks5://proxy.example:3128" }), [
    ...granted,
  ]);
  assert.deepEqual(await net({ ...both, NO_PROXY: "amazonaws.com" }), []);
});

Deno.test("only doctor and commands that use STS can read the proxy variables", async () => {
  await using home = await makeHome("[default]\n");
  for (
    const [args, isGranted] of [
      [["get"], true],
      [["doctor"], true],
      // It warns of variables that it cannot read.
      [["doctor", "-c", home.path], true],
      [["clean"], false],
    ] as const
  ) {
    const { env } = await grantsOf([...args], home.path);
    for (const name of PROXY_VARIABLES) {
      assert.equal(env.includes(name), isGranted, `${args} ${name}`);
    }
  }
});

function grantsOf(args: string[], home: string) {
  return allGrants(args, { env: () => undefined, home: () => home });
}

Deno.test("only the credentials file and the files of updsts beside it can be written", async () => {
  await using home = await makeHome("[default]\n");
  const directory = join(home.path, ".aws");
  const { read, write } = await grantsOf(["clean"], home.path);
  assert.deepEqual(read, [directory, join(directory, "config")]);
  assert.deepEqual(write, [
    home.credentials,
    join(directory, ".credentials.updsts-lock"),
    join(directory, ".credentials.updsts-new"),
    join(directory, ".credentials.updsts-trial"),
    join(directory, ".credentials.updsts-refresh"),
  ]);
});

Deno.test("get can listen only with --page, and then not read the terminal", async () => {
  await using home = await makeHome("[default]\n");
  const grants = async (...more: string[]) => {
    const { read, net } = await grantsOf(
      ["get", "default", ...more],
      home.path,
    );
    return {
      listens: net.includes("127.0.0.1:0"),
      readsTerminal: read.includes("/dev/tty"),
    };
  };
  const usual = { listens: false, readsTerminal: true };
  assert.deepEqual(await grants(), usual);
  assert.deepEqual(await grants("--page", "--unknown"), usual);
  assert.deepEqual(await grants("-sn", "--page"), usual);
  assert.deepEqual(await grants("--page"), {
    listens: true,
    readsTerminal: false,
  });
});

/** With it, `list` tells a file that was just moved away from one that never was. */
Deno.test("a command that does not write can read the directory of a missing file", async () => {
  await using home = await makeHome("");
  await Deno.remove(home.credentials);
  const { read } = await grantsOf(["status"], home.path);
  assert.deepEqual(read, [join(home.path, ".aws")]);
});

Deno.test("a command that does not write can read only the file and its lock", async () => {
  await using home = await makeHome("[default]\n");
  const config = join(home.path, ".aws", "config");
  for (
    const [command, ...more] of [
      ["status"],
      ["list", config],
      ["export", config],
      ["whoami", config],
    ]
  ) {
    const { read, write } = await grantsOf([command!], home.path);
    const lock = join(home.path, ".aws", ".credentials.updsts-lock");
    assert.deepEqual(read, [home.credentials, lock, ...more]);
    assert.deepEqual(write, []);
  }
});

Deno.test("a credentials file in the root directory grants no other file", async () => {
  const root = resolve("/");
  const own = ["lock", "new", "trial", "refresh"]
    .map((name) => join(root, `.creds.updsts-${name}`));
  const files = [join(root, "creds"), ...own];
  for (const command of ["clean", "get", "mcp"]) {
    const args = [command, "-c", join(root, "creds")];
    const { read, write } = await grantsOf(args, join(root, "nowhere"));
    const more = read.filter((path) => !files.includes(path));
    const config = join(root, "nowhere", ".aws", "config");
    const allowed = {
      clean: [config],
      get: ["/dev/tty", config],
      mcp: [config],
    };
    assert.deepEqual(more, allowed[command as keyof typeof allowed]);
    assert.deepEqual(write, files);
  }
  const { read: none } = await grantsOf(["status", "-c", root], "/nowhere");
  assert.deepEqual(none, []);
});

Deno.test(ignoreOnWindows("symlinks", {
  name:
    "the target of a symlink to a directory is granted, also without a file",
  async fn() {
    await using home = await makeHome("[default]\n");
    const target = join(home.path, "target");
    await Deno.rename(join(home.path, ".aws"), target);
    await Deno.symlink(target, join(home.path, ".aws"));
    const check = async () => {
      const { read, write } = await grantsOf(["clean"], home.path);
      const both = [join(home.path, ".aws"), target];
      const config = (directory: string) => join(directory, "config");
      assert.deepEqual(read, [...both, ...both.map(config)]);
      assert.ok(write.includes(join(target, "credentials")));
    };
    await check();
    await Deno.remove(join(target, "credentials"));
    await check();
  },
}));

Deno.test("a directory in place of the credentials file grants nothing beside it", async () => {
  await using home = await makeHome("[default]\n");
  const directory = join(home.path, ".aws");
  const grants = await grantsOf(["get", "-n", "a", "-c", directory], home.path);
  // The rest is read before the run says what is wrong with the file.
  const config = join(directory, "config");
  assert.deepEqual(grants.read, [directory, "/dev/tty", config]);
  assert.deepEqual([grants.write, grants.net], [[], []]);
  const usual = await grantsOf(["get", "-n", "a"], home.path);
  assert.deepEqual(
    await grantsOf(["get", "-n", "a", "-c", ""], home.path),
    usual,
  );
});

Deno.test("the value of another option is not read as the credentials file", async () => {
  await using home = await makeHome("[default]\n");
  const usual = await grantsOf(["get", "-n", "a"], home.path);
  for (const value of ["-c=/etc/keys", "--credential-file=/etc/keys"]) {
    for (const option of ["-n", "-t", "-sn", "--profile_name"]) {
      const { read, write } = await grantsOf(["get", option, value], home.path);
      assert.deepEqual([read, write], [usual.read, usual.write]);
    }
  }
});

Deno.test("the home directory's CA bundle is granted if the run reads it", async () => {
  await using home = await makeHome("[default]\nca_bundle = ~/ca.pem\n");
  const bundle = join(home.path, "ca.pem");
  await Deno.writeTextFile(bundle, "-----BEGIN CERTIFICATE-----\n");
  const { read } = await grantsOf(["get", "-n", "default"], home.path);
  assert.ok(read.includes(bundle));
});

Deno.test("a file that is not a CA bundle, or has a private key, is not granted", async () => {
  await using home = await makeHome("[default]\n");
  const bundle = join(home.path, "bundle");
  const certificate = "-----BEGIN CERTIFICATE-----\n";
  const key = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
  for (
    const [text, isOpened] of [
      [certificate, true],
      [key, false],
      [key + certificate, false],
      ["", false],
    ] as const
  ) {
    await Deno.writeTextFile(bundle, text);
    await Deno.writeTextFile(
      home.credentials,
      `[default]\nca_bundle = ${bundle}\n`,
    );
    const { read } = await grantsOf(["get", "-n", "default"], home.path);
    assert.equal(read.includes(bundle), isOpened, text);
  }
});

Deno.test("completion can read the file on the completed line", async () => {
  await using home = await makeHome("[default]\n");
  const other = join(home.path, "other");
  await Deno.writeTextFile(other, "[other]\n");
  const lock = join(home.path, ".other.updsts-lock");
  const config = join(home.path, ".aws", "config");
  const LINES = [
    `updsts get -c ${other} -n `,
    `updsts export --credential_file=${other} -n a`,
    "updsts get -c ~/other -n ",
    "updsts get -c=~/other --profile=",
  ];
  for (const line of LINES) {
    for (const args of [[`--line=${line}`], ["--line", line]]) {
      const { read, write } = await grantsOf(["complete", ...args], home.path);
      assert.deepEqual(read, [other, lock, config], line);
      assert.deepEqual(write, []);
    }
  }
  const { read } = await grantsOf(
    ["complete", `--line=updsts get -n a -c ${other}`],
    home.path,
  );
  assert.ok(!read.includes(other), "a name that is still being typed");
});

Deno.test("~ in -c=~/FILE is the home directory", async () => {
  await using home = await makeHome("[default]\n");
  await Deno.writeTextFile(join(home.path, "other"), "[other]\n");
  const { read } = await grantsOf(["list", "-c=~/other"], home.path);
  assert.equal(read[0], join(home.path, "other"));
});

Deno.test("the file is found in every form of -c, and the last one takes precedence", async () => {
  await using home = await makeHome("[default]\n");
  const other = join(home.path, "other");
  await Deno.writeTextFile(other, "[other]\n");
  const FORMS = [
    [`-c${other}`],
    ["--cred", other],
    [`--credential_f=${other}`],
    ["--credentialFile", other],
    ["--credential-File", other],
    ["-c", "/elsewhere", "-c", other],
    ["--to-terminal", "-c", other],
  ];
  for (const form of FORMS) {
    const { read } = await grantsOf(["export", ...form], home.path);
    assert.equal(read[0], other, form.join(" "));
  }
});

Deno.test("get without a profile can connect to STS for the profiles that it chooses from", async () => {
  const keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n" +
    "aws_secret_access_key = CANARY\nmfa_device_arn = 123456789\n";
  const work = `[work]\nregion = eu-west-2\n${keys}`;
  const other = "[other]\nregion = eu-west-3\n";
  const host = (region: string) => `sts.${region}.amazonaws.com:443`;
  const FILES: [file: string, net: string[]][] = [
    [work + other, [host("eu-west-2")]],
    [
      `${work}${other}[default]\nregion = eu-west-1\nmfa_serial = x\n`,
      [host("eu-west-1")],
    ],
    [`${work}${other}${keys}`, [host("eu-west-2"), host("eu-west-3")]],
    [other, []],
  ];
  for (const [file, hosts] of FILES) {
    await using home = await makeHome(file);
    assert.deepEqual((await grantsOf(["get"], home.path)).net, hosts);
    const { net } = await grantsOf(["get", "other"], home.path);
    assert.deepEqual(net, [host("eu-west-3")]);
    const { net: all } = await grantsOf(["mcp"], home.path);
    assert.ok(all.includes(host("eu-west-3")));
  }
});

Deno.test("a run that starts while the credentials file is being replaced can connect to STS", async () => {
  await using home = await makeHome("");
  for (const command of ["get", "whoami"]) {
    await Deno.remove(home.credentials);
    const granted = grantsOf([command, "a"], home.path);
    await Deno.writeTextFile(home.credentials, "[a]\nregion = eu-west-1\n");
    const { net } = await granted;
    assert.deepEqual(net, ["sts.eu-west-1.amazonaws.com:443"], command);
  }
});

Deno.test("doctor can read the CA bundles that contain certificates", async () => {
  await using home = await makeHome("[default]\n");
  const [bundle, key] = ["ca.pem", "key.pem"].map((name) =>
    join(home.path, name)
  );
  await Deno.writeTextFile(bundle!, "-----BEGIN CERTIFICATE-----\n");
  await Deno.writeTextFile(key!, "-----BEGIN PRIVATE KEY-----\n");
  await Deno.writeTextFile(
    join(home.path, ".aws", "config"),
    `[profile a]\nca_bundle = ~/ca.pem\nregion = nowhere\n[profile b]\nca_bundle = ${key}\n`,
  );
  const { read, net } = await grantsOf(["doctor"], home.path);
  const directory = join(home.path, ".aws");
  assert.deepEqual(read, [directory, join(directory, "config"), bundle]);
  assert.deepEqual(net, []);
});

Deno.test("the profile is found in every form of -n, and get uses each of several", async () => {
  await using home = await makeHome(
    "[a]\nregion = eu-west-1\n[b]\nregion = eu-west-2\n",
  );
  for (
    const form of [
      ["-nb"],
      ["--prof=b"],
      ["b"],
      ["-t", "012345", "b", "-d", "900"],
    ]
  ) {
    const { net } = await grantsOf(["get", ...form], home.path);
    assert.deepEqual(net, ["sts.eu-west-2.amazonaws.com:443"], form.join(" "));
  }
  const hosts = async (command: string) =>
    (await grantsOf([command, "-n", "a", "--profile_n", "b"], home.path)).net;
  assert.deepEqual(await hosts("whoami"), ["sts.eu-west-2.amazonaws.com:443"]);
  assert.deepEqual(await hosts("get"), [
    "sts.eu-west-1.amazonaws.com:443",
    "sts.eu-west-2.amazonaws.com:443",
  ]);
});

Deno.test("get can connect to STS in the partition of --mfa-serial and --role-arn", async () => {
  await using home = await makeHome("[default]\naws_access_key_id = AKIA\n");
  for (
    const option of [
      "--mfa-serial=arn:aws-cn:iam::123456789012:mfa/me",
      "--role-arn=arn:aws-cn:iam::123456789012:role/r",
    ]
  ) {
    const { net } = await grantsOf(["get", "default", option], home.path);
    assert.deepEqual(net, [
      "sts.amazonaws.com:443",
      "sts.cn-northwest-1.amazonaws.com.cn:443",
    ]);
  }
});

Deno.test("a path relative to the directory of a drive grants nothing on Windows", () => {
  assert.deepEqual(withTarget("C:file", "windows"), []);
  assert.equal(withTarget("C:file", "linux").length, 1);
});
