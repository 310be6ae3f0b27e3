/** Other programs take what export gives. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { installedIn } from "../support/installed.ts";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { usualFile } from "../support/scene.ts";
import { shellsHere } from "../support/shells.ts";
import { startSimulatedSts } from "../support/simulated_sts.ts";
import { atTerminal, hasTerminals } from "../support/terminal.ts";
import { virtualMfaDevice } from "../support/totp.ts";
import {
  executable,
  makeHome,
  runUpdsts,
  updstsCommand,
  updstsEnv,
  writeSettled,
} from "../support/updsts.ts";

const SECRET = `"a$(CANARY)'b\`CANARY\`;c\\'d#!~*\\`;
const FILE = `[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}

# \${{{ key=default [auto update by updsts]
[default_sts]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
aws_session_token = -${SECRET}
expiration_datetime = 2999-10-05T15:30:00+09:00
# $}}} [auto update by updsts]
`;

/** What stays of older keys would be taken for a part of the new ones. */
const OLDER = {
  AWS_PROFILE: "CANARY",
  AWS_DEFAULT_PROFILE: "CANARY",
  AWS_ACCOUNT_ID: "CANARY",
  AWS_CREDENTIAL_SCOPE: "CANARY",
  AWS_SESSION_TOKEN: "CANARY",
  AWS_SECURITY_TOKEN: "CANARY",
  AWS_CREDENTIAL_EXPIRATION: "CANARY",
};

const SHOW = [
  "printenv AWS_ACCESS_KEY_ID",
  "printenv AWS_SECRET_ACCESS_KEY",
  "printenv AWS_SESSION_TOKEN",
  "printenv AWS_SECURITY_TOKEN",
  "printenv AWS_CREDENTIAL_EXPIRATION",
  "printenv AWS_ACCOUNT_ID",
  "printenv AWS_CREDENTIAL_SCOPE",
  "printenv AWS_PROFILE",
  "printenv AWS_DEFAULT_PROFILE",
  "echo ended",
].join("\n");

for (const { name, run } of shellsHere("sh", "bash", "zsh", "fish")) {
  const format = name === "fish" ? "fish" : "env";
  const ways = [`eval "$(updsts export --format ${format} -n NAME)"`];
  if (name === "fish") {
    ways.push("updsts export --format fish -n NAME | source");
  }

  for (const way of ways) {
    Deno.test(`${name} reads untrusted values unchanged: ${way}`, async () => {
      await using home = await makeHome(FILE);
      const env = { ...await installedIn(home), ...OLDER };
      const session = way.replace("NAME", "default_sts");
      assert.equal(
        await run(`${session}\n${SHOW}`, env),
        `ASIAIOSFODNN7EXAMPLE\n${SECRET}\n-${SECRET}\n2999-10-05T06:30:00Z\nended\n`,
      );
      const keys = way.replace("NAME", "default");
      assert.equal(
        await run(`${session}\n${keys}\n${SHOW}`, env),
        `AKIAIOSFODNN7EXAMPLE\n${SECRET}\nended\n`,
      );
    });
  }
}

for (const { name, run } of shellsHere("sh", "bash", "zsh")) {
  Deno.test(`${name} reads the lines NAME=value of env-no-export, without older variables`, async () => {
    await using home = await makeHome(FILE.replaceAll(SECRET, "a/b+c="));
    const { AWS_PROFILE: _, AWS_DEFAULT_PROFILE: __, ...older } = OLDER;
    const env = { ...await installedIn(home), ...older };
    const script =
      `set -a; eval "$(updsts export -n default_sts --format env-no-export)"\n`;
    assert.equal(
      (await run(`${script}${SHOW}`, env)).replace(/\n+/g, "\n"),
      `ASIAIOSFODNN7EXAMPLE\na/b+c=\n-a/b+c=\n2999-10-05T06:30:00Z\nended\n`,
    );
  });
}

Deno.test("export needs neither STS nor the SDK, and reads only the file", async () => {
  await using home = await makeHome(FILE);
  const { status, stdout, stderr } = await runUpdsts(
    ["export", "-n", "default", "--format", "process"],
    { home: home.path, net: ["nothing.invalid"] },
  );
  assert.equal(status, 0, stderr);
  assert.equal(JSON.parse(stdout).SecretAccessKey, SECRET);
  assert.deepEqual(await home.names(), ["credentials"]);
  assert.equal(await home.read(), FILE);
});

Deno.test(ignoreWithout("python3", {
  name: "at a terminal export prints nothing without --to-terminal",
  async fn() {
    await using home = await makeHome(FILE);
    const at = (...more: string[]) => {
      const args = ["export", "-n", "default", "--format", "env", ...more];
      return atTerminal({
        argv: updstsCommand(args, { home: home.path }),
        env: updstsEnv({ home: home.path }),
        cwd: home.path,
        steps: [],
        stdin: "terminal",
      });
    };
    const refused = await at();
    assert.equal(refused.status, 2);
    assert.doesNotMatch(refused.output, /CANARY/);
    const shown = await at("--to-terminal");
    assert.equal(shown.status, 0);
    assert.match(shown.output, /CANARY/);
  },
}, hasTerminals));

// They read the same text of the executable; the shells above run both.
const ignore = executable !== undefined;
const hasBotocore = !ignore && canRun("python3", "-c", "import botocore");
const hasAws = !ignore && canRun("aws", "--version");

/** Runs a program with `credential_process` in its profile. */
async function withProcess(
  { profile, file, argv: [command, ...args], env }: {
    profile: string;
    file: string;
    argv: string[];
    env?: Record<string, string>;
  },
): Promise<string> {
  await using home = await makeHome(file);
  await writeSettled(
    join(home.path, ".aws", "config"),
    `[profile work]\nregion = eu-west-1\n` +
      `credential_process = updsts export -n ${profile} --format process\n`,
  );
  const { stdout, stderr } = await new Deno.Command(command!, {
    args,
    clearEnv: true,
    env: { ...await installedIn(home), AWS_PROFILE: "work", ...env },
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}

const PYTHON = [
  "import botocore.session",
  "keys = botocore.session.Session().get_credentials()",
  "frozen = keys.get_frozen_credentials()",
  "print(frozen.access_key, frozen.secret_key, frozen.token, sep='\\n')",
  "print(keys.method, getattr(keys, '_expiry_time', None))",
].join("\n");

const askBotocore = (profile: string) =>
  withProcess({ profile, file: FILE, argv: ["python3", "-c", PYTHON] });

Deno.test(ignoreWithout("botocore", {
  ignore,
  name:
    "botocore reads a session and its expiration through credential_process",
  async fn() {
    assert.equal(
      await askBotocore("default_sts"),
      `ASIAIOSFODNN7EXAMPLE\n${SECRET}\n-${SECRET}\n` +
        "custom-process 2999-10-05 06:30:00+00:00\n",
    );
  },
}, hasBotocore));

Deno.test(ignoreWithout("botocore", {
  ignore,
  name: "botocore reads long-term access keys through credential_process",
  async fn() {
    assert.equal(
      await askBotocore("default"),
      `AKIAIOSFODNN7EXAMPLE\n${SECRET}\nNone\ncustom-process None\n`,
    );
  },
}, hasBotocore));

Deno.test(ignoreWithout("botocore", {
  ignore,
  name: "botocore shows the error of credential_process",
  async fn() {
    assert.match(
      await askBotocore("missing"),
      /updsts: error: there is no profile "missing"/,
    );
  },
}, hasBotocore));

Deno.test(ignoreWithout("aws", {
  ignore,
  name: "the AWS CLI signs with the keys of credential_process",
  async fn() {
    await using sts = await startSimulatedSts();
    const user = sts.addUser();
    const device = virtualMfaDevice(user.totpSecret);
    const text = await withProcess({
      profile: "default",
      file: usualFile(user),
      argv: [
        ...["aws", "sts", "get-session-token", "--output", "json"],
        ...["--serial-number", user.mfaSerial],
        ...["--token-code", device.nextCode()],
      ],
      env: { AWS_ENDPOINT_URL_STS: sts.url },
    });
    assert.equal(
      JSON.parse(text).Credentials.SessionToken,
      sts.issued[0]?.sessionToken,
    );
  },
}, hasAws));
