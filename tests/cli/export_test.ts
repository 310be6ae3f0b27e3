import assert from "node:assert/strict";
import { join } from "node:path";
import { FORMAT_NAMES } from "../../src/cli/export_formats.ts";
import { makeHome } from "../support/updsts.ts";
import { type FakeOutcome, type FakeRuntime, runIn } from "./fake_runtime.ts";

const NOW = new Date("2025-10-05T06:00:00Z");
const ID = "AKIAIOSFODNN7EXAMPLE";
const KEYS =
  `aws_access_key_id = ${ID}\naws_secret_access_key = the/secret+key`;
const FILE = `[default]
${KEYS}

# \${{{ key=default [auto update by updsts]
[default_sts]
${KEYS}
aws_session_token = the/token==
expiration_datetime = 2025-10-05T15:30:00+09:00
# $}}} [auto update by updsts]
`;

async function exportFrom(
  file: string,
  args: string[],
  fake: FakeRuntime = {},
): Promise<FakeOutcome> {
  await using home = await makeHome(file);
  return await runIn({ now: NOW, home: home.path, ...fake }, "export", ...args);
}

async function output(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await exportFrom(FILE, args);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  return stdout;
}

Deno.test("process is what credential_process expects", async () => {
  assert.equal(
    await output("-n", "default_sts", "--format", "process"),
    `{"Version":1,"AccessKeyId":"${ID}","SecretAccessKey":"the/secret+key","SessionToken":"the/token==","Expiration":"2025-10-05T06:30:00Z"}\n`,
  );
});

Deno.test("process has no token and no expiration if the profile has none", async () => {
  const text = await output("-n", "default", "--format", "process");
  assert.deepEqual(JSON.parse(text), {
    Version: 1,
    AccessKeyId: ID,
    SecretAccessKey: "the/secret+key",
  });
});

for (const args of [["--format", "json"], ["--json"]]) {
  Deno.test(`${args.join(" ")} has the names of list --json`, async () => {
    const read = async (name: string) =>
      JSON.parse(await output("-n", name, ...args));
    const session = await read("default_sts");
    assert.ok(
      new Date(session.expiration_datetime).getTime() ===
        new Date("2025-10-05T06:30:00Z").getTime(),
    );
    assert.deepEqual({ ...session, expiration_datetime: "checked" }, {
      profile_name: "default_sts",
      aws_access_key_id: ID,
      aws_secret_access_key: "the/secret+key",
      aws_session_token: "the/token==",
      expiration_datetime: "checked",
      aws_account_id: null,
      region: null,
    });
    assert.deepEqual(await read("default"), {
      profile_name: "default",
      aws_access_key_id: ID,
      aws_secret_access_key: "the/secret+key",
      aws_session_token: null,
      expiration_datetime: null,
      aws_account_id: null,
      region: null,
    });
  });
}

Deno.test("each shell gets the complete session, and older variables are unset", async () => {
  assert.equal(
    await output("-n", "default_sts", "--format", "env"),
    `unset AWS_PROFILE
unset AWS_DEFAULT_PROFILE
unset AWS_SECURITY_TOKEN
unset AWS_CREDENTIAL_SCOPE
export AWS_CREDENTIAL_EXPIRATION='2025-10-05T06:30:00Z'
unset AWS_ACCOUNT_ID
export AWS_SESSION_TOKEN='the/token=='
export AWS_ACCESS_KEY_ID='${ID}'
export AWS_SECRET_ACCESS_KEY='the/secret+key'
`,
  );
  assert.equal(
    await output("-n", "default", "--format", "fish"),
    `set -e AWS_PROFILE; or true;
set -e AWS_DEFAULT_PROFILE; or true;
set -e AWS_SECURITY_TOKEN; or true;
set -e AWS_CREDENTIAL_SCOPE; or true;
set -e AWS_CREDENTIAL_EXPIRATION; or true;
set -e AWS_ACCOUNT_ID; or true;
set -e AWS_SESSION_TOKEN; or true;
set -gx AWS_ACCESS_KEY_ID '${ID}';
set -gx AWS_SECRET_ACCESS_KEY 'the/secret+key';
`,
  );
  assert.equal(
    await output("-n", "default", "--format", "powershell"),
    `$env:AWS_PROFILE = $null
$env:AWS_DEFAULT_PROFILE = $null
$env:AWS_SECURITY_TOKEN = $null
$env:AWS_CREDENTIAL_SCOPE = $null
$env:AWS_CREDENTIAL_EXPIRATION = $null
$env:AWS_ACCOUNT_ID = $null
$env:AWS_SESSION_TOKEN = $null
$env:AWS_ACCESS_KEY_ID = '${ID}'
$env:AWS_SECRET_ACCESS_KEY = 'the/secret+key'
`,
  );
  assert.equal(
    await output("-n", "default", "--format", "cmd"),
    `set "AWS_PROFILE="
set "AWS_DEFAULT_PROFILE="
set "AWS_SECURITY_TOKEN="
set "AWS_CREDENTIAL_SCOPE="
set "AWS_CREDENTIAL_EXPIRATION="
set "AWS_ACCOUNT_ID="
set "AWS_SESSION_TOKEN="
set "AWS_ACCESS_KEY_ID=${ID}"
set "AWS_SECRET_ACCESS_KEY=the/secret+key"
`,
  );
});

Deno.test("env-no-export has no line for AWS_PROFILE", async () => {
  assert.equal(
    await output("-n", "default", "--format", "env-no-export"),
    `AWS_SECURITY_TOKEN=
AWS_CREDENTIAL_SCOPE=
AWS_CREDENTIAL_EXPIRATION=
AWS_ACCOUNT_ID=
AWS_SESSION_TOKEN=
AWS_ACCESS_KEY_ID=${ID}
AWS_SECRET_ACCESS_KEY=the/secret+key
`,
  );
});

for (const format of ["cmd", "env-no-export"]) {
  Deno.test(`${format} refuses every character that could be special, before any output`, async () => {
    for (let code = 0x21; code < 0x7f; code++) {
      const character = String.fromCharCode(code);
      const isPlain = /[\w+/=.:@,-]/.test(character);
      const { status, stdout, stderr } = await exportFrom(
        `[p]\naws_access_key_id = ${ID}\naws_secret_access_key = a${character}b\n`,
        ["-n", "p", "--format", format],
      );
      assert.equal(status, isPlain ? 0 : 1, character);
      if (isPlain) {
        assert.ok(stdout.includes(`AWS_SECRET_ACCESS_KEY=a${character}b`));
        continue;
      }
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /^updsts: error: the value of AWS_SECRET_ACCESS_KEY has a character that this format cannot quote\nupdsts: hint: choose another format/,
      );
      assert.ok(!stderr.includes(`a${character}b`));
    }
  });
}

const DEVICE = "mfa_device_arn = arn:aws:iam::123456789012:mfa/me";
const ROLE = "assumed_role_arn = arn:aws:iam::210987654321:role/admin";
const TEMPORARY = `${KEYS}\naws_session_token = the/token==`;
const block = (lines: string) =>
  `# \${{{ key=default [auto update by updsts]\n[p]\n${TEMPORARY}\n${lines}\n# $}}} [auto update by updsts]\n`;

/** Files, with the account of the profile `p` in them. */
const ACCOUNTS: [what: string, file: string, account: string | undefined][] = [
  ["long-term keys with a device", `[p]\n${KEYS}\n${DEVICE}\n`, "123456789012"],
  [
    "long-term keys with aws_account_id",
    `[p]\n${KEYS}\n${DEVICE}\naws_account_id = 555555555555\n`,
    "555555555555",
  ],
  [
    "a session",
    `[default]\n${KEYS}\n${DEVICE}\n\n${block("")}`,
    "123456789012",
  ],
  [
    "a role's session",
    `[default]\n${KEYS}\n${DEVICE}\naws_account_id = 555555555555\n\n${
      block(ROLE)
    }`,
    "210987654321",
  ],
  [
    "another program's session",
    `[p]\n${TEMPORARY}\n${DEVICE}\n`,
    undefined,
  ],
  [
    "a hardware device",
    `[p]\n${KEYS}\nmfa_serial = GAHT12345678\n`,
    undefined,
  ],
  [
    "text that is no account",
    `[p]\n${KEYS}\naws_account_id = 12'34\n`,
    undefined,
  ],
];

for (const [what, file, account] of ACCOUNTS) {
  Deno.test(`the account of ${what} is ${account ?? "not known"}`, async () => {
    const read = async (format: string) =>
      (await exportFrom(file, ["-n", "p", "--format", format])).stdout;
    assert.equal(JSON.parse(await read("process")).AccountId, account);
    assert.equal(
      JSON.parse(await read("json")).aws_account_id,
      account ?? null,
    );
    const line = account === undefined
      ? "unset AWS_ACCOUNT_ID\n"
      : `export AWS_ACCOUNT_ID='${account}'\n`;
    assert.ok((await read("env")).includes(line));
  });
}

for (
  const [what, credentials, config, region] of [
    ["the session's own", "region = eu-west-1", "us-west-2", "eu-west-1"],
    ["the source profile's, in the config", "", "us-west-2", "us-west-2"],
    ["none that a region can be", "", "a'b", undefined],
  ] as const
) {
  Deno.test(`the exported region is ${what}`, async () => {
    await using home = await makeHome(
      `[default]\n${KEYS}\n\n${block(credentials)}`,
    );
    const path = join(home.path, ".aws", "config");
    await Deno.writeTextFile(path, `[default]\nregion = ${config}\n`);
    const { stdout, stderr } = await runIn(
      { now: NOW, home: home.path },
      ...["export", "-n", "p", "--format", "env-no-export"],
    );
    assert.equal(stderr, "");
    const lines = region === undefined
      ? ""
      : `AWS_REGION=${region}\nAWS_DEFAULT_REGION=${region}\n`;
    assert.equal(stdout.replace(/^(?!AWS_(DEFAULT_)?REGION).*\n/gm, ""), lines);
  });
}

Deno.test("aws_security_token is the token if there is no aws_session_token", async () => {
  const { stdout } = await exportFrom(
    `[old]\n${KEYS}\naws_security_token = legacy\n`,
    ["-n", "old", "--format", "process"],
  );
  assert.equal(JSON.parse(stdout).SessionToken, "legacy");
});

Deno.test("export refuses to print to a terminal, and reads no file", async () => {
  const { status, stdout, stderr } = await runIn(
    { isTerminal: true },
    ...["export", "-n", "default", "--format", "env"],
  );
  assert.equal(status, 2);
  assert.equal(stdout, "");
  assert.equal(
    stderr,
    "updsts: error: export prints secrets, and standard output is a terminal\n" +
      "updsts: hint: pass the output to a program, or add --to-terminal\n",
  );
});

Deno.test("--to-terminal prints the keys to a terminal", async () => {
  const { status, stdout } = await exportFrom(
    FILE,
    ["-n", "default", "--format", "env", "--to-terminal"],
    { isTerminal: true },
  );
  assert.equal(status, 0);
  assert.match(stdout, /the\/secret\+key/);
});

const WRONG: [args: string[], error: string][] = [
  [["-n", "a"], "--format is missing"],
  [["-n", "a", "--format"], "--format needs a value"],
  [["-n", "a", "--format", "CANARY"], "unknown format"],
  [
    ["-n", "a", "--format", "env", "--json"],
    "--json and --format env cannot be combined",
  ],
  [["--format", "env"], "no profile is given"],
  [
    ["-n", "", "--format", "env"],
    "the profile name is empty, too long, or contains control characters",
  ],
];

for (const [args, error] of WRONG) {
  Deno.test(`"updsts export ${args.join(" ")}" is refused and touches nothing`, async () => {
    const { status, stdout, stderr } = await runIn({}, "export", ...args);
    assert.equal(status, 2, stderr);
    assert.equal(stdout, "");
    assert.doesNotMatch(stderr, /CANARY/);
    const said = args.includes("--json")
      ? JSON.parse(stderr).error.message
      : stderr.split("\n")[0]!.slice("updsts: error: ".length);
    assert.equal(said, error);
  });
}

const managed = (source: string, name: string) =>
  `# \${{{ key=${source} [auto update by updsts]\n[${name}]\n${KEYS}\n` +
  `expiration_datetime = 2025-10-05T06:00:00Z\n# $}}} [auto update by updsts]\n`;

/** Files, the profile `p` of which is not to be given on, with error and hint. */
const REFUSED: [why: string, file: string, error: RegExp, hint: string][] = [
  ["is not there", `[q]\n${KEYS}\n`, /no profile "p"/, 'did you mean "q"?'],
  [
    "has no keys",
    "[p]\nregion = CANARY\n",
    /has no aws_access_key_id, no aws_secret_access_key$/,
    "name a profile that has keys in the credentials file",
  ],
  [
    "has an empty key",
    "[p]\naws_access_key_id = x\naws_secret_access_key =\n",
    /has no aws_secret_access_key$/,
    "name a profile that has keys in the credentials file",
  ],
  [
    "has a value that swallowed the line below",
    "[p]\naws_access_key_id = x\n  aws_secret_access_key = CANARY\n",
    /^aws_access_key_id of the profile "p" is not in the format that AWS accepts$/,
    "an indented line below it continues its value: remove the indentation",
  ],
  [
    "has a token with a comment behind it",
    `[p]\n${KEYS}\naws_session_token = CANARY # mine\n`,
    /^aws_session_token of the profile "p" is not in the format that AWS accepts$/,
    "remove spaces, quotes and comments from the line",
  ],
  [
    "has two tokens that differ",
    `[p]\n${KEYS}\naws_session_token = CANARY1\naws_security_token = CANARY2\n`,
    /^aws_security_token and aws_session_token of the profile "p" differ/,
    "delete the line with aws_security_token",
  ],
  [
    "has the key of a session and no token",
    `[p]\n${KEYS.replace("AKIA", "ASIA")}\n`,
    /^the profile "p" has a temporary access key and no aws_session_token$/,
    "get new credentials from the source of these",
  ],
  [
    "is a session that expired this second",
    managed("me", "p"),
    /^the session of the profile "p" expired at 2025-10-05T/,
    'get a new one with "updsts get -n me -sn p"',
  ],
  [
    "is an expired session whose source can't be typed as it is",
    managed("$(CANARY)", "p"),
    /^the session of the profile "p" expired at /,
    'get a new one with "updsts get"',
  ],
  [
    "is an expired session of somebody else's",
    `[p]\n${KEYS}\nexpiration_datetime = 2025-10-05T05:00:00Z\n`,
    /^the session of the profile "p" expired at /,
    "get new credentials from the source of these",
  ],
  [
    "is in a file that the AWS CLI rejects",
    `[p]\n${KEYS}\n[p]\n`,
    /^line 4: the section \[p\] is defined twice/,
    "merge the two sections or rename one",
  ],
];

for (const [why, file, error, hint] of REFUSED) {
  Deno.test(`export refuses a profile that ${why}`, async () => {
    for (const format of FORMAT_NAMES) {
      const { status, stdout, stderr } = await exportFrom(
        file,
        ["-n", "p", "--format", format, "-v", "1"],
      );
      assert.equal(status, 1);
      assert.equal(stdout, "");
      const [, said, advice] =
        /^updsts: error: (.*)\nupdsts: hint: (.*)\n$/m.exec(stderr) ?? [];
      assert.match(said ?? stderr, error);
      assert.equal(advice, hint);
      assert.doesNotMatch(stderr, /CANARY|the\/secret/);
    }
  });
}

Deno.test("the hint omits -sn if it would be the default name", async () => {
  const { stderr } = await exportFrom(
    managed("p", "p_sts"),
    ["-n", "p_sts", "--format", "env"],
  );
  assert.match(stderr, /hint: get a new one with "updsts get -n p"\n/);
});

Deno.test("export writes no secret to standard error at any verbosity", async () => {
  for (const level of ["0", "1", "2"]) {
    const { stderr } = await exportFrom(
      FILE,
      ["-n", "default_sts", "--format", "process", "-v", level],
    );
    assert.doesNotMatch(stderr, /the\/|AKIA/);
  }
});

Deno.test("the help of export says that it prints secrets", async () => {
  const { stdout } = await runIn({}, "export", "--help");
  assert.match(stdout, /Only export and get\s+--format print secrets/);
});
