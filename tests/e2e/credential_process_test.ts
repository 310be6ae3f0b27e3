/** AWS SDKs run updsts as a `credential_process`, and capture all its output. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installedIn } from "../support/installed.ts";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { usualFile } from "../support/scene.ts";
import {
  type SimulatedSts,
  startSimulatedSts,
} from "../support/simulated_sts.ts";
import {
  atTerminal,
  hasTerminals,
  python,
  type TerminalOutcome,
  type TerminalPlan,
  terminalTest,
  writesToInput,
} from "../support/terminal.ts";
import { type VirtualMfaDevice, virtualMfaDevice } from "../support/totp.ts";
import { type Home, makeHome } from "../support/updsts.ts";

const hasAws = hasTerminals && canRun("aws", "--version");
const hasBotocore = hasTerminals &&
  canRun("python3", "-c", "import botocore.session");

/** A user at a terminal whose profile `p` gets its credentials from updsts. */
interface User extends AsyncDisposable {
  sts: SimulatedSts;
  device: VirtualMfaDevice;
  home: Home;
  /** How many sessions STS was asked for. */
  sessionRequests(): number;
  at(argv: string[], steps?: TerminalPlan["steps"]): Promise<TerminalOutcome>;
}

async function makeUser(command = "get default"): Promise<User> {
  const sts = await startSimulatedSts();
  const user = sts.addUser();
  const home = await makeHome(usualFile(user));
  await Deno.writeTextFile(
    join(home.path, ".aws", "config"),
    `[profile p]\ncredential_process = updsts ${command} --format process\n`,
  );
  const env = await installedIn(home, {
    net: [`127.0.0.1:${sts.port}`],
    env: {
      AWS_ENDPOINT_URL: sts.url,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
      TERM: "xterm",
    },
  });
  return {
    sts,
    device: virtualMfaDevice(user.totpSecret),
    home,
    sessionRequests: () =>
      sts.requests.filter(({ action }) => action !== "GetCallerIdentity")
        .length,
    at: (argv, steps = []) =>
      atTerminal({
        argv: ["/usr/bin/env", ...argv],
        env,
        cwd: home.path,
        steps,
        stdin: "terminal",
      }),
    async [Symbol.asyncDispose]() {
      await sts.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

const PROMPT = /MFA code for arn:aws:iam::\d+:mfa\/\S+ \(hidden\): /g;

const AWS = ["aws", "sts", "get-caller-identity", "--profile", "p"];

Deno.test(ignoreWithout("python3 and aws", {
  ignore: !writesToInput,
  name: "credential_process of the AWS CLI shows the prompt once",
  async fn() {
    await using user = await makeUser();
    const { device, sts } = user;
    const [wrong, code] = [device.wrongCode(), device.nextCode()];
    const first = await user.at(AWS, [
      { wait: "MFA code for", type: `${wrong}\r` },
      { wait: "MFA code for", type: `${code}\r` },
    ]);
    assert.equal(first.status, 0, first.output);
    assert.match(first.output, /"Account": "123456789012"/);
    assert.match(first.output, /each MFA code works only once/);
    assert.equal(first.output.match(PROMPT)?.length, 2);
    for (const typed of [wrong, code]) assert.ok(!first.output.includes(typed));
    assert.ok(!first.output.includes(sts.issued[0]!.secretAccessKey));
    assert.ok(first.echo);
    assert.equal(user.sessionRequests(), 2);
    const second = await user.at(AWS);
    assert.equal(second.status, 0, second.output);
    assert.doesNotMatch(second.output, PROMPT);
    assert.equal(user.sessionRequests(), 2);
  },
}, hasAws));

/** Prints the key id of the profile's credentials, and whether reads still wait. */
const BOTOCORE = `
import botocore.session, os
session = botocore.session.Session(profile="p")
frozen = session.get_credentials().get_frozen_credentials()
print("got", frozen.access_key, frozen.account_id, os.get_blocking(0))
`;

Deno.test(ignoreWithout("python3 and botocore", {
  ignore: !writesToInput,
  name:
    "botocore's user sees the prompt, and botocore gets session and account",
  async fn() {
    await using user = await makeUser();
    const code = user.device.nextCode();
    const { output, echo } = await user.at([python(), "-c", BOTOCORE], [
      { wait: "MFA code for", type: `${code}\r` },
    ]);
    const { accessKeyId } = user.sts.issued[0]!;
    assert.ok(output.includes(`got ${accessKeyId} 123456789012 True`), output);
    assert.ok(!output.includes(code));
    assert.ok(echo);
  },
}, hasBotocore));

Deno.test(ignoreWithout("python3 and botocore", {
  ignore: !writesToInput,
  name: "four concurrent programs show one prompt and send one request to STS",
  async fn() {
    await using user = await makeUser();
    const code = user.device.nextCode();
    const start = `
import subprocess, sys
all = [subprocess.Popen([sys.executable, "-c", sys.argv[1]]) for _ in range(4)]
sys.exit(sum(each.wait() for each in all))
`;
    const { output, status } = await user.at(
      [python(), "-c", start, BOTOCORE],
      [{ wait: "MFA code for", type: `${code}\r` }],
    );
    assert.equal(status, 0, output);
    assert.equal(output.match(PROMPT)?.length, 1, output);
    assert.equal(user.sessionRequests(), 1);
    const got = [...output.matchAll(/got (\w+) /g)].map(([, id]) => id);
    assert.deepEqual(got, Array(4).fill(user.sts.issued[0]!.accessKeyId));
  },
}, hasBotocore));

for (
  const [what, key] of [["Ctrl-C", "\x03"], ["Ctrl-\\", "\x1c"]] as const
) {
  Deno.test(ignoreWithout("python3 and botocore", {
    ignore: !writesToInput,
    name:
      `${what} at the prompt of botocore's command leaves the terminal mode unchanged`,
    async fn() {
      await using user = await makeUser();
      const before = await user.home.read();
      const { echo, output } = await user.at([python(), "-c", BOTOCORE], [
        { wait: "MFA code for", type: `01${key}` },
      ]);
      assert.ok(echo, output);
      assert.equal(await user.home.read(), before);
      assert.equal(user.sts.requests.length, 0);
    },
  }, hasBotocore));
}

terminalTest({
  name:
    "the AWS SDK for JavaScript, which passes no terminal on, shows the command to run",
  async fn() {
    await using user = await makeUser("get default -sn mine");
    const config = fileURLToPath(new URL("../deno.json", import.meta.url));
    const script = new URL("../support/javascript_sdk.ts", import.meta.url);
    const sdk = [
      ...["AWS_PROFILE=p", Deno.execPath(), "run", "--config", config],
      ...["--frozen", "--allow-all", fileURLToPath(script)],
    ];
    const failed = await user.at(sdk);
    assert.doesNotMatch(failed.output, PROMPT);
    const [, command] =
      /updsts: error: there is no MFA code, and no terminal [^]*hint: run this in a terminal: (.*?);/
        .exec(failed.output) ?? [];
    assert.equal(command, "updsts get -n default -sn mine", failed.output);
    assert.equal(user.sts.requests.length, 0);
    const run = await user.at(["sh", "-c", command!], [
      { wait: "MFA code for", type: `${user.device.nextCode()}\r` },
    ]);
    assert.equal(run.status, 0, run.output);
    const { accessKeyId } = user.sts.issued[0]!;
    const { output } = await user.at(sdk);
    assert.ok(output.includes(`got ${accessKeyId} of 123456789012`), output);
  },
});
