import assert from "node:assert/strict";
import stringWidth from "string-width";
import { makeHome } from "../support/updsts.ts";
import { type FakeRuntime, runIn } from "./fake_runtime.ts";
import { CONFIG, CREDENTIALS, NOW } from "./thirty_profiles.ts";

async function list(fake: FakeRuntime, ...args: string[]): Promise<string> {
  await using home = await makeHome(CREDENTIALS);
  await Deno.writeTextFile(`${home.path}/.aws/config`, CONFIG);
  const { status, stdout, stderr } = await runIn(
    { now: NOW, home: home.path, ...fake },
    "list",
    ...args,
  );
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stdout + stderr, /CANARY|\*\*\*\*/);
  return stdout;
}

for (const columns of [60, 80, 140]) {
  for (const env of [{ NO_COLOR: "1" }, {}]) {
    const color = "NO_COLOR" in env ? "without" : "with";
    Deno.test(`list of thirty profiles at ${columns} columns ${color} colour`, async (t) => {
      const text = await list({ isTerminal: true, columns, env });
      await t.assertSnapshot(text);
      // deno-lint-ignore no-control-regex -- the colours
      const plain = text.replace(/\x1b\[\d+m/g, "");
      for (const line of plain.split("\n")) {
        assert.ok(stringWidth(line) <= columns, line);
        assert.equal(line.trimEnd(), line);
      }
    });
  }
}

Deno.test("list of thirty profiles into a pipe", async (t) => {
  const text = await list({});
  await t.assertSnapshot(text);
});
