import assert from "node:assert/strict";
import { closestMatch } from "../../src/util/closest_match.ts";

const CASES: [name: string, candidates: string[], near: string | undefined][] =
  [
    ["defualt", ["default", "other"], "default"],
    ["Default", ["default"], "default"],
    ["prod", ["production", "prod1"], "prod1"],
    ["a", ["b"], "b"],
    ["ab", ["xyz"], undefined],
    ["x".repeat(1000), ["y"], undefined],
    ["x", [], undefined],
  ];

for (const [name, candidates, near] of CASES) {
  Deno.test(`closestMatch() to "${name.slice(0, 20)}" of ${candidates} is ${near}`, () => {
    assert.equal(closestMatch(name, candidates), near);
  });
}
