import assert from "node:assert/strict";
import { makeHome } from "../support/updsts.ts";
import { CLEAN_FILES, FAULTY_FILES } from "../credentials/faulty_files.ts";
import { NEW_BLOCK, OLD_BLOCK } from "../credentials/samples.ts";
import { runIn } from "./fake_runtime.ts";
import { doctor, KEYS, NOW } from "./run_doctor.ts";
import { ignoreOnWindows } from "../support/programs.ts";

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
  const { stdout, stderr } = await doctor(
    `${KEYS}region: eu-west-1\n${OLD_BLOCK}`,
  );
  assert.equal(
    stdout,
    `line 4: error: "region" has ":" in place of "="
  why: the AWS SDK for JavaScript ignores the line, and the one for Java rejects the file
  fix: write it as key = value

line 6: warning: the session [default_sts] has expired
  why: AWS rejects expired keys
  fix: renew it with "updsts get", or remove it with "updsts clean" or "updsts doctor --fix"

1 error, 1 warning in HOME/.aws/credentials
`,
  );
  assert.equal(
    stderr,
    `updsts: error: 1 error in or around HOME/.aws/credentials makes AWS tools fail
updsts: hint: follow the lines that begin with "fix:", then run updsts doctor again
`,
  );
});

Deno.test("doctor --json is one document, and the failure another", async () => {
  const { status, stdout, stderr } = await doctor(
    `${KEYS}region: eu-west-1\n`,
    [
      "--json",
    ],
  );
  assert.equal(status, 1);
  assert.deepEqual(JSON.parse(stdout), {
    fixed: [],
    findings: [{
      code: "setting_syntax",
      severity: "error",
      file: "credentials",
      line: 4,
      message: '"region" has ":" in place of "="',
      why:
        "the AWS SDK for JavaScript ignores the line, and the one for Java rejects the file",
      fix: "write it as key = value",
    }],
    diff: "",
    unseen_variables: [],
  });
  assert.equal(JSON.parse(stderr).error.code, "faults_found");
});

/** The text, with one byte of no UTF-8 in it. */
function notUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text.replace("?", "\x01"));
  return bytes.map((byte) => byte === 1 ? 0xff : byte);
}

Deno.test("doctor reports the line that is not UTF-8, and all other findings of the file", async () => {
  const text = `${KEYS}region: eu-west-1\n# caf?\n${OLD_BLOCK}`;
  for (const args of [[], ["--fix"]]) {
    const { status, stdout, after } = await doctor(notUtf8(text), args, {
      env: { AWS_PROFILE: "gone" },
    });
    assert.equal(status, 1);
    assert.deepEqual(stdout.match(/^.*(error|warning): .*$/gm), [
      "error: AWS_PROFILE names a profile that does not exist",
      'line 4: error: "region" has ":" in place of "="',
      "line 5: error: the line is not UTF-8 text",
      "line 7: warning: the session [default_sts] has expired",
    ]);
    assert.equal(after, text.replace("?", "\ufffd"));
  }
  if (Deno.build.os === "windows") return;
  const fixed = await doctor(notUtf8(text), ["--fix"], { mode: 0o644 });
  assert.equal(fixed.mode, 0o600);
});

Deno.test("doctor names variables that override the file, and shows no value", async () => {
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
        "environment_overrides",
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set",
      ],
      [
        "environment_profile",
        "AWS_PROFILE names a profile that does not exist",
      ],
    ],
  );
});

Deno.test("doctor treats an empty variable as not set", async () => {
  const env = { AWS_ACCESS_KEY_ID: "", AWS_SESSION_TOKEN: "", AWS_PROFILE: "" };
  assert.match((await doctor(KEYS, [], { env })).stdout, /^nothing found/);
});

Deno.test("doctor finds the profile of AWS_PROFILE in the config", async () => {
  await using home = await makeHome(KEYS);
  await Deno.writeTextFile(`${home.path}/.aws/config`, "[profile admin]\n");
  const env = { AWS_PROFILE: "admin" };
  const { status } = await runIn({ home: home.path, env }, "doctor");
  assert.equal(status, 0);
});

Deno.test("doctor reports no missing profile if it cannot read the config", async () => {
  await using home = await makeHome(`[x]\n${NEW_BLOCK}`);
  await Deno.mkdir(`${home.path}/.aws/config`);
  const env = { AWS_PROFILE: "admin" };
  const runtime = { home: home.path, env, now: NOW };
  const { status, stdout, stderr } = await runIn(runtime, "doctor");
  assert.match(stdout, /^nothing found/);
  assert.match(
    stderr,
    /^updsts: warning: cannot read .*config: it is not a regular file; continuing/,
  );
  assert.equal(status, 0);
});

Deno.test("doctor names the variables that it has no permission to read", async () => {
  const unseen = ["AWS_PROFILE", "AWS_SESSION_TOKEN"];
  const { stdout, stderr } = await doctor(KEYS, [], { unseen });
  assert.match(stdout, /^nothing found/);
  assert.equal(
    stderr,
    "updsts: warning: this run may not read AWS_SESSION_TOKEN,AWS_PROFILE; " +
      "add them to --allow-env\n",
  );
  const json = await doctor(KEYS, ["--json"], { unseen });
  assert.deepEqual(JSON.parse(json.stdout).unseen_variables, [
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
  ]);
  assert.equal(json.stderr, "");
});

Deno.test(ignoreOnWindows("file modes", {
  name:
    "doctor says that others can access the file, once; --fix removes their access",
  async fn() {
    const seen = await doctor(KEYS, [], { mode: 0o644 });
    assert.equal(seen.status, 0);
    assert.match(seen.stdout, /^warning: other users of this computer/);
    assert.equal(seen.stderr, "");
    assert.equal(seen.mode, 0o644);
    assert.deepEqual(seen.names, ["credentials"]);
    const fixed = await doctor(KEYS, ["--fix"], { mode: 0o644 });
    assert.deepEqual([fixed.status, fixed.mode], [0, 0o600]);
    assert.equal(fixed.after, KEYS);
    assert.equal(
      fixed.stdout,
      "fixed: other users of this computer can access the file\n\n" +
        "nothing else found in HOME/.aws/credentials\n",
    );
    assert.equal((await doctor(KEYS, ["--fix"], { mode: 0o440 })).mode, 0o400);
  },
}));

Deno.test("doctor reports a missing file", async () => {
  await using home = await makeHome("");
  await Deno.remove(home.credentials);
  const { status, stderr } = await runIn({ home: home.path }, "doctor");
  assert.equal(status, 1);
  assert.match(stderr, /^updsts: error: there is no credentials file/);
});

Deno.test("control characters in a name are not written to the terminal", async () => {
  for (const args of [[], ["--json"]]) {
    const { stdout } = await doctor("[a\u001b[2J b]\n", args);
    assert.ok(!stdout.includes("\u001b"));
  }
});
