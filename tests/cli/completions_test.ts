import assert from "node:assert/strict";
import { makeHome } from "../support/updsts.ts";
import { type FakeRuntime, runIn } from "./fake_runtime.ts";

const SAFE = ["work", "007", "日本", "team:prod", "a.b@c%d/e+f-g"];
/** In each of these some shell, or a terminal, sees more than letters. */
const UNSAFE = [
  ..."$`;&|<>()[]{}*?!#~^'\"\\ \t,=\u2018\u2019\u201c\u202e\u0000\u001b\ufeff",
].map((sign) => `x${sign}y`).concat("-rf", "~root", "@splat", "%1", "+x");

const profile = (name: string) =>
  `[${name}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n`;

async function propose(
  line: string,
  fake: FakeRuntime = {},
): Promise<string[]> {
  const { status, stdout, stderr } = await runIn(
    fake,
    "complete",
    `--line=${line}`,
  );
  assert.equal(status, 0, stderr);
  return stdout.split("\n").slice(0, -1).map((row) => {
    const [text, brief, ...rest] = row.split("\t");
    assert.ok(brief, "PowerShell wants a description for each");
    assert.equal(rest.length, 0);
    return text!;
  });
}

async function proposeFrom(file: string, line: string): Promise<string[]> {
  await using home = await makeHome(file);
  return await propose(line, { home: home.path });
}

Deno.test("the first word is completed with the commands that are not hidden", async () => {
  const commands = await propose("updsts ");
  for (const name of ["get", "list", "export", "completions", "--help"]) {
    assert.ok(commands.includes(name), name);
  }
  assert.ok(!commands.includes("complete"));
  assert.deepEqual(await propose("updsts exp"), ["export"]);
  assert.deepEqual(await propose("updsts constructor "), []);
  assert.deepEqual(await propose("updsts nosuch -"), []);
});

/** What is typed, and what may come next; nothing is read for it. */
const OPTIONS: [line: string, proposals: string[]][] = [
  ["updsts help exp", ["export"]],
  ["updsts help export ", []],
  ["updsts get --prof", ["--profile"]],
  ["updsts get --profile_", ["--profile_name"]],
  ["updsts get --profile-", ["--profile-name"]],
  ["updsts get --sts_", ["--sts_profile_name"]],
  ["updsts get -s", ["-sn"]],
  ["updsts get -sn", ["-sn"]],
  ["updsts get --he", ["--help"]],
  ["updsts get  -d   900 --dur", []],
  ["updsts get -d=900 --dur", []],
  ["updsts get -d ", []],
  ["updsts get -t -", []],
  ["updsts export --format p", ["process", "powershell"]],
  ["updsts export --format=p", ["--format=process", "--format=powershell"]],
  ["updsts export --json=", []],
  ["updsts completions f", ["fish"]],
  ["updsts completions fish f", []],
  ["updsts mcp c", ["config"]],
  ["updsts mcp config cla", ["claude-code", "claude-desktop"]],
  ["updsts mcp config codex c", []],
];

for (const [line, proposals] of OPTIONS) {
  Deno.test(`behind "${line}" may come ${proposals.join(", ") || "nothing"}`, async () => {
    assert.deepEqual(await propose(line), proposals);
  });
}

Deno.test("for an empty word each option is proposed once", async () => {
  const options = await propose("updsts get -n x ");
  assert.ok(options.includes("--sts-profile-name"));
  assert.ok(!options.includes("--profile"), "it was given");
  assert.ok(options.every((option) => /^--[a-z-]+$/.test(option)));
  assert.ok((await propose("updsts get -")).includes("-sn"));
});

const VALUES: [line: string, prefix: string][] = [
  ["updsts get -n ", ""],
  ["updsts get --profile_name ", ""],
  ["updsts get --profile=", "--profile="],
  ["updsts export --json -n=", "-n="],
];

for (const [line, prefix] of VALUES) {
  Deno.test(`after "${line}" profiles are proposed, without unsafe names`, async () => {
    const file = [...SAFE, ...UNSAFE].filter((name) => name !== "x\u0000y")
      .map(profile).join("");
    assert.deepEqual(
      await proposeFrom(file, line),
      SAFE.map((name) => prefix + name),
    );
  });
}

/** A profile of each kind, some in the config alone. */
async function proposeOfKinds(line: string): Promise<string[]> {
  await using home = await makeHome(
    `${profile("work")}mfa_serial = arn:aws:iam::123456789012:mfa/me
# \${{{ key=work [auto update by updsts]
[work_sts]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_session_token = CANARY
expiration_datetime = 2025-10-05T06:42:00Z
# $}}} [auto update by updsts]
[saml]
aws_session_token = CANARY
[plain]
region = x
`,
  );
  await Deno.writeTextFile(
    `${home.path}/.aws/config`,
    `[profile admin]
role_arn = arn:aws:iam::210987654321:role/admin
source_profile = work
[profile broken]
role_arn = x
[profile ec2]
role_arn = x
credential_source = Environment
[profile "a b"]
role_arn = x
source_profile = work
[profile sso]
sso_session = x
`,
  );
  const { stdout } = await runIn(
    {
      home: home.path,
      now: new Date("2025-10-05T06:00:00Z"),
    },
    "complete",
    `--line=${line}`,
  );
  return stdout.split("\n").slice(0, -1);
}

const WORK = "work\tuser with MFA";
const SESSION = "work_sts\tsession of work, no aws_secret_access_key, 42m";
const SAML =
  "saml\ttemporary credentials, no aws_access_key_id, no aws_secret_access_key, expiry unknown";
const ADMIN = "admin\trole admin@210987654321 via work";
const PLAIN = "plain\tno credentials";

for (
  const [line, proposals] of [
    ["updsts get ", [WORK, ADMIN]],
    ["updsts get -n ", [WORK, ADMIN]],
    ["updsts get --profile=a", [`--profile=${ADMIN}`]],
    ["updsts get work -sn ", [SESSION]],
    ["updsts status ", [SESSION, SAML]],
    ["updsts clean ", [SESSION]],
    ["updsts whoami ", [WORK, SESSION]],
    ["updsts export ", [WORK, SESSION]],
    ["updsts list w", [WORK, SESSION]],
    ["updsts list work w", [SESSION]],
    ["updsts list s", [SAML, "sso\tSSO"]],
    ["updsts list p", [PLAIN]],
  ] as [string, string[]][]
) {
  Deno.test(`behind "${line}" come the profiles that it takes, with what each is`, async () => {
    assert.deepEqual(await proposeOfKinds(line), proposals);
  });
}

Deno.test("options are proposed after a name, and for a word that begins with a hyphen", async () => {
  const file = profile("work") + profile("web");
  for (const name of ["get", "whoami", "export"]) {
    assert.deepEqual(await proposeFrom(file, `updsts ${name} -v 1 `), [
      "work",
      "web",
    ]);
    const next = await proposeFrom(file, `updsts ${name} work `);
    if (name === "get") assert.equal(next.shift(), "web");
    assert.ok(next.every((text) => text.startsWith("--")), next.join());
    assert.ok(!next.includes("--profile"));
    assert.ok((await proposeFrom(file, `updsts ${name} -`)).includes("-n"));
  }
  assert.deepEqual(await proposeFrom(file, "updsts list work "), ["web"]);
  const others = await proposeFrom(file, "updsts list work web ");
  assert.ok(!others.includes("--profile") && others.includes("--json"));
});

Deno.test("options are proposed if the credentials file cannot be read", async () => {
  const options = await propose("updsts get ", { home: "/nonexistent" });
  assert.ok(options.includes("--profile"));
});

Deno.test("a name with a NUL character is not proposed", async () => {
  assert.deepEqual(await proposeFrom("[x\u0000y]\n", "updsts get -n "), []);
});

Deno.test("the profiles are those of the file that the line names", async () => {
  await using home = await makeHome(profile("other"));
  for (const option of ["-c ", "-c=", "--credential_file "]) {
    const line = `updsts get ${option}${home.credentials} -n `;
    assert.deepEqual(await propose(line, { home: "/nonexistent" }), ["other"]);
  }
});

Deno.test("profiles of an invalid file are proposed", async () => {
  const file = "nonsense\n" + profile("a") + profile("a") + profile("b");
  assert.deepEqual(await proposeFrom(file, "updsts get -n "), ["a", "b"]);
});

for (const shell of ["bash", "zsh", "fish", "powershell"]) {
  Deno.test(`completions ${shell} prints a script and reads no file`, async () => {
    const { status, stdout } = await runIn({}, "completions", shell);
    assert.equal(status, 0);
    assert.match(
      stdout,
      new RegExp(`# updsts completions for ${shell}\\n`, "i"),
    );
    assert.match(stdout, /updsts complete .*--line=/);
    assert.ok(stdout.endsWith("\n"));
  });
}

// What else is unknown is in usage_test.ts.
for (const shell of ["", "tcsh", "toString"]) {
  Deno.test(`"updsts completions ${shell}" is refused`, async () => {
    const { status, stdout, stderr } = await runIn({}, "completions", shell);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^updsts: error: unknown shell( "tcsh": bash\?)?\nupdsts: hint: choose one of bash, zsh, fish, powershell\n$/,
    );
  });
}
