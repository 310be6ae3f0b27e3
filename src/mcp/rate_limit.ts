import { UpdstsError } from "../errors.ts";

const MOST_CALLS = 5;
const WINDOW = 60_000;

/**
 * AWS locks an MFA device that is tried too often, and a model in a loop
 * tries often: each device gets five calls of STS a minute.
 */
export class RateLimit {
  readonly #now: () => number;
  readonly #calls = new Map<string, number[]>();

  /** @param now A clock in milliseconds that is never set back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws where another call would be one too many. */
  check(device: string): void {
    const calls = this.#recent(device);
    if (calls.length < MOST_CALLS) return;
    const wait = Math.ceil((calls[0]! + WINDOW - this.#now()) / 1000);
    throw new UpdstsError(
      "too_many_calls",
      `STS was asked ${MOST_CALLS} times within a minute for this MFA device, and AWS locks a device that is tried too often`,
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
