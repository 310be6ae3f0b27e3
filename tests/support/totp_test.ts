import assert from "node:assert/strict";
import { stepsWithCode, toBase32, virtualMfaDevice } from "./totp.ts";

Deno.test("virtual MFA device shows the codes of RFC 6238", () => {
  // Appendix B of the RFC, whose codes of eight digits end in those of six.
  const secret = toBase32(
    new TextEncoder().encode("12345678901234567890"),
  );
  const device = virtualMfaDevice(secret);
  assert.equal(device.code(new Date(59_000)), "287082");
  assert.equal(device.code(new Date(1_111_111_109_000)), "081804");
  assert.equal(device.code(new Date(20_000_000_000_000)), "353130");
});

Deno.test("virtual MFA device gives the codes of the present, the next and the previous time step, then others", () => {
  const now = 1_700_000_000_000;
  const device = virtualMfaDevice(undefined, () => now);
  const steps = [0, 1, -1, 2, -2];
  assert.deepEqual(
    steps.map(() => device.nextCode()),
    steps.map((step) => device.code(new Date(now + step * 30_000))),
  );
});

Deno.test("virtual MFA device gives no code twice when a time step ends", () => {
  let now = 1_700_000_000_000;
  const device = virtualMfaDevice(undefined, () => now);
  const codes = [device.nextCode(), device.nextCode()];
  now += 30_000;
  codes.push(device.nextCode());
  assert.equal(codes[2], device.code(new Date(now + 30_000)));
});

Deno.test("virtual MFA device makes a wrong code", () => {
  const now = Date.now();
  const device = virtualMfaDevice(undefined, () => now);
  const code = device.wrongCode();
  assert.match(code, /^\d{6}$/);
  assert.deepEqual(stepsWithCode(device.secret, code, now, 100), []);
});

Deno.test("virtual MFA devices have different secrets", () => {
  assert.notEqual(virtualMfaDevice().secret, virtualMfaDevice().secret);
});
