import assert from "node:assert/strict";
import { parseMfaCode } from "../../src/operations/mfa_code.ts";

const CODES: [given: string, code: string][] = [
  ["012345", "012345"],
  ["012 345", "012345"],
  [" 012345\r\n", "012345"],
  ["０１２　３４５", "012345"],
  ["01 23 45", "012345"],
  ["012\u00a0345", "012345"],
];

for (const [given, code] of CODES) {
  Deno.test(`${JSON.stringify(given)} is the MFA code ${code}`, () => {
    assert.equal(parseMfaCode(given), code);
  });
}

const WRONG = ["", " ", "12345", "1234567", "12345a", "012-345", "①23456"];

for (const given of [...WRONG, "١٢٣٤٥٦", "１２３４５６７"]) {
  Deno.test(`${JSON.stringify(given)} is not an MFA code`, () => {
    assert.throws(() => parseMfaCode(given), {
      code: "usage",
      message: "the MFA code is not six digits",
    });
  });
}
