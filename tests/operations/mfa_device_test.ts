/** The choice of an MFA device, and devices that STS can't check. */
import assert from "node:assert/strict";
import { makeScene, usualFile } from "../support/scene.ts";

const ACCOUNT = "arn:aws:iam::123456789012";

Deno.test("--mfa-serial takes the place of the configured MFA device", async () => {
  await using scene = await makeScene({
    file: (user) => usualFile(user).replace(user.mfaSerial, `${ACCOUNT}:mfa/x`),
  });
  const { mfaSerial } = scene.user;
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(
    ["get", "default", "-t", code, "--mfa-serial", mfaSerial],
  );
  assert.equal(run.status, 0, run.stderr);
  const [{ parameters }] = scene.sts.requests as [typeof scene.sts.requests[0]];
  assert.equal(parameters["SerialNumber"], mfaSerial);
});

const UNUSABLE: [device: string, error: RegExp, hint: RegExp][] = [
  [
    `${ACCOUNT}:u2f/user/me/key-ABC`,
    /security key or passkey/,
    /authenticator app.*eight MFA devices/,
  ],
  [
    `${ACCOUNT}:user/me`,
    /the ARN of a user/,
    /write :mfa\/ in place of :user\//,
  ],
  [`${ACCOUNT}:mfa/a, ${ACCOUNT}:mfa/b`, /a list of devices/, /write one ARN/],
  [`${ACCOUNT}:mfa/a ${ACCOUNT}:mfa/b`, /a list of devices/, /write one ARN/],
];

for (const [device, error, hint] of UNUSABLE) {
  for (const way of ["configured", "given"]) {
    Deno.test(`get refuses a ${way} MFA device before the MFA code is used: ${device}`, async () => {
      await using scene = await makeScene({
        file: (user) =>
          way === "given"
            ? usualFile(user)
            : usualFile(user).replace(user.mfaSerial, device),
      });
      const before = await scene.home.read();
      const run = await scene.runInProcess([
        ...["get", "default", "-t", scene.device.nextCode()],
        ...way === "given" ? ["--mfa-serial", device] : [],
      ]);
      assert.equal(run.status, way === "given" ? 2 : 1);
      const [message = "", advice = ""] = run.stderr.split("\n");
      assert.match(message, error);
      assert.match(advice, hint);
      assert.equal(scene.sts.requests.length, 0);
      assert.equal(await scene.home.read(), before);
    });
  }
}

Deno.test("get refuses an MFA device in another format, and does not show it", async () => {
  await using scene = await makeScene();
  const run = await scene.runInProcess(
    ["get", "default", "-t", "012345", "--mfa-serial", "CANARY CANARY"],
  );
  assert.equal(run.status, 2);
  assert.match(run.stderr, /not in the format that AWS accepts/);
  assert.doesNotMatch(run.stderr, /CANARY/);
  assert.equal(scene.sts.requests.length, 0);
});
