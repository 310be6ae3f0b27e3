import { UpdstsError } from "../errors.ts";

const WINDOW = 60_000;

/** How many calls of one kind a device gets a minute, and why not more. */
export interface Allowance {
  readonly most: number;
  /** What happened that often, as the error says it. */
  readonly what: string;
}

/** AWS locks an MFA device that is tried too often. */
export const STS_CALLS: Allowance = {
  most: 5,
  what:
    "STS was asked 5 times within a minute for this MFA device, and AWS locks a device that is tried too often",
};

/**
 * Each call without an MFA code may open a page in the user's browser. An
 * agent that renews all role profiles of one device stays below this; only a
 * loop does not.
 */
export const CALLS_WITHOUT_CODE: Allowance = {
  most: 30,
  what:
    "the tool was called 30 times within a minute without an MFA code for this MFA device",
};

/** Stops a model in a loop: each device gets its calls a minute. */
export class RateLimit {
  readonly #allowance: Allowance;
  readonly #now: () => number;
  readonly #calls = new Map<string, number[]>();

  /**
   * @param allowance How many calls there are.
   * @param now A clock in milliseconds that is never set back.
   */
  constructor(allowance: Allowance, now: () => number) {
    this.#allowance = allowance;
    this.#now = now;
  }

  /** Throws where another call would be one too many. */
  check(device: string): void {
    const { most, what } = this.#allowance;
    const calls = this.#recent(device);
    if (calls.length < most) return;
    const wait = Math.ceil((calls[0]! + WINDOW - this.#now()) / 1000);
    throw new UpdstsError(
      "too_many_calls",
      what,
      `try again in ${wait} seconds, and tell the user what failed before`,
    );
  }

  /** Counts a call, if it is not one too many. */
  take(device: string): void {
    this.check(device);
    this.#calls.set(device, [...this.#recent(device), this.#now()]);
  }

  #recent(device: string): number[] {
    const start = this.#now() - WINDOW;
    return (this.#calls.get(device) ?? []).filter((time) => time > start);
  }
}
