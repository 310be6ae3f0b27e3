import assert from "node:assert/strict";
import { makeScene, type Scene } from "../support/scene.ts";
import {
  atTerminal,
  hasTerminals,
  type TerminalOutcome,
  type TerminalPlan,
} from "../support/terminal.ts";
import { denoOfUsers, updstsCommand, updstsEnv } from "../support/updsts.ts";

function run(
  { home, env }: Scene,
  steps: TerminalPlan["steps"],
  stdin: TerminalPlan["stdin"] = "terminal",
): Promise<TerminalOutcome> {
  const options = { home: home.path, env: { ...env, TERM: "xterm" } };
  return atTerminal({
    argv: updstsCommand(["get", "-n", "default"], options),
    env: updstsEnv(options),
    cwd: home.path,
    steps,
    stdin,
  });
}

const PROMPT = /updsts: code of arn:aws:iam::\d+:mfa\/[^:]+: /;

/** Before 2.6.8, Deno opens /dev/tty only for those who may do anything. */
const opensTerminal = !/^deno 2\.6\.[0-7]\b/.test(versionOf(denoOfUsers()));

function versionOf(deno: string): string {
  const { stdout } = new Deno.Command(deno, { args: ["--version"] })
    .outputSync();
  return new TextDecoder().decode(stdout);
}

for (const stdin of ["terminal", "empty"] as const) {
  Deno.test({
    name: `get asks for the code at the terminal, standard input being ${
      stdin === "empty" ? "something else" : "it"
    }`,
    ignore: !hasTerminals || (stdin === "empty" && !opensTerminal),
    async fn() {
      await using scene = await makeScene();
      const code = scene.device.nextCode();
      const steps = [
        { wait: "code of", type: "nonsense\r" },
        { wait: "code of", type: `9\x7f${code}\r` },
      ];
      const { output, status, echo } = await run(scene, steps, stdin);
      assert.equal(status, 0, output);
      assert.match(output, PROMPT);
      assert.match(output, /that was not six digits/);
      const erased =
        "updsts: asking STS for a session …\r\x1b[2Kdefault_sts is";
      assert.ok(output.includes(erased), output);
      assert.ok(!output.includes(code), "what is typed is not shown");
      assert.ok(echo, "the terminal shows again what is typed");
    },
  });
}

Deno.test({
  name: "Ctrl-C at the prompt ends it, and the terminal is as it was",
  ignore: !hasTerminals,
  async fn() {
    await using scene = await makeScene();
    const before = await scene.home.read();
    const steps = [{ wait: "code of", type: "01\x03" }];
    const { output, status, echo } = await run(scene, steps);
    assert.equal(status, 130, output);
    assert.match(output, /updsts: error: interrupted/);
    assert.ok(echo);
    assert.equal(await scene.home.read(), before);
    assert.equal(scene.sts.requests.length, 0);
  },
});
