import assert from "node:assert/strict";
import { join } from "node:path";
import { makeHome } from "../support/updsts.ts";
import { type FakeOutcome, runIn } from "./fake_runtime.ts";

const NOW = new Date("2025-10-05T06:00:00Z");
const KEYS = `aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY-secret-access-key-of-the-session0
aws_session_token = CANARY-token
`;

function block(source: string, name: string, expiration: string): string {
  return `# \${{{ key=${source} [auto update by updsts]
[${name}]
${KEYS}expiration_datetime = ${expiration}
# $}}} [auto update by updsts]
`;
}

const DEFAULT = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n";
const FILE = [
  DEFAULT,
  "[work]\nregion = x\n[many]\nregion = x\n",
  block("default", "default_sts", "2025-10-05T06:42:00Z"),
  block("default", "other", "2025-10-05T06:10:00Z"),
  block("work", "scoped", "2025-10-03T05:00:00Z"),
  block("many", "m1", "2025-10-06T07:00:00Z"),
  block("many", "m2", "2025-10-05T06:00:30Z"),
  block("elsewhere", "many_sts", "2025-10-06T07:00:00Z"),
  block("unknown", "unknown_sts", "soon"),
  `[aws-mfa]\n${KEYS}expiration = 2025-10-05 08:00:00\n`,
].join("");

async function status(file: string, ...args: string[]): Promise<FakeOutcome> {
  await using home = await makeHome(file);
  const outcome = await runIn(
    { now: NOW, home: home.path },
    "status",
    ...args,
  );
  assert.doesNotMatch(outcome.stdout + outcome.stderr, /CANARY/);
  return outcome;
}

for (
  const [args, line, exit] of [
    [[], "default_sts 42m", 0],
    [["default"], "default_sts 42m", 0],
    [["other"], "other 10m", 0],
    [["-n", "m2"], "m2 <1m", 0],
    [["scoped"], "scoped expired 2d ago", 1],
    // The only session of the profile, under another name.
    [["work"], "scoped expired 2d ago", 1],
    [["many_sts"], "many_sts 1d 1h", 0],
    [["unknown"], "unknown_sts expiry unknown", 1],
    // Of another tool.
    [["aws-mfa"], "aws-mfa 2h", 0],
  ] as [string[], string, number][]
) {
  Deno.test(`"updsts ${["status", ...args].join(" ")}" prints ${line}`, async () => {
    assert.deepEqual(await status(FILE, ...args), {
      status: exit,
      stdout: `${line}\n`,
      stderr: "",
    });
  });
}

for (
  const [what, file, args, exit, error] of [
    [
      "a profile without a session",
      DEFAULT,
      ["default"],
      1,
      'there is no session of the profile "default" in the credentials file\nupdsts: hint: get one with "updsts get -n default"',
    ],
    [
      "a file without a session",
      DEFAULT,
      [],
      1,
      'there is no session in the credentials file\nupdsts: hint: get one with "updsts get"',
    ],
    [
      "an unknown profile",
      FILE,
      ["nowhere"],
      1,
      'there is no session of the profile "nowhere" in the credentials file\nupdsts: hint: get one with "updsts get -n nowhere"',
    ],
    [
      "a profile with several sessions",
      FILE,
      ["many"],
      2,
      "there are several sessions: m1, m2\nupdsts: hint: name one: updsts status NAME",
    ],
    [
      "several sessions without a name",
      block("a", "a_sts", "soon") + block("b", "b_sts", "soon"),
      [],
      2,
      "there are several sessions: a_sts, b_sts\nupdsts: hint: name one: updsts status NAME",
    ],
  ] as [string, string, string[], number, string][]
) {
  Deno.test(`status prints a hint for ${what}`, async () => {
    assert.deepEqual(await status(file, ...args), {
      status: exit,
      stdout: "",
      stderr: `updsts: error: ${error}\n`,
    });
  });
}

Deno.test("status without a name shows the only session, of any profile", async () => {
  const file = DEFAULT + block("work", "work_sts", "2025-10-05T07:00:00Z");
  assert.equal((await status(file)).stdout, "work_sts 1h\n");
});

Deno.test("status --json is the element of list --json, with the same exit status", async () => {
  const { status: exit, stdout } = await status(FILE, "work", "--json");
  assert.equal(exit, 1);
  const { profile_name, kind, source_profile, remaining_seconds, expired } =
    JSON.parse(stdout);
  assert.deepEqual(
    { profile_name, kind, source_profile, remaining_seconds, expired },
    {
      profile_name: "scoped",
      kind: "session",
      source_profile: "work",
      remaining_seconds: 0,
      expired: true,
    },
  );
});

Deno.test("status does not read the config", async () => {
  await using home = await makeHome(FILE);
  await Deno.mkdir(join(home.path, ".aws", "config"));
  const runtime = { now: NOW, home: home.path };
  const { stdout, stderr } = await runIn(runtime, "status");
  assert.deepEqual([stdout, stderr], ["default_sts 42m\n", ""]);
});

Deno.test("status replaces control characters in a name", async () => {
  const { stdout } = await status(block("a", "a\u001b[2J", "soon"), "a");
  assert.equal(stdout, "a\ufffd[2J expiry unknown\n");
});
