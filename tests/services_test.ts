import assert from "node:assert/strict";
import { makeServices } from "../src/services.ts";

const NO_SETTINGS = { get: () => undefined, getOfService: () => undefined };

async function warnings(endpoint: string): Promise<string[]> {
  const said: string[] = [];
  const services = makeServices({
    env: (name) => name === "AWS_ENDPOINT_URL_STS" ? endpoint : undefined,
    home: () => undefined,
    log: { warn: (text) => void said.push(text), info() {}, debug() {} },
  });
  await services.connect(NO_SETTINGS, "arn:aws:iam::123456789012:mfa/me");
  return said;
}

Deno.test("a session that would cross the network unencrypted is announced", async () => {
  assert.deepEqual(await warnings("http://sts.example.com:8080/"), [
    "the session comes from sts.example.com:8080 unencrypted",
  ]);
});

Deno.test("an encrypted endpoint, and one on this computer, are no news", async () => {
  for (
    const endpoint of [
      "https://sts.example.com",
      "http://localhost:4566",
      "http://127.0.0.1:4566",
      "http://[::1]:4566",
    ]
  ) assert.deepEqual(await warnings(endpoint), [], endpoint);
});
