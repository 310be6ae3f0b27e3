import assert from "node:assert/strict";
import { join } from "node:path";
import { shellQuote } from "../../src/util/shell_quote.ts";
import { ignoreWithout } from "../support/programs.ts";
import { makeScene, type Scene } from "../support/scene.ts";
import {
  atTerminal,
  denoVersion,
  python,
  type TerminalOutcome,
  type TerminalPlan,
  terminalTest,
  writesToInput,
} from "../support/terminal.ts";
import { updstsCommand, updstsEnv } from "../support/updsts.ts";

interface Run {
  scene: Scene;
  steps: TerminalPlan["steps"];
  stdin?: TerminalPlan["stdin"];
  /** What starts updsts, in place of the terminal itself. */
  starts?: (command: string[]) => string[];
}

function run({ scene, steps, stdin, starts }: Run): Promise<TerminalOutcome> {
  const { home, env } = scene;
  const options = {
    home: home.path,
    env: { ...env, TERM: "xterm", PATH: "/usr/bin:/bin", PS1: "shell> " },
  };
  const command = updstsCommand(["get", "-n", "default"], options);
  return atTerminal({
    argv: starts?.(command) ?? command,
    env: updstsEnv(options),
    cwd: home.path,
    steps,
    stdin: stdin ?? "terminal",
    seconds: 20,
  });
}

const PROMPT = /MFA code for arn:aws:iam::\d+:mfa\/\S+ \(hidden\): /g;

/** Before 2.6.8, Deno opens /dev/tty only for those who may do anything. */
const opensTerminal = !/^deno 2\.6\.[0-7]\b/.test(denoVersion);

for (const stdin of ["terminal", "empty"] as const) {
  terminalTest({
    name: `get asks for the code at the terminal, standard input being ${
      stdin === "empty" ? "something else" : "it"
    }`,
    ignore: stdin === "empty" && !opensTerminal,
    async fn() {
      await using scene = await makeScene();
      const code = scene.device.nextCode();
      const steps = [
        { wait: "MFA code for", type: "nonsense\r" },
        { wait: "MFA code for", type: `9\x7f${code}\r` },
      ];
      const { output, status, echo } = await run({ scene, steps, stdin });
      assert.equal(status, 0, output);
      assert.match(output, PROMPT);
      assert.match(output, /the MFA code is not six digits/);
      const erased = "updsts: waiting for STS …\r\x1b[2Kwrote [default_sts], ";
      assert.ok(output.includes(erased), output);
      assert.ok(!output.includes(code), "what is typed is not shown");
      assert.ok(echo, "the terminal shows again what is typed");
    },
  });
}

const INTERRUPTIONS: [string, TerminalPlan["steps"][number], number][] = [
  ["Ctrl-C", { wait: "MFA code for", type: "01\x03" }, 130],
  ["Ctrl-\\", { wait: "MFA code for", type: "01\x1c" }, 130],
  ["SIGHUP", { wait: "MFA code for", signal: "SIGHUP" }, 143],
  ["SIGTERM", { wait: "MFA code for", signal: "SIGTERM" }, 143],
];

for (const [what, step, expected] of INTERRUPTIONS) {
  terminalTest({
    name: `${what} at the prompt ends get and restores the terminal`,
    async fn() {
      await using scene = await makeScene();
      const before = await scene.home.read();
      const { output, status, echo } = await run({ scene, steps: [step] });
      assert.equal(status, expected, output);
      assert.match(output, /updsts: error: interrupted; nothing was written/);
      assert.ok(echo);
      assert.equal(await scene.home.read(), before);
      assert.equal(scene.sts.requests.length, 0);
    },
  });
}

terminalTest({
  name: "closing the terminal at the prompt ends get",
  async fn() {
    await using scene = await makeScene();
    const before = await scene.home.read();
    const steps = [{ wait: "MFA code for", close: true as const }];
    const { output, status } = await run({ scene, steps });
    assert.equal(status, 143, output);
    assert.equal(await scene.home.read(), before);
    assert.equal(scene.sts.requests.length, 0);
  },
});

terminalTest(ignoreWithout("bash", {
  name: "get prompts again after Ctrl-Z and fg, and the MFA code stays hidden",
  async fn() {
    await using scene = await makeScene();
    const code = scene.device.nextCode();
    const script = join(scene.home.path, "get.sh");
    const { output } = await run({
      scene,
      starts(command) {
        Deno.writeTextFileSync(script, `exec ${shellQuote(command)}\n`);
        return ["/usr/bin/env", "bash", "--norc", "--noprofile", "-i"];
      },
      steps: [
        { wait: "shell> ", type: `sh ${shellQuote([script])}\r` },
        { wait: "MFA code for", type: "typed\x1a" },
        { wait: "Stopped", type: "fg\r" },
        { wait: "MFA code for", type: `${code}\r` },
        { wait: "wrote [default_sts]", type: "exit\r" },
      ],
    });
    assert.match(output, /wrote \[default_sts\]/);
    assert.equal(output.match(PROMPT)?.length, 2, output);
    assert.ok(!output.includes(code), "what is typed is not shown");
    assert.ok(!output.includes("typed"), "what is typed is not shown");
  },
}));

/** Runs a command with its output captured, as the AWS SDKs do, and prints that. */
const CAPTURE = `
import json, subprocess, sys
run = subprocess.run(sys.argv[1:], capture_output=True, text=True)
print("captured", json.dumps([run.returncode, run.stdout, run.stderr]))
`;

function captured(output: string): [number, string, string] {
  const [, json] = /^captured (.*?)\r?$/m.exec(output) ?? assert.fail(output);
  return JSON.parse(json!);
}

const throughPython = (script: string) => (command: string[]) => [
  python(),
  "-c",
  script,
  ...command,
];

terminalTest({
  name: "get shows its prompt at the terminal if its output is captured",
  ignore: !writesToInput,
  async fn() {
    await using scene = await makeScene();
    const code = scene.device.nextCode();
    const { output, echo } = await run({
      scene,
      starts: throughPython(CAPTURE),
      steps: [
        { wait: "MFA code for", type: "nonsense\r" },
        { wait: "MFA code for", type: `${code}\r` },
      ],
    });
    const [status, stdout, stderr] = captured(output);
    assert.equal(status, 0, output);
    assert.match(stdout, /^wrote \[default_sts\]/);
    assert.equal(stderr, "");
    assert.match(output, /the MFA code is not six digits/);
    assert.ok(!output.includes(code), "what is typed is not shown");
    assert.ok(echo);
  },
});

for (
  const [what, step, expected] of [
    ["Ctrl-C", { wait: "MFA code for", type: "01\x03" }, 130],
    ["SIGTERM", { wait: "MFA code for", signal: "SIGTERM" }, 143],
  ] as const
) {
  terminalTest({
    name:
      `${what} at a prompt whose output is captured leaves the terminal mode unchanged`,
    ignore: !writesToInput,
    async fn() {
      await using scene = await makeScene();
      const log = join(scene.home.path, "log");
      const { output, status, echo } = await run({
        scene,
        starts: (command) => [
          ...["/bin/sh", "-c"],
          `exec ${shellQuote(command)} >${shellQuote([log])} 2>&1`,
        ],
        steps: [step],
      });
      assert.equal(status, expected, output);
      assert.equal(
        await Deno.readTextFile(log),
        "updsts: error: interrupted; nothing was written\n",
      );
      assert.ok(echo);
      assert.match(output, /\(hidden\): (\^C)?\r\n$/);
      assert.equal(scene.sts.requests.length, 0);
    },
  });
}

terminalTest({
  name: "get shows its prompt if standard error is a file",
  async fn() {
    await using scene = await makeScene();
    const code = scene.device.nextCode();
    const log = join(scene.home.path, "log");
    const { output, status } = await run({
      scene,
      starts: (command) => [
        "/bin/sh",
        "-c",
        `exec ${shellQuote(command)} 2>${shellQuote([log])}`,
      ],
      steps: [{ wait: "MFA code for", type: `${code}\r` }],
    });
    assert.equal(status, 0, output);
    assert.equal(await Deno.readTextFile(log), "");
  },
});

for (const stdin of ["read-only", "empty"] as const) {
  terminalTest({
    name:
      `get reads no MFA code without a visible prompt, with standard input ${stdin}`,
    async fn() {
      await using scene = await makeScene();
      const before = await scene.home.read();
      const starts = throughPython(CAPTURE);
      const { output, echo } = await run({ scene, stdin, starts, steps: [] });
      const [status, stdout, stderr] = captured(output);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(
        stderr,
        /^updsts: error: .*no terminal.*\nupdsts: hint: run this in a terminal: updsts get -n default; .*-t CODE.*\n$/,
      );
      assert.ok(echo);
      assert.equal(await scene.home.read(), before);
      assert.equal(scene.sts.requests.length, 0);
    },
  });
}
