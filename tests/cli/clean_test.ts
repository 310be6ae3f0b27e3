import assert from "node:assert/strict";
import { makeHome } from "../support/updsts.ts";
import { type FakeOutcome, runIn } from "./fake_runtime.ts";

const NOW = new Date("2025-10-05T06:00:00Z");
const OVER = "2025-10-05T06:00:00Z";
const GOOD = "2025-10-05T15:30:00+09:00";

function block(
  source: string,
  section: string,
  end: string,
  more = "",
): string {
  return `# \${{{ key=${source} [auto update by updsts]
[${section}]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY-secret-access-key-of-the-session0
aws_session_token = CANARY-token
expiration_datetime = ${end}
${more}# $}}} [auto update by updsts]
`;
}

const DEFAULT = `[default]
aws_secret_access_key = CANARY-secret-access-key-of-the-profile0
# CANARY-in-a-comment
`;
const WORK = "[work]\nregion = eu-west-1\n";
const FILE = [
  DEFAULT,
  block("default", "default_sts", OVER),
  block("default", "second", OVER),
  block("default", "good", GOOD),
  WORK,
  block("work", "work_sts", OVER, "region = eu-west-1\n"),
].join("");

interface CleanOutcome extends FakeOutcome {
  after: string;
  names: string[];
}

async function clean(text: string, ...args: string[]): Promise<CleanOutcome> {
  await using home = await makeHome(text);
  const outcome = await runIn(
    { now: NOW, home: home.path },
    "clean",
    ...args,
  );
  const words = outcome.stdout + outcome.stderr;
  assert.doesNotMatch(words, /CANARY/);
  return { ...outcome, after: await home.read(), names: await home.names() };
}

const EMPTIED = block("work", "work_sts", OVER, "region = eu-west-1\n")
  .replace(/^(aws_|expiration).*\n/gm, "");

const SAID = {
  default_sts: "default_sts, expired less than a minute ago\n",
  second: "second, expired less than a minute ago\n",
  work_sts:
    "work_sts, expired less than a minute ago; its section stays because it contains your own lines\n",
};

for (
  const [args, after, said] of [
    [
      [],
      DEFAULT + block("default", "good", GOOD) + WORK + EMPTIED,
      [SAID.default_sts, SAID.second, SAID.work_sts],
    ],
    [
      ["-n", "default"],
      FILE.replace(block("default", "default_sts", OVER), "")
        .replace(block("default", "second", OVER), ""),
      [SAID.default_sts, SAID.second],
    ],
    [
      ["-n", "second"],
      FILE.replace(block("default", "second", OVER), ""),
      [SAID.second],
    ],
    [
      ["--profile_name=work"],
      FILE.replace(
        block("work", "work_sts", OVER, "region = eu-west-1\n"),
        EMPTIED,
      ),
      [SAID.work_sts],
    ],
    [["-n", "good"], FILE, []],
  ] as [string[], string, string[]][]
) {
  Deno.test(`"updsts ${["clean", ...args].join(" ")}" removes expired sessions, and no other byte`, async () => {
    const outcome = await clean(FILE, ...args);
    assert.equal(outcome.status, 0, outcome.stderr);
    assert.equal(outcome.after, after);
    assert.deepEqual(outcome.names, ["credentials"]);
    if (said.length > 0) {
      assert.equal(
        outcome.stdout,
        said.map((line) => `removed ${line}`).join(""),
      );
    } else {
      assert.match(outcome.stdout, /^nothing to remove in .*credentials\n$/);
    }
  });
}

Deno.test("clean --dry-run shows the diff, secrets masked, and writes nothing", async () => {
  const { status, stdout, after } = await clean(
    FILE,
    "-n",
    "default_sts",
    "--dry-run",
  );
  assert.equal(status, 0);
  assert.equal(after, FILE);
  assert.equal(
    stdout,
    `@@ line 1 @@
 [default]
 aws_secret_access_key = ******** (40 chars)
 # ******** (19 chars)
-# \${{{ key=default [auto update by updsts]
-[default_sts]
-aws_access_key_id = ASIAIOSFODNN7EXAMPLE
-aws_secret_access_key = ******** (40 chars)
-aws_session_token = ******** (12 chars)
-expiration_datetime = ${OVER}
-# $}}} [auto update by updsts]
 # \${{{ key=default [auto update by updsts]
 [second]
 aws_access_key_id = ASIAIOSFODNN7EXAMPLE
would remove ${SAID.default_sts}`,
  );
});

Deno.test("each hunk of a diff has the number of its first line", async () => {
  const { stdout } = await clean(FILE, "--dry-run");
  assert.deepEqual(stdout.match(/^@@.*/gm), ["@@ line 1 @@", "@@ line 26 @@"]);
  assert.match(stdout, /@@ line 26 @@\n region = eu-west-1\n # /);
});

Deno.test("clean --json is one document", async () => {
  for (const args of [[], ["--dry-run"]]) {
    const { stdout, stderr } = await clean(
      FILE,
      "--json",
      "-n",
      "work",
      ...args,
    );
    assert.equal(stderr, "");
    const { diff, removed, dry_run } = JSON.parse(stdout);
    assert.match(diff, /^-aws_session_token = \*{8} \(12 chars\)$/m);
    const { expiration_datetime } = removed[0];
    assert.deepEqual({ removed, dry_run }, {
      removed: [{
        profile_name: "work_sts",
        source_profile: "work",
        expiration_datetime,
        section_kept: true,
      }],
      dry_run: args.length > 0,
    });
    assert.equal(
      Date.parse(expiration_datetime),
      NOW.getTime(),
    );
  }
});

Deno.test("clean does not replace a file without expired sessions", async () => {
  await using home = await makeHome(DEFAULT);
  const before = await Deno.stat(home.credentials);
  await runIn({ now: NOW, home: home.path }, "clean");
  const after = await Deno.stat(home.credentials);
  assert.deepEqual([after.ino, after.mtime], [before.ino, before.mtime]);
});

Deno.test("clean keeps sessions without a valid expiry, and sections outside of blocks", async () => {
  const text = block("a", "a_sts", "tomorrow") +
    block("b", "b_sts", OVER).replace(/expiration.*\n/, "") +
    `[c]\nexpiration_datetime = ${OVER}\n`;
  const { status, stdout, after } = await clean(text);
  assert.equal(status, 0);
  assert.match(stdout, /^nothing to remove/);
  assert.equal(after, text);
});

for (
  const [what, text, args, error, hint] of [
    [
      "an unknown name",
      FILE,
      ["-n", "secnd"],
      'there is no profile "secnd" in the credentials file',
      'did you mean "second"?',
    ],
    [
      "a file that the AWS CLI rejects",
      `${FILE}CANARY\n`,
      [],
      'line 35: a line without "="',
      "write it as key = value, put # before it, or delete it",
    ],
    [
      "a begin tag without its end",
      `${FILE}# \${{{ key=a [auto update by updsts]\n`,
      [],
      "line 35: a block begins here that has no end tag",
      'put "# $}}} [auto update by updsts]" after the block\'s last line, or delete the tag',
    ],
    [
      "a value that goes on in an indented line",
      FILE.replace("CANARY-token", "CANARY-token\n  CANARY"),
      [],
      'line 9: an indented line continues the value of "aws_session_token"',
      "remove the line's indentation, or delete it",
    ],
  ] as [string, string, string[], string, string][]
) {
  for (const more of [[], ["--dry-run"]]) {
    Deno.test(`clean ${more} refuses ${what} and writes nothing`, async () => {
      const { status, stdout, stderr, after, names } = await clean(
        text,
        ...args,
        ...more,
      );
      assert.equal(status, 1);
      assert.equal(stdout, "");
      assert.equal(stderr, `updsts: error: ${error}\nupdsts: hint: ${hint}\n`);
      assert.equal(after, text);
      assert.deepEqual(names, ["credentials"]);
    });
  }
}

Deno.test("clean NAME works for a block whose source profile does not exist", async () => {
  const { status, after } = await clean(block("gone", "x", OVER), "-n", "gone");
  assert.deepEqual([status, after], [0, ""]);
});

Deno.test("clean keeps the mode of the file, and warns once if other users can read it", async () => {
  if (Deno.build.os === "windows") return;
  await using home = await makeHome(FILE);
  await Deno.chmod(home.credentials, 0o644);
  const { stderr } = await runIn({ now: NOW, home: home.path }, "clean");
  assert.match(stderr, /^updsts: warning: other users can access [^\n]*\n$/);
  const { mode } = await Deno.stat(home.credentials);
  assert.equal(mode! & 0o777, 0o644);
});

Deno.test("clean reports a missing file", async () => {
  await using home = await makeHome("");
  await Deno.remove(home.credentials);
  const { status, stderr } = await runIn({ home: home.path }, "clean");
  assert.equal(status, 1);
  assert.match(stderr, /^updsts: error: there is no credentials file/);
  assert.deepEqual(await home.names(), []);
});

Deno.test("control characters in a name are not written to the terminal", async () => {
  const text = block("a\u001b[2J", "b\u001b[2J", OVER);
  for (const args of [[], ["--dry-run"], ["--json"]]) {
    const { stdout } = await clean(text, ...args);
    assert.ok(!stdout.includes("\u001b"));
  }
});

Deno.test("clean keeps long-term access keys that another tool wrote into a block", async () => {
  const text = DEFAULT + block("default", "default_sts", OVER)
    .replace("ASIA", "AKIA");
  for (const args of [[], ["-n", "default_sts"]]) {
    const { status, stdout, after } = await clean(text, ...args);
    assert.equal(status, 0);
    assert.match(stdout, /^nothing to remove/);
    assert.equal(after, text);
  }
});

const LIVE = block("default", "good", GOOD);

for (
  const [args, after, said] of [
    [["good"], FILE.replace(LIVE, ""), ["good"]],
    [
      ["default"],
      FILE.replace(LIVE, "").replace(block("default", "default_sts", OVER), "")
        .replace(block("default", "second", OVER), ""),
      ["default_sts", "second", "good"],
    ],
  ] as [string[], string, string[]][]
) {
  Deno.test(`"updsts clean ${args} --live" removes sessions that have not expired`, async () => {
    const outcome = await clean(FILE, ...args, "--live");
    assert.equal(outcome.status, 0, outcome.stderr);
    assert.equal(outcome.after, after);
    const names = outcome.stdout.match(/(?<=^removed )\w+/gm);
    assert.deepEqual(names, said);
    assert.match(
      outcome.stdout,
      /^removed good, valid for another 30 minutes$/m,
    );
  });
}

Deno.test("clean --live --dry-run shows what would be removed, and writes nothing", async () => {
  const { status, stdout, after } = await clean(
    FILE,
    "good",
    "--live",
    "--dry-run",
  );
  assert.equal(status, 0);
  assert.equal(after, FILE);
  assert.match(stdout, /^-\[good\]$/m);
  assert.match(stdout, /^would remove good, valid for another 30 minutes$/m);
});

Deno.test("clean --live removes a session whose expiry is unknown, and is JSON", async () => {
  const { stdout, after } = await clean(
    block("a", "a_sts", "tomorrow"),
    ...["a_sts", "--live", "--json"],
  );
  assert.equal(after, "");
  assert.deepEqual(JSON.parse(stdout).removed, [{
    profile_name: "a_sts",
    source_profile: "a",
    expiration_datetime: null,
    section_kept: false,
  }]);
});

Deno.test("clean --live keeps what is not a session of updsts", async () => {
  const keys = block("default", "keys", GOOD).replace("ASIA", "AKIA");
  const empty = EMPTIED.replaceAll("work_sts", "empty");
  const text = `[other]\naws_session_token = x\nexpiration = ${OVER}\n` + keys +
    empty;
  for (const name of ["other", "keys", "empty", "default"]) {
    const { status, stdout, after } = await clean(
      text + DEFAULT,
      name,
      "--live",
    );
    assert.equal(status, 0);
    assert.match(stdout, /^nothing to remove/);
    assert.equal(after, text + DEFAULT);
  }
});
