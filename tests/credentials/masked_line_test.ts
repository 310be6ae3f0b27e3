import assert from "node:assert/strict";
import fc from "fast-check";
import { maskedLine } from "../../src/credentials/masked_line.ts";
import { BEGIN, END, OLD_SECRET, OLD_TOKEN } from "./samples.ts";

const SHOWN = [
  "",
  "  ",
  "[default]",
  BEGIN,
  `  ${END}`,
  "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
  "\tAWS_Access_Key_ID:AKIAIOSFODNN7EXAMPLE",
  "mfa_serial=arn:aws:iam::123456789012:mfa/me",
  "expiration_datetime = 2025-10-05T15:30:00+09:00",
  "region = us-gov-west-1",
  "output = json",
  "aws_secret_access_key =",
];

for (const line of SHOWN) {
  Deno.test(`a diff shows ${JSON.stringify(line)} as it is`, () => {
    assert.equal(maskedLine(line), line);
  });
}

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const MASKED = "******** (40 chars)";

for (
  const [line, shown] of [
    [`aws_secret_access_key = ${SECRET}`, `aws_secret_access_key = ${MASKED}`],
    [`  AWS_SESSION_TOKEN:\t${SECRET} `, `  AWS_SESSION_TOKEN:\t${MASKED}`],
    [`aws_access_key_id = ${SECRET}`, `aws_access_key_id = ${MASKED}`],
    [`region = ${SECRET}`, `region = ${MASKED}`],
    [`output = ${SECRET}`, `output = ${MASKED}`],
    [`expiration_datetime = ${SECRET}`, `expiration_datetime = ${MASKED}`],
    [`# ${SECRET}`, `# ${MASKED}`],
    [`;${SECRET}`, `;${MASKED}`],
    [`  ${SECRET}`, `  ${MASKED}`],
    [SECRET, MASKED],
    [`# key = v`, "# ******** (7 chars)"],
    [`${"k".repeat(10)} = v`, "******** (14 chars)"],
    [`[${"k".repeat(10)}] v`, "******** (14 chars)"],
    ["  [continuation]", "  ******** (14 chars)"],
    [`${END} v`, `# ******** (${END.length} chars)`],
  ] as const
) {
  Deno.test(`a diff shows ${JSON.stringify(line)} as ${shown}`, () => {
    assert.equal(maskedLine(line), shown);
  });
}

Deno.test("a diff masks a secret anywhere in a line that is not a header", () => {
  const text = fc.constantFrom(
    ...["# ", "aws_access_key_id", " = ", ":", "=", "x", " ", "region", "[a"],
  );
  fc.assert(
    fc.property(fc.array(text), fc.array(text), (before, after) => {
      for (const secret of [SECRET, OLD_SECRET, OLD_TOKEN]) {
        const line = [...before, secret, ...after].join("");
        assert.ok(!maskedLine(line).includes(secret), line);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a line of a million spaces is masked at once", () => {
  const line = `x${" ".repeat(1_000_000)}y`;
  assert.equal(maskedLine(line), "******** (1000002 chars)");
});
