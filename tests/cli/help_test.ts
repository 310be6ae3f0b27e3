import { runIn } from "./fake_world.ts";

for (
  const args of [["--help"], ["get", "--help"], ["list", "--help"], [
    "clean",
    "--help",
  ], ["doctor", "--help"]]
) {
  Deno.test(`"updsts ${args.join(" ")}" is as in the golden file`, async (t) => {
    const { stdout } = await runIn({}, ...args);
    await t.assertSnapshot(stdout);
  });
}
