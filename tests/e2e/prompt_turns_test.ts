/** Several processes that prompt at the same terminal. */
import assert from "node:assert/strict";
import { installedIn } from "../support/installed.ts";
import { usualFile } from "../support/scene.ts";
import {
  type SimulatedSts,
  startSimulatedSts,
} from "../support/simulated_sts.ts";
import {
  atTerminal,
  python,
  type TerminalOutcome,
  type TerminalPlan,
  terminalTest,
} from "../support/terminal.ts";
import { type VirtualMfaDevice, virtualMfaDevice } from "../support/totp.ts";
import { type Home, makeHome } from "../support/updsts.ts";

interface User extends AsyncDisposable {
  sts: SimulatedSts;
  device: VirtualMfaDevice;
  home: Home;
  /** Runs a Python program that starts updsts for several sessions. */
  run(
    program: string,
    steps: TerminalPlan["steps"],
  ): Promise<TerminalOutcome>;
}

async function makeUser(): Promise<User> {
  const sts = await startSimulatedSts();
  const user = sts.addUser();
  const home = await makeHome(usualFile(user));
  const env = await installedIn(home, {
    net: [`127.0.0.1:${sts.port}`],
    env: { AWS_ENDPOINT_URL: sts.url, AWS_REGION: "us-east-1", TERM: "xterm" },
  });
  return {
    sts,
    device: virtualMfaDevice(user.totpSecret),
    home,
    run: (program, steps) =>
      atTerminal({
        argv: ["/usr/bin/env", python(), "-c", `${START}${program}`],
        env,
        cwd: home.path,
        steps,
        stdin: "terminal",
        columns: 80,
      }),
    async [Symbol.asyncDispose]() {
      await sts.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

const START = `
import os, signal, subprocess, sys, termios, time
def start(name):
    return subprocess.Popen(["updsts", "get", "default", "-sn", name, "--format",
        "process"], stdout=subprocess.DEVNULL)
def until_hidden():
    while termios.tcgetattr(0)[3] & termios.ECHO: time.sleep(0.05)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
def until_waiting():
    signal.sigwait([signal.SIGUSR1])
`;
const PROMPT = /MFA code for arn:aws:iam::\d+:mfa\/\S+ \(hidden\): /g;
const WAITING = "another updsts is prompting at this terminal; waiting for it";

for (
  const [when, first] of [
    ["at once", `all = [start("a"), start("b")]`],
    [
      "one after the other",
      `all = [start("a")]; until_hidden(); all.append(start("b"))`,
    ],
  ] as const
) {
  terminalTest({
    name: `two prompts of processes that start ${when} take turns`,
    async fn() {
      await using user = await makeUser();
      const codes = [user.device.nextCode(), user.device.nextCode()];
      const { output, status, echo } = await user.run(
        `${first}\nsys.exit(sum(each.wait() for each in all))`,
        [
          { wait: WAITING, type: `${codes[0]}\r` },
          { wait: "MFA code for", type: `${codes[1]}\r` },
        ],
      );
      assert.equal(status, 0, output);
      assert.equal(output.match(PROMPT)?.length, 2, output);
      for (const code of codes) assert.ok(!output.includes(code), output);
      assert.ok(echo, output);
      assert.equal(user.sts.issued.length, 2);
    },
  });
}

terminalTest({
  name: "a killed prompt ends its turn",
  async fn() {
    await using user = await makeUser();
    const code = user.device.nextCode();
    const { output, status } = await user.run(
      `a = start("a"); until_hidden(); b = start("b"); until_waiting()
a.kill(); sys.exit(b.wait())`,
      [
        { wait: WAITING, signal: "SIGUSR1" },
        { wait: "MFA code for", type: `${code}\r` },
      ],
    );
    assert.equal(status, 0, output);
    assert.ok(!output.includes(code));
  },
});

terminalTest({
  name: "an interrupted wait for a prompt leaves the terminal mode unchanged",
  async fn() {
    await using user = await makeUser();
    const code = user.device.nextCode();
    const { output, status, echo } = await user.run(
      `a = start("a"); until_hidden(); b = start("b"); until_waiting()
b.send_signal(signal.SIGINT); b.wait()
print("hidden", not termios.tcgetattr(0)[3] & termios.ECHO, flush=True)
sys.exit(a.wait())`,
      [
        { wait: WAITING, signal: "SIGUSR1" },
        { wait: "hidden True", type: `${code}\r` },
      ],
    );
    assert.equal(status, 0, output);
    assert.equal(output.match(PROMPT)?.length, 1, output);
    assert.ok(!output.includes(code), output);
    assert.ok(echo);
    assert.equal(user.sts.issued.length, 1);
  },
});
