import assert from "node:assert/strict";
import { explain } from "../../src/sts/explain_error.ts";
import { SETTINGS } from "./settings.ts";

/** What is printed of a message of STS. */
function printed(message: string, sessionToken = "CANARY-token"): string {
  const request = {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: "CANARY-secret",
    sessionToken,
    mfa: { device: "arn:aws:iam::123456789012:mfa/me", code: "012345" },
  };
  const error = Object.assign(
    new Error(message),
    { name: "Peculiar", $metadata: { httpStatusCode: 403 } },
  );
  const failed = {
    request,
    settings: SETTINGS,
    timedOut: undefined,
    now: new Date(),
  };
  const { message: text } = explain(error, failed);
  return text.replace("STS rejected the request (Peculiar): ", "");
}

Deno.test("an unknown message of STS is shown without the keys, the token and the MFA code", () => {
  assert.equal(
    printed("no: CANARY-secret, CANARY-token, CANARY-token, 012345"),
    "no: ***, ***, ***, ***",
  );
  assert.equal(printed("TokenCode=1&t=a%2Bb%3D", "a+b="), "TokenCode=1&t=***");
});

Deno.test("a message of STS that repeats the headers of the request is shown without the signature", () => {
  const signature = "0123456789abcdef".repeat(4);
  const scope = "ASIAIOSFODNN7EXAMPLE/20260131/us-east-1/sts/aws4_request";
  const messages = {
    [
      `Authorization: AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`
    ]: "Authorization: AWS4-HMAC-SHA256 Credential=***, SignedHeaders=host;x-amz-date, Signature=***",
    [`{"x-amz-security-token":"other"}`]: `{"x-amz-security-token":"***"}`,
    ["X-Amz-Security-Token: other\nhost:sts"]:
      "X-Amz-Security-Token: *** host:sts",
    [
      `/?X-Amz-Credential=${
        encodeURIComponent(scope)
      }&X-Amz-Security-Token=oth%2Fer&X-Amz-Signature=abc`
    ]: "/?X-Amz-Credential=***&X-Amz-Security-Token=***&X-Amz-Signature=***",
    [`the signature ${signature} is not right`]:
      "the signature *** is not right",
    ["bad credential: ask the owner"]: "bad credential: ask the owner",
  };
  for (const [message, expected] of Object.entries(messages)) {
    assert.equal(printed(message), expected);
  }
});
