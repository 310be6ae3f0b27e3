import { UpdstsError } from "../errors.ts";
import { parseMfaCode } from "../operations/mfa_code.ts";
import type { SessionResult } from "../operations/session_types.ts";
import { attempt } from "../util/attempt.ts";
import { durationText } from "../util/duration.ts";
import type { RequestDetails } from "./request_details.ts";

/** The MFA codes that a user may try for one request. */
const MAX_TRIES = 3;

/** The state of a request for which the user has a page. */
type RequestState =
  /** For the user; with the reason where an MFA code was tried and failed. */
  | { readonly kind: "waiting"; readonly failure?: unknown }
  /** For STS, and for the file. */
  | { readonly kind: "working" }
  | { readonly kind: "done"; readonly result: SessionResult }
  /** No tries are left. */
  | { readonly kind: "failed"; readonly failure: unknown }
  | { readonly kind: "denied" | "expired"; readonly failure: UpdstsError };

/** Gets the session with an MFA code, and writes it. */
export type RunRequest = (
  code: string,
  signal: AbortSignal,
) => Promise<SessionResult>;

/**
 * A request that waits for its user. Its page gets the session as soon as the user
 * sends the MFA code; the calls of the client only wait for the outcome.
 */
export class PendingRequest {
  /** Random: anyone with this ID can open the page. */
  readonly id: string = crypto.randomUUID();
  readonly details: RequestDetails;
  readonly #end = Promise.withResolvers<SessionResult>();
  /** The end of the request: its result, or its failure. */
  readonly outcome: Promise<SessionResult> = this.#end.promise;
  /** Of `performance.now()`. */
  readonly expiresAt: number;
  /** Whether a tool result has given the page's URL to the model. */
  isAnnounced = false;
  /** Whether a call has received the outcome. */
  isCollected = false;
  readonly #shown = Promise.withResolvers<void>();
  /** Resolved when the page has shown the outcome. */
  readonly shown: Promise<void> = this.#shown.promise;
  #state: RequestState = { kind: "waiting" };
  #triesLeft = MAX_TRIES;
  #trying: Promise<void> | undefined;
  readonly #run: RunRequest;
  readonly #abort = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;

  /** @param lifetime Milliseconds to wait for the user. */
  constructor(
    { details, run }: { details: RequestDetails; run: RunRequest },
    lifetime: number,
  ) {
    this.details = details;
    this.#run = run;
    this.outcome.catch(() => {}); // Perhaps no call waits for it.
    this.expiresAt = performance.now() + lifetime;
    this.#timer = setTimeout(() => this.expire(pageExpired()), lifetime);
  }

  get state(): RequestState {
    return this.#state;
  }

  get triesLeft(): number {
    return this.#triesLeft;
  }

  /** The time that the user has left, in words. */
  get remainingTime(): string {
    const minutes = Math.ceil((this.expiresAt - performance.now()) / 60_000);
    return durationText(Math.max(1, minutes) * 60, ["hour", "minute"]);
  }

  get isEnded(): boolean {
    return this.#state.kind !== "waiting" && this.#state.kind !== "working";
  }

  /**
   * Tries an MFA code as the user typed it; a second form that comes meanwhile
   * waits for the same try.
   */
  async submit(typed: string): Promise<void> {
    if (this.#state.kind === "waiting") {
      const code = attempt(() => parseMfaCode(typed));
      if (code === undefined) {
        const failure = new UpdstsError("usage", "an MFA code has six digits");
        this.#state = { kind: "waiting", failure };
        return;
      }
      this.#trying = this.#try(code);
    }
    await this.#trying;
  }

  async #try(code: string): Promise<void> {
    this.#state = { kind: "working" };
    try {
      this.#finish(await this.#run(code, this.#abort.signal));
    } catch (failure) {
      if (this.#abort.signal.aborted) {
        return this.#fail({ kind: "expired", failure: serverEnded() }, failure);
      }
      const isTooEarly = failure instanceof UpdstsError &&
        failure.code === "too_many_calls";
      if (!isTooEarly) this.#triesLeft--;
      if (this.#triesLeft > 0 && performance.now() < this.expiresAt) {
        this.#state = { kind: "waiting", failure };
      } else {
        this.#fail({ kind: "failed", failure }, failure);
      }
    }
  }

  /** The next failure is the last one: another MFA code would not help. */
  endTries(): void {
    this.#triesLeft = 0;
  }

  /** The page shows the state. */
  markShown(): void {
    if (this.isEnded) this.#shown.resolve();
  }

  /** The session was made in another way, with an MFA code of the agent's. */
  complete(result: SessionResult): void {
    if (this.#state.kind === "waiting") this.#finish(result);
  }

  /** The user does not allow it. */
  deny(): void {
    this.#endWaiting("denied", denied());
  }

  /** The MFA code is no longer needed. */
  expire(failure: UpdstsError): void {
    this.#endWaiting("expired", failure);
  }

  /** Ends it with the server; a session that STS has issued is saved. */
  async close(): Promise<void> {
    this.#abort.abort(serverEnded());
    this.expire(serverEnded());
    await this.#trying;
  }

  #endWaiting(kind: "denied" | "expired", failure: UpdstsError): void {
    if (this.#state.kind !== "waiting") return;
    this.#fail({ kind, failure }, failure);
  }

  #finish(result: SessionResult): void {
    clearTimeout(this.#timer);
    this.#state = { kind: "done", result };
    this.#end.resolve(result);
  }

  #fail(state: RequestState, reason: unknown): void {
    clearTimeout(this.#timer);
    this.#state = state;
    this.#end.reject(reason);
  }
}

function denied(): UpdstsError {
  return new UpdstsError(
    "usage",
    "the user did not allow this request",
    "ask the user before you call this tool again",
  );
}

/** The error where a page has waited for too long, or is unknown. */
export function pageExpired(): UpdstsError {
  return new UpdstsError(
    "usage",
    "the request has expired: no page waits for its MFA code",
    "ask the user whether the session is still needed, then call this tool again without totp_token",
  );
}

function serverEnded(): UpdstsError {
  return new UpdstsError("interrupted", "the server ended");
}
