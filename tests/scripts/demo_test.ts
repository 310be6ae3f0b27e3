import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("the demo succeeds if its reader closes the pipe", async () => {
  const demo = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--quiet", "scripts/demo.ts"],
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await demo.stdout.cancel();
  const { code } = await demo.status;
  assert.equal(await new Response(demo.stderr).text(), "");
  assert.equal(code, 0);
});
