import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { hasTerminals } from "../support/terminal.ts";

function startDemo(): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--quiet", "scripts/demo.ts"],
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("the demo types the MFA code at the prompt, and shows the sessions", async () => {
  const { code, stdout, stderr } = await startDemo().output();
  assert.equal(new TextDecoder().decode(stderr), "");
  assert.equal(code, 0);
  const shown = new TextDecoder().decode(stdout);
  const [, mfaCode] = /The device shows (\d{6}) now/.exec(shown)!;
  if (hasTerminals) assert.ok(shown.includes(`(hidden): ${mfaCode}\n`), shown);
  assert.match(shown, /^ aws_secret_access_key = made\/up\/too\n\+# /m);
  assert.match(shown, /\n {2}default_sts .*\n(.*\n)* {2}admin_sts [^\n]*\n$/);
  for (const line of shown.split("\n")) assert.ok(line.length <= 80, line);
});

Deno.test("the demo succeeds if its reader closes the pipe", async () => {
  const demo = startDemo();
  await demo.stdout.cancel();
  const { code } = await demo.status;
  assert.equal(await new Response(demo.stderr).text(), "");
  assert.equal(code, 0);
});
