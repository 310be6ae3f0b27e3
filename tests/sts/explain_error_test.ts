import assert from "node:assert/strict";
import { explain } from "../../src/sts/explain_error.ts";

Deno.test("an unknown message of STS is shown without the keys, the token and the MFA code", () => {
  const request = {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: "CANARY-secret",
    sessionToken: "CANARY-token",
    mfa: { device: "arn:aws:iam::123456789012:mfa/me", code: "012345" },
  };
  const error = Object.assign(
    new Error("no: CANARY-secret, CANARY-token, CANARY-token, 012345"),
    { name: "Peculiar", $metadata: { httpStatusCode: 403 } },
  );
  const settings = {
    region: "us-east-1",
    isGlobal: true,
    endpoint: undefined,
    useFips: false,
    useDualstack: false,
    caBundle: undefined,
  };
  const failed = { request, settings, timedOut: undefined, now: new Date() };
  assert.equal(
    explain(error, failed).message,
    "STS rejected the request (Peculiar): no: ***, ***, ***, ***",
  );
});
