import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import type { AskSts, StsRequest } from "../../src/operations/sts_request.ts";
import { connect } from "../../src/sts/client.ts";
import {
  type SimulatedSts,
  startSimulatedSts,
} from "../support/simulated_sts.ts";
import { makeTestCa } from "../support/test_ca.ts";
import { virtualMfaDevice } from "../support/totp.ts";
import { hintOf } from "../support/hint_of.ts";
import { SETTINGS } from "./settings.ts";

const never = new AbortController().signal;

function askAt(
  sts: SimulatedSts,
  timeout = 20_000,
  caCertificates?: string,
): AskSts {
  const settings = { ...SETTINGS, endpoint: sts.url };
  return connect({ settings, caCertificates, timeout });
}

function requestOf(sts: SimulatedSts): () => StsRequest {
  const user = sts.addUser();
  const device = virtualMfaDevice(user.totpSecret);
  return () => ({
    accessKeyId: user.accessKeyId,
    secretAccessKey: user.secretAccessKey,
    mfa: { device: user.mfaSerial, code: device.nextCode() },
    roles: [],
    duration: 900,
  });
}

async function failure(work: Promise<unknown>): Promise<UpdstsError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UpdstsError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

for (const moment of ["before", "amid"] as const) {
  Deno.test(`a request times out if STS stalls ${moment} its response`, async () => {
    await using sts = await startSimulatedSts();
    const request = requestOf(sts);
    sts.tell({ kind: "slow", delayMs: 60_000, moment });
    const error = await failure(askAt(sts, 700)(request(), never));
    assert.equal(error.code, "sts_unreachable");
    assert.match(error.message, /did not answer within 0.7 seconds/);
    assert.match(hintOf(error), /the MFA code may be used up/);
    assert.equal(sts.requests.length, 1);
  });
}

Deno.test("a second request on the same client does not repeat itself on a dead connection", async () => {
  await using sts = await startSimulatedSts();
  const request = requestOf(sts);
  const ask = askAt(sts);
  await ask(request(), never);
  sts.tell({ kind: "cut", moment: "after" });
  await failure(ask(request(), never));
  // The SDK's three attempts, none of them doubled by fetch.
  assert.equal(sts.requests.length, 1 + 3);
});

Deno.test("an interrupted request fails as interrupted", async () => {
  await using sts = await startSimulatedSts();
  const request = requestOf(sts);
  sts.tell({ kind: "slow", delayMs: 60_000, moment: "before" });
  const controller = new AbortController();
  const asking = failure(askAt(sts)(request(), controller.signal));
  while (sts.requests.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  controller.abort(new UpdstsError("interrupted", "enough"));
  assert.equal((await asking).code, "interrupted");
});

Deno.test("a CA bundle with a damaged certificate is refused", () => {
  const settings = { ...SETTINGS, caBundle: "bundle" };
  const pem = (text: string) =>
    `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
  for (const caCertificates of [pem("CANARY?"), pem("CANARYAA")]) {
    assert.throws(
      () => connect({ settings, caCertificates, timeout: 1 }),
      (error) => {
        assert.ok(error instanceof UpdstsError);
        assert.equal(error.code, "settings_invalid");
        assert.doesNotMatch(error.message + hintOf(error), /CANARY/);
        return true;
      },
    );
  }
});

Deno.test("an HTTP client is open only during the request", async () => {
  const { createHttpClient } = Deno;
  let open = 0;
  Deno.createHttpClient = (options) => {
    const client = createHttpClient(options);
    const close = client.close.bind(client);
    open++;
    client.close = () => {
      open--;
      close();
    };
    client[Symbol.dispose] = () => client.close();
    return client;
  };
  try {
    await using sts = await startSimulatedSts();
    const request = requestOf(sts);
    const ask = askAt(sts);
    assert.equal(open, 0);
    await ask(request(), never);
    assert.equal(open, 0);
    sts.tell({ kind: "cut", moment: "before" });
    await failure(ask(request(), never));
    assert.equal(open, 0);
    askAt(sts, 20_000, makeTestCa().caPem);
    assert.equal(open, 0);
  } finally {
    Deno.createHttpClient = createHttpClient;
  }
});
