import { UpdstsError } from "../errors.ts";

const WINDOW = 60_000;

/** The calls of one kind that are allowed per MFA device and minute. */
interface Allowance {
  readonly most: number;
  /** The error message. */
  readonly message: string;
}

/** AWS locks an MFA device after too many attempts. */
export const STS_CALLS: Allowance = {
  most: 5,
  message:
    "updsts sent 5 requests to STS within a minute for this MFA device, and AWS locks a device after too many attempts",
};

/**
 * Each call without an MFA code may open a page in the user's browser. An
 * agent that renews all role profiles of one device stays below this; only a
 * loop does not.
 */
export const CALLS_WITHOUT_CODE: Allowance = {
  most: 30,
  message:
    "the tool was called 30 times within a minute without an MFA code for this MFA device, or for the roles of temporary credentials",
};

/** Stops a model in a loop: limits the calls per MFA device and minute. */
export class RateLimit {
  readonly #allowance: Allowance;
  readonly #now: () => number;
  readonly #calls = new Map<string, number[]>();

  /** @param now A monotonic clock, in milliseconds. */
  constructor(allowance: Allowance, now: () => number) {
    this.#allowance = allowance;
    this.#now = now;
  }

  /** Throws where no further call is allowed. */
  check(device: string): void {
    const { most, message } = this.#allowance;
    const calls = this.#recent(device);
    if (calls.length < most) return;
    const wait = Math.ceil((calls[0]! + WINDOW - this.#now()) / 1000);
    throw new UpdstsError(
      "too_many_calls",
      message,
      `try again in ${wait} seconds`,
    );
  }

  /** Counts a call, or throws where it is not allowed. */
  take(device: string): void {
    this.check(device);
    this.#calls.set(device, [...this.#recent(device), this.#now()]);
  }

  #recent(device: string): number[] {
    const start = this.#now() - WINDOW;
    return (this.#calls.get(device) ?? []).filter((time) => time > start);
  }
}
