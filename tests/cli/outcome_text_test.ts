import assert from "node:assert/strict";
import { describeOutcome } from "../../src/cli/outcome_text.ts";
import { formatExpiration } from "../../src/credentials/expiry.ts";

/** Local time, as users see it. */
const NOW = new Date(2025, 9, 5, 14, 30, 20);

function describe(expiration: Date, isNew = true): string {
  const result = {
    updated_profile_name: "default_sts",
    aws_access_key_id: "ASIAIOSFODNN7EXAMPLE",
    aws_token_expiration: formatExpiration(expiration),
  };
  return describeOutcome({ result, isNew }, NOW);
}

const CASES: [expiration: Date, validity: string][] = [
  // The clock of STS may be a few seconds off.
  [new Date(2025, 9, 5, 15, 30, 18), "1 h (until 15:30)"],
  [new Date(2025, 9, 5, 15, 30, 22), "1 h (until 15:30)"],
  [new Date(2025, 9, 5, 14, 45, 20), "15 min (until 14:45)"],
  [new Date(2025, 9, 5, 16, 0, 20), "1 h 30 min (until 16:00)"],
  [new Date(2025, 9, 6, 2, 30, 20), "12 h (until 2025-10-06 02:30)"],
  [new Date(2025, 9, 5, 14, 30, 21), "less than a minute (until 14:30)"],
];

for (const [expiration, validity] of CASES) {
  Deno.test(`a new session is valid for ${validity}`, () => {
    assert.equal(
      describe(expiration),
      `wrote [default_sts], valid for ${validity}`,
    );
  });
}

Deno.test("no message says that an existing session was written", () => {
  assert.equal(
    describe(new Date(2025, 9, 5, 15, 30, 20), false),
    "[default_sts] is valid for 1 h (until 15:30)",
  );
});
