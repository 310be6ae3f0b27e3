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
