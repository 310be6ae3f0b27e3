import assert from "node:assert/strict";
import { type RefusalName, refusals } from "./sts_refusals.ts";
import { stoppedClock, withSts } from "./sts_scene.ts";

/** What `assert.rejects` shall find in the SDK's error for a refusal. */
function like(name: RefusalName) {
  return { name: refusals[name].code, message: refusals[name].message };
}

Deno.test("simulated STS issues a session for a right code", () =>
  withSts({}, async ({ sts, user, ask, device }) => {
    const code = device.nextCode();
    const { Credentials } = await ask({
      SerialNumber: user.mfaSerial,
      TokenCode: code,
      DurationSeconds: 900,
    });
    const [session] = sts.issued;
    assert.ok(session && Credentials);
    assert.deepEqual(Credentials, {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration,
    });
    assert.match(session.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.equal(session.secretAccessKey.length, 40);
    assert.equal(session.withMfa, true);
    const remaining = session.expiration.getTime() - Date.now();
    assert.ok(remaining > 600_000 && remaining <= 900_000);

    const [request] = sts.requests;
    assert.equal(request?.host, `127.0.0.1:${sts.port}`);
    assert.equal(request?.action, "GetSessionToken");
    assert.deepEqual(request?.parameters, {
      Version: "2011-06-15",
      SerialNumber: user.mfaSerial,
      TokenCode: code,
      DurationSeconds: "900",
    });
    assert.equal(request?.succeeded, true);
    assert.equal(request?.codeSpent, true);
    assert.equal(request?.status, 200);
    assert.equal(sts.spentCodes, 1);
  }));

Deno.test("simulated STS gives a session of 12 hours and a token of the requested length", () => {
  const now = stoppedClock();
  return withSts({ now, sessionTokenLength: 6000 }, async ({ sts, ask }) => {
    const { Credentials } = await ask();
    assert.equal(Credentials?.SessionToken?.length, 6000);
    const end = Math.floor(now() / 1000) * 1000 + 12 * 60 * 60_000;
    assert.equal(sts.issued[0]?.expiration.getTime(), end);
  });
});

Deno.test("simulated STS gives the account's owner one hour at most", () => {
  const now = stoppedClock();
  return withSts({ now }, async ({ sts, ask }) => {
    const owner = sts.addUser({ isAccountOwner: true });
    await ask({ DurationSeconds: 43_200 }, { credentials: owner });
    const end = Math.floor(now() / 1000) * 1000 + 60 * 60_000;
    assert.equal(sts.issued[0]?.expiration.getTime(), end);
  });
});

Deno.test("simulated STS accepts the codes of three time steps once each and refuses a code that was used before", () =>
  withSts({ now: stoppedClock() }, async ({ sts, user, device, ask }) => {
    const SerialNumber = user.mfaSerial;
    const codes = [device.nextCode(), device.nextCode(), device.nextCode()];
    for (const TokenCode of codes) await ask({ SerialNumber, TokenCode });
    assert.equal(sts.spentCodes, 3);
    for (const TokenCode of [...codes, device.wrongCode()]) {
      await assert.rejects(
        ask({ SerialNumber, TokenCode }),
        like("invalidCode"),
      );
    }
    assert.equal(sts.spentCodes, 3);
    assert.equal(sts.requests.at(-1)?.succeeded, false);
    assert.equal(sts.requests.at(-1)?.code, "AccessDenied");
  }));

Deno.test("simulated STS refuses a code two time steps old unless the window is greater", async () => {
  const now = stoppedClock();
  for (const codeWindow of [1, 2]) {
    await withSts({ now, codeWindow }, async ({ user, device, ask }) => {
      const old = device.code(new Date(now() - 60_000));
      const asked = ask({ SerialNumber: user.mfaSerial, TokenCode: old });
      if (codeWindow === 1) await assert.rejects(asked, like("invalidCode"));
      else await asked;
    });
  }
});

Deno.test("simulated STS keeps the codes of its users apart", () =>
  withSts({ now: stoppedClock() }, async ({ sts, user, device, ask }) => {
    const other = sts.addUser({ totpSecret: user.totpSecret });
    const TokenCode = device.nextCode();
    await ask({ SerialNumber: user.mfaSerial, TokenCode });
    await ask({ SerialNumber: other.mfaSerial, TokenCode }, {
      credentials: other,
    });
    assert.equal(sts.spentCodes, 2);
  }));

Deno.test("simulated STS refuses another user's serial number without consuming the code", () =>
  withSts({}, async ({ sts, device, ask }) => {
    const SerialNumber = sts.addUser().mfaSerial;
    await assert.rejects(
      ask({ SerialNumber, TokenCode: device.code() }),
      like("wrongSerial"),
    );
    assert.equal(sts.spentCodes, 0);
  }));

Deno.test("simulated STS issues a session without MFA but requires a serial number with a code", () =>
  withSts({}, async ({ sts, device, ask }) => {
    await ask({});
    assert.equal(sts.issued[0]?.withMfa, false);
    await assert.rejects(
      ask({ TokenCode: device.code() }),
      like("serialOrCodeMissing"),
    );
  }));
