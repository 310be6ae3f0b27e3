import { runIn } from "./fake_world.ts";

const COMMANDS = ["get", "list", "clean", "doctor", "mcp", "whoami"];

for (const args of [["--help"], ...COMMANDS.map((name) => [name, "--help"])]) {
  Deno.test(`"updsts ${args.join(" ")}" is as in the golden file`, async (t) => {
    const { stdout } = await runIn({}, ...args);
    await t.assertSnapshot(stdout);
  });
}
