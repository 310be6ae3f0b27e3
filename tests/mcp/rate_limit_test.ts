import assert from "node:assert/strict";
import { RateLimit, STS_CALLS } from "../../src/mcp/rate_limit.ts";

Deno.test("each device has five calls within any minute", () => {
  let now = 0;
  const limit = new RateLimit(STS_CALLS, () => now);
  for (let call = 0; call < 5; call++) {
    limit.take("a");
    now += 10_000;
  }
  assert.throws(() => limit.take("a"), {
    code: "too_many_calls",
    hint: /^try again in 10 seconds/,
  });
  limit.take("b");
  now = 60_000;
  limit.take("a");
  assert.throws(() => limit.take("a"), { hint: /^try again in 10 seconds/ });
});

Deno.test("checking the limit does not count as a call", () => {
  const limit = new RateLimit(STS_CALLS, () => 0);
  for (let call = 0; call < 100; call++) limit.check("a");
  for (let call = 0; call < 5; call++) limit.take("a");
  assert.throws(() => limit.check("a"), { code: "too_many_calls" });
});
