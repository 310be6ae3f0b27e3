import { Secret, TOTP } from "otpauth";

const stepMs = 30_000;

/** A virtual MFA device: RFC 6238 with SHA-1, six digits, time steps of 30 seconds, as AWS has it. */
export interface VirtualMfaDevice {
  /** The secret in base32, to register with the simulated STS. */
  readonly secret: string;
  /** The code shown at a time, now unless given. */
  code(at?: Date): string;
  /**
   * A code that this method did not give before, without waiting for the next time step: of the
   * present time step, then of the next one, the one before, and so on outwards. STS accepts the
   * first two for at least 30 seconds; whoever needs more starts it with a greater `codeWindow`.
   */
  nextCode(): string;
  /** A code that is wrong now and will be for some time. */
  wrongCode(): string;
}

/** Makes a virtual MFA device, with a new secret unless one is given. */
export function virtualMfaDevice(
  secret: string = new Secret({ size: 20 }).base32,
  now: () => number = Date.now,
): VirtualMfaDevice {
  const totp = new TOTP({
    secret,
    algorithm: "SHA1",
    digits: 6,
    period: stepMs / 1000,
  });
  const codeOf = (step: number) => totp.generate({ timestamp: step * stepMs });
  const presentStep = () => Math.floor(now() / stepMs);
  const given = new Set<number>();

  return {
    secret,
    code: (at = new Date(now())) => totp.generate({ timestamp: at.getTime() }),
    nextCode() {
      const present = presentStep();
      for (let distance = 0;; distance++) {
        for (const step of [present + distance, present - distance]) {
          if (given.has(step)) continue;
          given.add(step);
          return codeOf(step);
        }
      }
    },
    wrongCode() {
      const present = presentStep();
      const right = new Set<string>();
      for (let step = present - 100; step <= present + 100; step++) {
        right.add(codeOf(step));
      }
      for (let number = 0;; number++) {
        const code = String(number).padStart(6, "0");
        if (!right.has(code)) return code;
      }
    },
  };
}

/**
 * The time steps around `now`, at most `window` away, whose code is `code`. More than one only
 * where two steps happen to share a code.
 */
export function stepsWithCode(
  secret: string,
  code: string,
  now: number,
  window: number,
): number[] {
  const device = virtualMfaDevice(secret);
  const present = Math.floor(now / stepMs);
  const steps: number[] = [];
  for (let step = present - window; step <= present + window; step++) {
    if (device.code(new Date(step * stepMs)) === code) steps.push(step);
  }
  return steps;
}
