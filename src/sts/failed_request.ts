import type { Keys, Role } from "../operations/get_session.ts";
import type { StsSettings } from "./endpoints.ts";
import type { Proxy } from "./proxy.ts";

/** What is known of a request. */
export interface SentRequest extends Keys {
  /** The device and its code, if a code was given, be it for a request before. */
  readonly mfaDevice?: string;
  readonly code?: string;
  /** The role that was to be assumed. */
  readonly role?: Role;
  /** The command that renews the session, where the keys are one's of ours. */
  readonly renewal?: string | undefined;
}

/** What is known about a request that failed. */
export interface FailedRequest {
  readonly request: SentRequest;
  readonly settings: StsSettings;
  readonly proxy?: Proxy | undefined;
  /** Milliseconds, where the time was up. */
  readonly timedOut: number | undefined;
  readonly now: Date;
}
