import assert from "node:assert/strict";
import { runIn } from "./fake_runtime.ts";

const COMMANDS = [
  "get",
  "list",
  "clean",
  "doctor",
  "mcp",
  "whoami",
  "export",
  "completions",
  "man",
];

for (const args of [[], ...COMMANDS.map((name) => [name])]) {
  args.push("--help");
  Deno.test(`"updsts ${args.join(" ")}" is as in the golden file`, async (t) => {
    const { stdout } = await runIn({}, ...args);
    await t.assertSnapshot(stdout);
  });
}

for (const columns of [80, 50]) {
  for (const name of COMMANDS) {
    Deno.test(`the help of ${name} keeps to ${columns} columns, words whole`, async () => {
      const { stdout } = await runIn(
        { isTerminal: columns !== 80, columns },
        ...[name, "--help"],
      );
      for (const line of stdout.split("\n")) {
        // What is longer has no space to break it at.
        const hasRoom = line.length <= columns ||
          line.trimStart().indexOf(" ") < 0;
        assert.ok(hasRoom, line);
      }
    });
  }
}

Deno.test("the help of get has values, defaults and two examples", async () => {
  const { stdout } = await runIn({}, "get", "--help");
  assert.match(stdout, /\n {2}-t, --totp-token CODE\n/);
  assert.match(stdout, /\n {2}-v, --verbose LEVEL\n.*\(default 0\)\n/);
  assert.match(
    stdout,
    /\nExamples:\n {2}updsts get -n default\n {2}updsts get /,
  );
});
