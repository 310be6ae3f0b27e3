import type { UpdstsError } from "../errors.ts";
import type { RoleRequest } from "./role.ts";
import type { RoleScope } from "./role_scope.ts";

/** A request for a session in the credentials file. */
export interface SessionRequest {
  readonly profileName: string;
  readonly stsProfileName: string;
  /** Seconds; by default the profile's `duration_seconds`, else 3600. */
  readonly duration?: number | undefined;
  /** A role to assume after those of the profile. */
  readonly role?: RoleRequest | undefined;
  /** The scope of the last role's session. */
  readonly scope?: RoleScope | undefined;
  /** The MFA device, in place of the configured one. */
  readonly mfaDevice?: string | undefined;
  /** Seconds: a session in the file that is valid for longer is kept. */
  readonly ifExpiresWithin?: number | undefined;
}

/** The session in the file afterwards. */
export interface SessionResult {
  readonly updated_profile_name: string;
  readonly aws_access_key_id: string;
  readonly aws_token_expiration: string;
}

export interface GetSessionOutcome {
  readonly result: SessionResult;
  /** Whether the session is new; otherwise the file's session was valid long enough. */
  readonly isNew: boolean;
  /** Whether the file had no profile of this name before. */
  readonly isFirst: boolean;
}

export interface SessionFailure {
  readonly profileName: string;
  readonly error: UpdstsError;
}

export interface GetSessionsOutcome {
  /** In the order of the requests; before them the source profile's session, if it is new. */
  readonly outcomes: readonly GetSessionOutcome[];
  readonly failures: readonly SessionFailure[];
}
