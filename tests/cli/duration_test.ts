import assert from "node:assert/strict";
import { parseDuration } from "../../src/cli/session_requests.ts";
import { formatDuration } from "../../src/util/duration.ts";

const CASES: [seconds: number, words: string][] = [
  [0, "less than a minute"],
  [-5, "less than a minute"],
  [59.9, "less than a minute"],
  [60, "1 minute"],
  [3599, "59 minutes"],
  [3600, "1 hour"],
  [3660, "1 hour 1 minute"],
  [7500, "2 hours 5 minutes"],
  [86400, "1 day"],
  [86460, "1 day"],
  [90000, "1 day 1 hour"],
  [129600, "1 day 12 hours"],
];

for (const [seconds, words] of CASES) {
  Deno.test(`formatDuration() says "${words}" for ${seconds} seconds`, () => {
    assert.equal(formatDuration(seconds), words);
  });
}

const TIMES: [text: string, seconds: number][] = [
  ["3600", 3600],
  ["90m", 5400],
  ["12h", 43_200],
  ["036h", 129_600],
  ["0", 0],
  ["0m", 0],
];

for (const [text, seconds] of TIMES) {
  Deno.test(`parseDuration() reads ${text} as ${seconds} seconds`, () => {
    assert.equal(parseDuration("-d", text), seconds);
  });
}
