import assert from "node:assert/strict";
import { cleanFile } from "../../src/operations/clean.ts";
import type { CredentialStore } from "../../src/operations/get_session.ts";
import { OLD_BLOCK } from "../credentials/samples.ts";

const OTHER = "[other]\nregion = eu-west-1\n";
const NOW = new Date("2025-10-05T06:00:00Z");

function noting(steps: string[], onRehearsal = () => {}): CredentialStore {
  return {
    read: () => assert.fail("the text is that under the lock"),
    dryRun(edit) {
      onRehearsal();
      steps.push(`dryRun ${edit(OLD_BLOCK)}`);
      return Promise.resolve();
    },
    update(edit) {
      steps.push(`update ${edit(OTHER + OLD_BLOCK)}`);
      return Promise.resolve();
    },
    withSessionLock: () => assert.fail("a clean-up asks nobody"),
  };
}

Deno.test("a clean-up is rehearsed, made on what is there then, and told as it was made", async () => {
  const steps: string[] = [];
  const { signal } = new AbortController();
  const done = await cleanFile(noting(steps), NOW, () => true, signal);
  assert.deepEqual(steps, ["dryRun ", `update ${OTHER}`]);
  assert.equal(done.text, OTHER);
  assert.match(done.diff, /^@@ line 1 @@\n \[other\]\n/);
});

Deno.test("a clean-up that is interrupted writes nothing", async () => {
  const steps: string[] = [];
  const controller = new AbortController();
  const store = noting(steps, () => controller.abort(new Error("stop")));
  await assert.rejects(
    () => cleanFile(store, NOW, () => true, controller.signal),
    /stop/,
  );
  assert.deepEqual(steps, ["dryRun "]);
});
