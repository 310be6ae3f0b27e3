import { createHmac, randomBytes } from "node:crypto";

const stepMs = 30_000;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A virtual MFA device: RFC 6238 with SHA-1, six digits, time steps of 30 seconds, as AWS has it. */
export interface VirtualMfaDevice {
  /** The secret in base32, to register with the simulated STS. */
  readonly secret: string;
  /** The code shown at a time, now unless given. */
  code(at?: Date): string;
  /**
   * A code that this method did not give before, without waiting for the next time step: of the
   * present time step, then of the next one, the one before, and so on outwards. STS accepts the
   * first two for at least 30 seconds; a test that needs more starts it with a greater `codeWindow`.
   */
  nextCode(): string;
  /** A code that is wrong now and will be for some time. */
  wrongCode(): string;
}

/** Makes a virtual MFA device, with a new secret unless one is given. */
export function virtualMfaDevice(
  secret: string = toBase32(randomBytes(20)),
  now: () => number = Date.now,
): VirtualMfaDevice {
  const key = fromBase32(secret);
  const codeOf = (step: number) => hotp(key, step);
  const presentStep = () => Math.floor(now() / stepMs);
  const given = new Set<number>();

  return {
    secret,
    code: (at = new Date(now())) => codeOf(Math.floor(at.getTime() / stepMs)),
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

/** The code of RFC 4226 for a counter. */
function hotp(key: Uint8Array, counter: number): string {
  const message = new DataView(new ArrayBuffer(8));
  message.setBigUint64(0, BigInt(counter));
  const digest = createHmac("sha1", key)
    .update(new Uint8Array(message.buffer)).digest();
  const offset = digest.at(-1)! & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** The base32 of RFC 4648, for lengths that need no padding. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0"));
  const groups = bits.join("").match(/.{5}/g) ?? [];
  return groups.map((group) => BASE32[parseInt(group, 2)]).join("");
}

function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((char) =>
    BASE32.indexOf(char).toString(2).padStart(5, "0")
  );
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => parseInt(byte, 2));
}
