import assert from "node:assert/strict";
import { cleanFile } from "../../src/operations/clean.ts";
import { OLD_BLOCK } from "../credentials/samples.ts";

const OTHER = "[other]\nregion = eu-west-1\n";
const NOW = new Date("2025-10-05T06:00:00Z");

function noting(
  steps: string[],
  onDryRun = () => {},
): Parameters<typeof cleanFile>[0] {
  return {
    dryRun(edit) {
      onDryRun();
      steps.push(`dryRun ${edit(OLD_BLOCK)}`);
      return Promise.resolve();
    },
    update(edit) {
      steps.push(`update ${edit(OTHER + OLD_BLOCK)}`);
      return Promise.resolve();
    },
  };
}

Deno.test("a clean-up is a dry run, then an edit under the lock, and reports the edit", async () => {
  const steps: string[] = [];
  const { signal } = new AbortController();
  const done = await cleanFile(noting(steps), { now: NOW }, signal);
  assert.deepEqual(steps, ["dryRun ", `update ${OTHER}`]);
  assert.equal(done.text, OTHER);
  assert.match(done.diff, /^@@ line 1 @@\n \[other\]\n/);
});

Deno.test("a clean-up that is interrupted writes nothing", async () => {
  const steps: string[] = [];
  const controller = new AbortController();
  const store = noting(steps, () => controller.abort(new Error("stop")));
  await assert.rejects(
    () => cleanFile(store, { now: NOW }, controller.signal),
    /stop/,
  );
  assert.deepEqual(steps, ["dryRun "]);
});
