import assert from "node:assert/strict";
import { makeHome } from "../support/updsts.ts";
import { open, signal } from "./store.ts";

Deno.test("the wait for another refresh ends after ten minutes", async () => {
  await using home = await makeHome("a\n");
  const { setTimeout } = globalThis;
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const first = open(home.credentials).withSessionLock("default_sts", () => {
    begun.resolve();
    return end.promise;
  }, signal);
  await begun.promise;
  const delays: number[] = [];
  // Whatever would end within ten minutes ends now.
  globalThis.setTimeout = ((run: () => void, delay = 0) => {
    delays.push(delay);
    return setTimeout(run, delay < 600_000 ? 0 : delay);
  }) as typeof setTimeout;
  try {
    let isDone = false;
    const second = open(home.credentials).withSessionLock("default_sts", () => {
      isDone = true;
      return Promise.resolve();
    }, signal);
    const outcome = second.then(() => undefined, (error) => error);
    while (delays.length < 2) await new Promise((go) => setTimeout(go, 1));
    await new Promise((go) => setTimeout(go, 50));
    assert.equal(isDone, false);
    assert.ok(delays.includes(600_000), `${delays}`);
    end.resolve();
    assert.equal(await outcome, undefined);
  } finally {
    globalThis.setTimeout = setTimeout;
    end.resolve();
    await first;
  }
});
