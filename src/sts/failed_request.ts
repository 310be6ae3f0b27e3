import type { Keys } from "../credentials/read_keys.ts";
import type { RecommendedRequest } from "../errors.ts";
import type { Role } from "../operations/role.ts";
import type { Mfa } from "../operations/sts_request.ts";
import { stsHost, type StsSettings } from "./sts_host.ts";
import type { Proxy } from "./proxy.ts";

export interface SentRequest extends Keys {
  /** If this or an earlier request sent an MFA code. */
  readonly mfa?: Mfa | undefined;
  readonly role?: Role;
  /** Whether another role assumes it. */
  readonly isChained?: boolean;
  /** The request that renews the keys, if they are a session of updsts. */
  readonly renewal?: RecommendedRequest | undefined;
}

export interface FailedRequest {
  readonly request: SentRequest;
  readonly settings: StsSettings;
  readonly proxy?: Proxy | undefined;
  /** The timeout in milliseconds, where it ended the request. */
  readonly timedOut: number | undefined;
  readonly now: Date;
}

/** A part of a hint, where STS may have received an MFA code. */
export function afterCode({ mfa }: SentRequest): string {
  return mfa ? "; the MFA code may be used up: wait for the next one" : "";
}

/** The host of STS for a message. */
export function shownHost(settings: StsSettings): string {
  return (stsHost(settings) ?? "STS").replace(/:443$/, "");
}
