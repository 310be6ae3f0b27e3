import assert from "node:assert/strict";
import { join } from "node:path";
import stringWidth from "string-width";
import { sanitize } from "../../src/util/sanitize.ts";
import { makeHome } from "../support/updsts.ts";
import { type FakeOutcome, type FakeRuntime, runIn } from "./fake_runtime.ts";

const NOW = new Date("2025-10-05T06:00:00Z");
const FILE = `# keys
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY-secret-access-key-of-the-profile0
mfa_device_arn = arn:aws:iam::123456789012:mfa/me
totp_secret_name = work

# \${{{ key=default [auto update by updsts]
[default_sts]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY-secret-access-key-of-the-session0
aws_session_token = CANARY-token
expiration_datetime = 2025-10-05T15:30:00+09:00
# $}}} [auto update by updsts]

[old]
aws_session_token = CANARY-token
expiration_datetime = 2025-10-03T05:00:00Z
other_secret = CANARY-other

[swallowed]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
  aws_secret_access_key = CANARY-swallowed
`;

async function list(
  file: string,
  fake: FakeRuntime,
  ...args: string[]
): Promise<FakeOutcome> {
  await using home = await makeHome(file);
  return await runIn(
    { now: NOW, home: home.path, ...fake },
    "list",
    ...args,
  );
}

Deno.test("list shows the type of each profile, with its sessions below it", async () => {
  const { status, stdout, stderr } = await list(FILE, {});
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.equal(
    stdout,
    `PROFILE        TYPE                                                                   REMAINING       MFA DEVICE
default        user with MFA                                                                          me
  default_sts  session of default                                                     30m
old            temporary credentials, no aws_access_key_id, no aws_secret_access_key  expired 2d ago
swallowed      user without MFA device, no aws_secret_access_key
`,
  );
});

Deno.test("list --json has every key, secrets masked, and null where there is none", async () => {
  const { stdout } = await list(FILE, {}, "--json");
  assert.doesNotMatch(stdout, /CANARY/);
  const infos = JSON.parse(stdout);
  assert.equal(infos.length, 4);
  assert.deepEqual(infos[0], {
    profile_name: "default",
    aws_access_key_id: "AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key: "******** (40 chars)",
    aws_session_token: null,
    mfa_device_arn: "arn:aws:iam::123456789012:mfa/me",
    totp_secret_name: "work",
    expiration_datetime: null,
    managed: false,
    expired: null,
    kind: "user",
    source_profile: null,
    role_arn: null,
    remaining_seconds: null,
  });
  assert.deepEqual(infos[1], {
    profile_name: "default_sts",
    aws_access_key_id: "ASIAIOSFODNN7EXAMPLE",
    aws_secret_access_key: "******** (40 chars)",
    aws_session_token: "******** (12 chars)",
    mfa_device_arn: null,
    totp_secret_name: null,
    expiration_datetime: "2025-10-05T15:30:00+09:00",
    managed: true,
    expired: false,
    kind: "session",
    source_profile: "default",
    role_arn: null,
    remaining_seconds: 1800,
  });
  const { expired, kind, remaining_seconds } = infos[2];
  assert.deepEqual([expired, kind, remaining_seconds], [true, "session", 0]);
});

Deno.test("list shows no secret at any verbosity", async () => {
  for (const level of ["0", "1", "2"]) {
    for (const isTerminal of [true, false]) {
      const { stdout, stderr } = await list(FILE, { isTerminal }, "-v", level);
      assert.doesNotMatch(stdout + stderr, /CANARY/);
    }
  }
});

Deno.test("list truncates no name, and fits the terminal if the names do", async () => {
  const names = [
    "日本語のプロファイル名前".repeat(2),
    "👩‍👩‍👧‍👦 family",
    "x".repeat(300),
  ];
  const file = names.map((name) => `[${name}]\nk = v\n`).join("") + FILE;
  for (const columns of [20, 60, 80, 200]) {
    const { stdout } = await list(file, { isTerminal: true, columns });
    for (const name of names) assert.ok(stdout.includes(sanitize(name)), name);
    for (const line of stdout.split("\n")) {
      if (columns < 60 || line.startsWith("x")) continue;
      assert.ok(stringWidth(line) <= columns, line);
    }
  }
});

Deno.test("list NAME shows the profile and its sessions, with JSON in file order", async () => {
  const names = async (...args: string[]) => {
    const { stdout } = await list(FILE, {}, "--json", ...args);
    return JSON.parse(stdout).map(
      ({ profile_name }: { profile_name: string }) => profile_name,
    );
  };
  assert.deepEqual(await names("default"), ["default", "default_sts"]);
  assert.deepEqual(await names("default_sts"), ["default_sts"]);
  assert.deepEqual(await names("old", "default_sts"), ["default_sts", "old"]);
  assert.deepEqual(await names("-n", "old", "--profile_name=swallowed"), [
    "old",
    "swallowed",
  ]);
  const { stdout } = await list(FILE, {}, "default_sts");
  assert.match(stdout, /^default_sts {2}session of default {2}30m$/m);
});

Deno.test("list NAME refuses a profile that is in neither file", async () => {
  const { status, stdout, stderr } = await list(FILE, {}, "old", "defalt");
  assert.deepEqual([status, stdout], [1, ""]);
  assert.equal(
    stderr,
    'updsts: error: there is no profile "defalt" in the credentials file\nupdsts: hint: did you mean "default"?\n',
  );
  assert.equal((await list(FILE, {}, "a\nb")).status, 2);
});

Deno.test("list shows the serial number of a hardware device, and no other text", async () => {
  for (
    const [device, shown] of [
      ["arn:aws-us-gov:iam::123456789012:mfa/path/me", "path/me"],
      ["GAHT12345678", "GAHT12345678"],
      ["CANARY", "not an ARN"],
    ]
  ) {
    const file = `[a]\naws_access_key_id = x\naws_secret_access_key = x\n` +
      `mfa_serial = ${device}\n`;
    const { stdout } = await list(file, {});
    assert.ok(stdout.endsWith(` ${shown}\n`), stdout);
  }
});

Deno.test("list shows the profiles of the config, and continues if it cannot be read", async () => {
  await using home = await makeHome("[keys]\naws_access_key_id = x\n");
  const config = join(home.path, ".aws", "config");
  await Deno.writeTextFile(
    config,
    "[profile admin]\nrole_arn = x\nsource_profile = keys\n",
  );
  const run = () => runIn({ home: home.path }, "list");
  assert.match((await run()).stdout, /^admin +role via keys$/m);
  await Deno.remove(config);
  await Deno.mkdir(config);
  const { status, stdout, stderr } = await run();
  assert.equal(status, 0);
  assert.match(stdout, /^keys /m);
  assert.match(stderr, /^updsts: warning: cannot read .*config/);
});

Deno.test("list replaces control characters in a name", async () => {
  const file = "[a\u001b[2J\u202eb]\nk = v\n[c\u009b31m]\n";
  for (const args of [[], ["--json"]]) {
    const { stdout } = await list(file, {
      isTerminal: true,
      env: {
        NO_COLOR: "1",
      },
    }, ...args);
    // deno-lint-ignore no-control-regex -- control characters are what it looks for
    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  }
  const { stdout } = await list(file, {}, "--json");
  assert.equal(JSON.parse(stdout)[0].profile_name, "a\u001b[2J\u202eb");
});

Deno.test("list has colour at a terminal only, never with NO_COLOR or TERM=dumb", async () => {
  const hasColor = async (fake: FakeRuntime) =>
    (await list(FILE, fake)).stdout.includes("\u001b[");
  assert.equal(await hasColor({ isTerminal: true }), true);
  assert.equal(await hasColor({ isTerminal: false }), false);
  assert.equal(
    await hasColor({ isTerminal: true, env: { NO_COLOR: "1" } }),
    false,
  );
  assert.equal(
    await hasColor({ isTerminal: true, env: { TERM: "dumb" } }),
    false,
  );
});

Deno.test("list reports a file without profiles, and prints [] as JSON", async () => {
  assert.match((await list("# nothing\n", {})).stdout, /^no profiles in /);
  assert.equal((await list("", {}, "--json")).stdout, "[]\n");
});

Deno.test("list of a missing file fails with a hint", async () => {
  const { status, stderr } = await runIn({ home: "/nonexistent" }, "list");
  assert.equal(status, 1);
  assert.equal(
    stderr,
    `updsts: error: there is no credentials file ${
      join("/nonexistent", ".aws", "credentials")
    }\nupdsts: hint: create it with "aws configure", or name another with -c\n`,
  );
});

Deno.test("list shows the config's profiles where there is no credentials file", async () => {
  await using home = await makeHome("");
  await Deno.remove(home.credentials);
  await Deno.writeTextFile(
    join(home.path, ".aws", "config"),
    "[profile sso]\nsso_session = x\n",
  );
  const { status, stdout } = await runIn({ home: home.path }, "list");
  assert.equal(status, 0);
  assert.match(stdout, /^sso +SSO$/m);
});

Deno.test("list of a file that the AWS CLI rejects names the line", async () => {
  const { status, stdout, stderr } = await list("[a]\nCANARY\n", {});
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^updsts: error: line 2: a line without "="\n/);
  assert.doesNotMatch(stderr, /CANARY/);
});

Deno.test("list warns of a file that other users can read, but not with --json", async () => {
  if (Deno.build.os === "windows") return;
  await using home = await makeHome(FILE);
  await Deno.chmod(home.credentials, 0o644);
  const runtime = { now: NOW, home: home.path };
  const { stderr } = await runIn(runtime, "list");
  assert.match(stderr, /^updsts: warning: other users can access .*chmod 600/);
  assert.equal((await runIn(runtime, "list", "--json")).stderr, "");
});
