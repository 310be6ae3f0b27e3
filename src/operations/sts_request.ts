import type { Keys } from "../credentials/read_keys.ts";
import { type RecommendedRequest, UpdstsError } from "../errors.ts";
import type { Role } from "./role.ts";

/** The session that an MFA code is used for. */
export interface SessionParameters {
  /** The ARN, or a hardware device's serial number. */
  readonly mfaDevice: string;
  /**
   * Roles to assume in turn: the first with the MFA code, each other with the
   * session of the one before. Without a role, the session is the user's own.
   */
  readonly roles: readonly Role[];
  /** Seconds. */
  readonly duration: number;
}

export interface Mfa {
  /** The ARN, or a hardware device's serial number. */
  readonly device: string;
  /** Six digits. */
  readonly code: string;
}

export interface StsRequest
  extends Keys, Pick<SessionParameters, "roles" | "duration"> {
  /** Only long-term access keys have an MFA device. */
  readonly mfa?: Mfa | undefined;
  /** The request that renews the keys, if they are a session of updsts. */
  readonly renewal?: RecommendedRequest | undefined;
}

/** The session in the response of STS. */
export interface Session extends Keys {
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Requests a session; every early check of settings has passed. */
export type AskSts = (
  request: StsRequest,
  signal: AbortSignal,
) => Promise<Session>;

/** STS rejected the MFA code itself: with another code the same request may succeed. */
export class MfaCodeRejected extends UpdstsError {}

/** STS rejected a session: with an MFA code the same request may succeed. */
export class SessionRejected extends UpdstsError {}
