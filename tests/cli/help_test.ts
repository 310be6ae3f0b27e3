import assert from "node:assert/strict";
import { describeTools } from "../../src/mcp/tool_descriptions.ts";
import { runIn } from "./fake_runtime.ts";

const COMMANDS = [
  "get",
  "list",
  "status",
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
  const fake = { isTerminal: columns !== 80, columns, tools: describeTools() };
  for (const args of [...COMMANDS.map((name) => [name, "--help"]), ["mcp"]]) {
    Deno.test(`"updsts ${args.join(" ")}" fits ${columns} columns and breaks no word`, async () => {
      const { stdout } = await runIn(fake, ...args);
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
  assert.match(stdout, /\n {2}-v, --verbose LEVEL\n.*\(default: 0\)\n/);
  assert.match(
    stdout,
    /\nEXAMPLES\n {2}updsts get default\n {2}updsts get /,
  );
});

Deno.test("updsts alone prints a short help to standard error, for 80 x 24", async (t) => {
  const { status, stdout, stderr } = await runIn({});
  assert.deepEqual([status, stdout], [2, ""]);
  const lines = stderr.split("\n");
  assert.ok(lines.length <= 24);
  assert.ok(lines.every((line) => line.length <= 80));
  for (const name of [...COMMANDS, "help", "version"]) {
    assert.ok(stderr.includes(`\n  ${name} `), name);
  }
  await t.assertSnapshot(stderr);
});
