import type { CredentialsDocument } from "../credentials/document.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";

/** The credentials file, as the operation needs it. */
export interface CredentialStore {
  /**
   * Reads the file. While another program may be writing it, text that `use`
   * refuses is read again.
   *
   * @param use What to make of the text; it may be called more than once.
   */
  read<T>(use: (text: string) => T): Promise<T>;
  /**
   * Does everything that an update does, short of replacing the file.
   *
   * @param edit What the update would do to the text.
   * @param signal Ends the wait for the lock.
   * @throws {UpdstsError} Where an update would fail.
   */
  dryRun(edit: (text: string) => string, signal: AbortSignal): Promise<void>;
  /**
   * Replaces the file, under the lock, with an edit of what is there now.
   *
   * @param edit What to do to the text.
   * @param signal Ends the wait for the lock.
   */
  update(edit: (text: string) => string, signal?: AbortSignal): Promise<void>;
  /**
   * Refreshes one section at a time, over all processes. Other updates of the
   * file do not wait for it: while it lasts, a person may be asked for a code.
   *
   * @param section The section's name.
   * @param work What to do meanwhile.
   * @param signal Ends the wait for the others.
   */
  withSessionLock<T>(
    section: string,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
}

/** Keys that a request is signed with. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** A session's keys go with its token. */
  readonly sessionToken?: string | undefined;
}

/** Long-lived keys and the MFA device that goes with them. */
export interface LongTermKeys extends Keys {
  /** The ARN, or a hardware device's serial number. */
  readonly mfaDevice: string;
}

/** A role that is to be assumed. */
export interface Role {
  readonly arn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
}

/** What a code is for. */
export interface SessionParameters {
  /** The ARN, or a hardware device's serial number. */
  readonly mfaDevice: string;
  /**
   * Roles to assume one after the other, the first with the code, each other
   * with the session of the one before. Without any, it is a session of the
   * user's own.
   */
  readonly roles: readonly Role[];
  /** Seconds. */
  readonly duration: number;
}

/** What STS is asked for. */
export interface StsRequest extends LongTermKeys, SessionParameters {
  /** Six digits. */
  readonly code: string;
}

/** What STS gives. */
export interface Session extends Keys {
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** STS, ready to be asked: nothing about it is left that could be refused early. */
export type AskSts = (
  request: StsRequest,
  signal: AbortSignal,
) => Promise<Session>;

/** What the operation is given. */
export interface GetSessionDependencies {
  readonly store: CredentialStore;
  /** `~/.aws/config`; an empty document where there is none. */
  readConfig(): Promise<CredentialsDocument>;
  /** Gets STS ready for a profile's settings and MFA device. */
  connect(settings: ProfileSettings, mfaDevice: string): Promise<AskSts>;
  /** The code of the MFA device; asked for when all else is known to be well. */
  readCode(session: SessionParameters): Promise<string>;
  now(): Date;
  /** Aborted when the user wants no session any more. */
  readonly signal: AbortSignal;
  /**
   * Ends even the wait to save what STS has given: for a user who is told of
   * the wait. Without it the session is saved all the same.
   */
  readonly saveSignal?: AbortSignal;
}

/** A role as it was asked for. */
export interface RoleRequest {
  readonly arn: string;
  /** By default `updsts`. */
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
}

/** Which session is wanted. */
export interface SessionRequest {
  readonly profileName: string;
  readonly stsProfileName: string;
  /** Seconds; by default 3600, or what the profile of a role says. */
  readonly duration?: number | undefined;
  /** A role to assume with the profile, beside those that the profile names. */
  readonly role?: RoleRequest | undefined;
  /** Seconds: while the session in the file lasts longer, there is nothing to do. */
  readonly ifExpiresWithin?: number | undefined;
}

/** The session that the file has in the end. */
export interface SessionResult {
  readonly updated_profile_name: string;
  readonly aws_access_key_id: string;
  readonly aws_token_expiration: string;
}

/** What came of a request. */
export interface GetSessionOutcome {
  readonly result: SessionResult;
  /** Is it of now, or did the one in the file last long enough? */
  readonly isNew: boolean;
}
