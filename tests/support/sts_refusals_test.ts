import { GetAccessKeyInfoCommand } from "@aws-sdk/client-sts";
import assert from "node:assert/strict";
import { type RefusalName, refusals } from "./sts_refusals.ts";
import { sdkClient, withSts } from "./sts_scene.ts";

/** What `assert.rejects` shall find in the SDK's error for a refusal. */
function like(name: RefusalName) {
  return { name: refusals[name].code, message: refusals[name].message };
}

Deno.test("simulated STS refuses the keys of a session", () =>
  withSts({}, async ({ ask }) => {
    const { Credentials } = await ask();
    const session = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    await assert.rejects(
      ask({}, { credentials: session }),
      like("sessionCredentials"),
    );
    await assert.rejects(
      ask({}, { credentials: { ...session, sessionToken: "another" } }),
      like("unknownKey"),
    );
  }));

Deno.test("simulated STS refuses unknown keys and a wrong secret key", () =>
  withSts({}, async ({ sts, user, ask }) => {
    await assert.rejects(
      ask(undefined, {
        credentials: { ...user, accessKeyId: "AKIAUNKNOWNUNKNOWN12" },
      }),
      like("unknownKey"),
    );
    await assert.rejects(
      ask(undefined, {
        credentials: { ...user, secretAccessKey: `${user.secretAccessKey}x` },
      }),
      like("wrongSecret"),
    );
    assert.equal(sts.spentCodes, 0);
  }));

Deno.test("simulated STS refuses a request without a signature and an unknown action", () =>
  withSts({}, async ({ sts, user }) => {
    const body = "Action=GetSessionToken&Version=2011-06-15";
    const unsigned = await fetch(sts.url, { method: "POST", body });
    assert.equal(unsigned.status, 403);
    assert.match(await unsigned.text(), /MissingAuthenticationToken/);

    const client = sdkClient(user, { endpoint: sts.url });
    await assert.rejects(
      client.send(
        new GetAccessKeyInfoCommand({ AccessKeyId: user.accessKeyId }),
      ),
      {
        name: "InvalidAction",
      },
    );
  }));

Deno.test("simulated STS names every parameter out of range", () =>
  withSts({}, async ({ sts, device, user, ask }) => {
    const SerialNumber = user.mfaSerial;
    const TokenCode = device.code();
    await assert.rejects(ask({ SerialNumber: "short", TokenCode: "12 456" }), {
      name: "ValidationError",
      message: /^2 validation errors detected: .*serialNumber.*tokenCode/,
    });
    assert.equal(sts.requests[0]?.status, 400);
    for (const DurationSeconds of [899, 129_601]) {
      await assert.rejects(ask({ SerialNumber, TokenCode, DurationSeconds }), {
        name: "ValidationError",
        message: /^1 validation error detected: .*durationSeconds/,
      });
    }
    assert.equal(sts.spentCodes, 0);
    await ask({ SerialNumber, TokenCode, DurationSeconds: 129_600 });
  }));

Deno.test("simulated STS tells a client the direction of its clock's error", async () => {
  const anHour = 60 * 60_000;
  for (
    const { shift, message } of [
      {
        shift: anHour,
        message:
          /^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 15 min\.\)$/,
      },
      {
        shift: -anHour,
        message:
          /^Signature not yet current: .* is still later than .* \+ 15 min\.\)$/,
      },
    ]
  ) {
    const now = () => Date.now() + shift;
    await withSts({ now }, async ({ sts, ask }) => {
      await assert.rejects(ask(), { name: "SignatureDoesNotMatch", message });
      assert.equal(sts.spentCodes, 0);
      const response = await fetch(sts.url, { method: "POST" });
      await response.body?.cancel();
      const date = Date.parse(response.headers.get("date") ?? "");
      assert.ok(Math.abs(date - now()) < anHour / 2);
    });
  }
});

Deno.test("simulated STS accepts a clock that is wrong by 10 minutes", () =>
  withSts({ now: () => Date.now() + 600_000 }, async ({ sts, ask }) => {
    await ask();
    assert.equal(sts.spentCodes, 1);
  }));

Deno.test("simulated STS accepts the AWS SDK's second attempt with a corrected clock", () =>
  withSts({ now: () => Date.now() + 3_600_000 }, async ({ sts, ask }) => {
    await ask(undefined, { maxAttempts: 2 });
    assert.deepEqual(sts.requests.map((request) => request.code), [
      "SignatureDoesNotMatch",
      undefined,
    ]);
  }));
