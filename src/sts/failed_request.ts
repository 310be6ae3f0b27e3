import type { Keys } from "../credentials/keys.ts";
import type { RecommendedRequest } from "../errors.ts";
import type { Role } from "../operations/get_session.ts";
import type { StsSettings } from "./endpoints.ts";
import type { Proxy } from "./proxy.ts";

/** A request that was sent. */
export interface SentRequest extends Keys {
  /** The device and its MFA code, if this or an earlier request sent one. */
  readonly mfaDevice?: string;
  readonly code?: string;
  /** The role to assume. */
  readonly role?: Role;
  /** The request that renews the keys, if they are a session of updsts. */
  readonly renewal?: RecommendedRequest | undefined;
}

/** A request that failed. */
export interface FailedRequest {
  readonly request: SentRequest;
  readonly settings: StsSettings;
  readonly proxy?: Proxy | undefined;
  /** The timeout in milliseconds, where it ended the request. */
  readonly timedOut: number | undefined;
  readonly now: Date;
}
