import assert from "node:assert/strict";
import { makeHome } from "../support/updsts.ts";
import { CLEAN_FILES, FAULTY_FILES } from "../credentials/faulty_files.ts";
import { OLD_BLOCK } from "../credentials/samples.ts";
import { type FakeOutcome, type FakeWorld, runIn } from "./fake_world.ts";

const NOW = new Date("2025-10-05T06:00:00Z");
const KEYS = "[default]\naws_secret_access_key = CANARY\n";

interface DoctorOutcome extends FakeOutcome {
  after: string;
  names: string[];
  mode: number;
}

async function doctor(
  text: string | Uint8Array,
  args: string[] = [],
  { mode = 0o600, ...fake }: FakeWorld & { mode?: number } = {},
): Promise<DoctorOutcome> {
  await using home = await makeHome(text);
  if (Deno.build.os !== "windows") await Deno.chmod(home.credentials, mode);
  const world = { now: NOW, home: home.path, ...fake };
  const outcome = await runIn(world, "doctor", ...args);
  const stdout = outcome.stdout.replaceAll(home.path, "HOME");
  const stderr = outcome.stderr.replaceAll(home.path, "HOME");
  assert.doesNotMatch(stdout + stderr, /CANARY/);
  const info = await Deno.stat(home.credentials);
  return {
    ...{ status: outcome.status, stdout, stderr },
    after: await home.read(),
    names: await home.names(),
    mode: (info.mode ?? 0o600) & 0o777,
  };
}

for (const [name, text] of CLEAN_FILES) {
  Deno.test(`"updsts doctor" of ${name} finds nothing and exits 0`, async () => {
    const { status, stdout, stderr } = await doctor(text);
    assert.deepEqual(
      { status, stdout, stderr },
      {
        status: 0,
        stdout: "nothing found in HOME/.aws/credentials\n",
        stderr: "",
      },
    );
  });
}

for (const { name, text, finds } of FAULTY_FILES) {
  const isError = finds.some(([, severity]) => severity === "error");
  Deno.test(`"updsts doctor" of ${name} exits ${isError ? 1 : 0} and writes nothing`, async () => {
    const { status, stdout, stderr, after, names } = await doctor(text);
    assert.equal(status, isError ? 1 : 0);
    for (const [, severity, line] of finds) {
      assert.ok(stdout.includes(`line ${line}: ${severity}: `), stdout);
    }
    assert.equal(stderr !== "", isError);
    assert.equal(after, text);
    assert.deepEqual(names, ["credentials"]);
  });
}

Deno.test("doctor writes a paragraph for each finding, and a count", async () => {
  const { stdout, stderr } = await doctor(`${KEYS}region: x\n${OLD_BLOCK}`);
  assert.equal(
    stdout,
    `line 3: error: "region" has ":" in the place of "="
  why: the AWS SDK for JavaScript ignores the line, and the one for Java rejects the file
  fix: write it as key = value

line 5: warning: the session [default_sts] is over
  why: AWS refuses its keys
  fix: renew it with "updsts get", or remove it with "updsts clean" or "updsts doctor --fix"

1 error, 1 warning in HOME/.aws/credentials
`,
  );
  assert.equal(
    stderr,
    `updsts: error: 1 fault in or around HOME/.aws/credentials will make a tool fail
updsts: hint: do what stands behind "fix:", then run this again
`,
  );
});

Deno.test("doctor --json is one document, and the failure another", async () => {
  const { status, stdout, stderr } = await doctor(`${KEYS}region: x\n`, [
    "--json",
  ]);
  assert.equal(status, 1);
  assert.deepEqual(JSON.parse(stdout), {
    fixed: [],
    findings: [{
      code: "setting_spelling",
      severity: "error",
      line: 3,
      message: '"region" has ":" in the place of "="',
      why:
        "the AWS SDK for JavaScript ignores the line, and the one for Java rejects the file",
      fix: "write it as key = value",
    }],
    diff: "",
  });
  assert.equal(JSON.parse(stderr).error.code, "faults_found");
});

Deno.test("doctor finds what is not UTF-8, and --fix leaves it alone", async () => {
  for (const args of [[], ["--fix"]]) {
    const { status, stdout } = await doctor(
      new Uint8Array([0x5b, 0x61, 0xff, 0x5d, 0x0a]),
      args,
    );
    assert.equal(status, 1);
    assert.match(stdout, /^error: the file is not UTF-8 text\n/);
  }
});

Deno.test("doctor names variables that win over the file, and shows no value", async () => {
  const env = {
    AWS_ACCESS_KEY_ID: "CANARY",
    AWS_SECRET_ACCESS_KEY: "CANARY",
    AWS_SESSION_TOKEN: "CANARY",
    AWS_PROFILE: "CANARY",
    AWS_DEFAULT_PROFILE: "default",
    AWS_SECURITY_TOKEN: "",
  };
  const { status, stdout } = await doctor(KEYS, ["--json"], { env });
  assert.equal(status, 1);
  assert.deepEqual(
    JSON.parse(stdout).findings
      .map(({ code, message }: Record<string, string>) => [code, message]),
    [
      [
        "environment_shadows",
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set",
      ],
      ["environment_profile", "AWS_PROFILE names a profile that is not there"],
    ],
  );
});

Deno.test("doctor takes an empty variable for none", async () => {
  const env = { AWS_ACCESS_KEY_ID: "", AWS_SESSION_TOKEN: "", AWS_PROFILE: "" };
  assert.match((await doctor(KEYS, [], { env })).stdout, /^nothing found/);
});

Deno.test("doctor looks for the profile of AWS_PROFILE in the config file too", async () => {
  await using home = await makeHome(KEYS);
  await Deno.writeTextFile(`${home.path}/.aws/config`, "[profile admin]\n");
  const env = { AWS_PROFILE: "admin" };
  const { status } = await runIn({ home: home.path, env }, "doctor");
  assert.equal(status, 0);
});

Deno.test({
  name:
    "doctor says that others can get at the file, once; --fix keeps them out",
  ignore: Deno.build.os === "windows",
  async fn() {
    const seen = await doctor(KEYS, [], { mode: 0o644 });
    assert.equal(seen.status, 0);
    assert.match(seen.stdout, /^warning: other users of this computer/);
    assert.equal(seen.stderr, "");
    assert.equal(seen.mode, 0o644);
    const fixed = await doctor(KEYS, ["--fix"], { mode: 0o644 });
    assert.deepEqual([fixed.status, fixed.mode], [0, 0o600]);
    assert.equal(fixed.after, KEYS);
    assert.equal(
      fixed.stdout,
      "fixed: other users of this computer can get at the file\n\n" +
        "nothing else found in HOME/.aws/credentials\n",
    );
    assert.equal((await doctor(KEYS, ["--fix"], { mode: 0o440 })).mode, 0o400);
  },
});

Deno.test("doctor --fix removes what is over, shows the diff, and says what is left", async () => {
  const { status, stdout, after, names } = await doctor(
    `${KEYS}${OLD_BLOCK}region: x\n`,
    ["--fix"],
  );
  assert.equal(status, 1);
  assert.deepEqual(names, ["credentials"]);
  assert.match(after, /\[default_sts\]\n# \$}}}.*\nregion: x\n$/);
  assert.equal(
    stdout.split("\n\n")[0],
    `fixed: the session [default_sts] is over
@@ line 2 @@
 aws_secret_access_key = ******** (6 chars)
 # \${{{ key=default [auto update by updsts]
 [default_sts]
-aws_access_key_id = ASIAOLDOLDOLDOLDOLD1
-aws_secret_access_key = ******** (40 chars)
-aws_session_token = ******** (40 chars)
-expiration_datetime = 2024-01-01T00:00:00+09:00
 # $}}} [auto update by updsts]
 region: ******** (1 chars)`,
  );
  assert.match(stdout, /\n\nline 6: error: "region" has ":"/);
});

Deno.test("doctor --fix --json says what was mended", async () => {
  const { status, stdout, after } = await doctor(KEYS + OLD_BLOCK, [
    "--fix",
    "--json",
  ]);
  assert.equal(status, 0);
  const { fixed, findings, diff } = JSON.parse(stdout);
  assert.deepEqual(fixed.map(({ code }: { code: string }) => code), [
    "session_expired",
  ]);
  assert.deepEqual(findings, []);
  assert.match(diff, /^-aws_session_token = \*{8} \(40 chars\)$/m);
  assert.equal(after, KEYS);
});

Deno.test("what went with an expired session is mended too", async () => {
  const { stdout, after } = await doctor(OLD_BLOCK, ["--fix"]);
  assert.equal(after, "");
  assert.deepEqual(stdout.match(/^fixed: .*/gm), [
    'fixed: this block belongs to the profile "default", which is gone',
    "fixed: the session [default_sts] is over",
  ]);
});

Deno.test("doctor --fix leaves a file alone that can't be edited without a choice", async () => {
  const text = `${KEYS}CANARY\n${OLD_BLOCK}`;
  const { status, stdout, stderr, after } = await doctor(text, ["--fix"]);
  assert.equal(status, 1);
  assert.equal(after, text);
  assert.match(stdout, /^line 3: error: a line without "="/);
  assert.match(stdout, /line 5: warning: the session \[default_sts\] is over/);
  assert.match(
    stderr,
    /^updsts: warning: the expired sessions were left alone: line 3: /,
  );
});

Deno.test("doctor --fix of a file without faults leaves the very same file", async () => {
  await using home = await makeHome(KEYS);
  const before = await Deno.stat(home.credentials);
  const { stdout } = await runIn({ home: home.path }, "doctor", "--fix");
  const after = await Deno.stat(home.credentials);
  assert.match(stdout, /^nothing found/);
  assert.deepEqual(
    [after.ino, after.mtime, after.ctime],
    [before.ino, before.mtime, before.ctime],
  );
});

Deno.test("doctor without a file says so", async () => {
  await using home = await makeHome("");
  await Deno.remove(home.credentials);
  const { status, stderr } = await runIn({ home: home.path }, "doctor");
  assert.equal(status, 1);
  assert.match(stderr, /^updsts: error: there is no credentials file/);
});

Deno.test("a name out of the file reaches the terminal as text only", async () => {
  for (const args of [[], ["--json"]]) {
    const { stdout } = await doctor("[a\u001b[2J b]\n", args);
    assert.ok(!stdout.includes("\u001b"));
  }
});
