import type { CredentialsDocument } from "../credentials/document.ts";
import type { Keys } from "../credentials/read_keys.ts";
import type { Profiles, ProfileSettings } from "../credentials/profiles.ts";
import type { RecommendedRequest, UpdstsError } from "../errors.ts";
import type { Log } from "../util/log.ts";
import type { MfaCodeRejected } from "./rejections.ts";
import type { RoleScope } from "./role_scope.ts";

/** The content and the mode of the credentials file. */
export interface InspectedFile {
  readonly bytes: Uint8Array;
  /** Permission bits, where the operating system has them. */
  readonly mode: number | undefined;
}

/** Access to the credentials file. A signal ends the wait for a lock. */
export interface CredentialStore {
  /**
   * Reads the file. While another program may be writing it, text that `use`
   * refuses is read again.
   *
   * @param use Reads the text; it may be called more than once.
   */
  read<T>(use: (text: string) => T): Promise<T>;
  /**
   * Does all that an update does, except replacing the file.
   *
   * @throws {UpdstsError} Where an update would fail.
   */
  dryRun(edit: (text: string) => string, signal: AbortSignal): Promise<void>;
  /** Replaces the file, under the lock, with an edit of its current text. */
  update(edit: (text: string) => string, signal?: AbortSignal): Promise<void>;
  /**
   * Runs work under the lock of one section, which all processes share. Other
   * updates of the file do not wait for it: the work may prompt for an MFA code.
   */
  withSessionLock<T>(
    section: string,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /**
   * Locks a terminal, at which one process may prompt at a time, until this
   * process ends. It may be called under the lock of a section, never the other
   * way.
   *
   * @param options The signal that ends the wait, and a function that is called
   * once when the wait takes longer than a second.
   */
  lockTerminal(
    terminal: string,
    options: { readonly signal: AbortSignal; readonly onWait: () => void },
  ): Promise<void>;
  /**
   * Reads the file without a warning about its mode.
   *
   * @param isComplete Whether the bytes can be the whole content.
   */
  inspect(isComplete: (bytes: Uint8Array) => boolean): Promise<InspectedFile>;
  /** Whether the file is visibly bind-mounted, as in a container. */
  isBindMounted(): Promise<boolean>;
  /** Whether an update could not keep the group of the file, which can access it. */
  losesGroup(signal: AbortSignal): Promise<boolean>;
  /** Removes the access of other users. */
  makePrivate(signal: AbortSignal): Promise<void>;
}

export interface Role {
  readonly arn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  /** Only the last role of a chain has one. */
  readonly scope?: RoleScope | undefined;
}

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

export interface GetSessionDependencies {
  readonly store: Pick<
    CredentialStore,
    "read" | "dryRun" | "update" | "withSessionLock"
  >;
  /**
   * Whether the file may be missing, where the config says how to get the
   * credentials of a profile; it is then created.
   */
  readonly isFileOptional?: boolean | undefined;
  /** `~/.aws/config`; an empty document where there is none. */
  readConfig(): Promise<CredentialsDocument>;
  /**
   * Prepares requests to STS.
   *
   * @param arn The MFA device, or the role where no device is used.
   */
  connect(settings: ProfileSettings, arn: string): Promise<AskSts>;
  /**
   * Whether an MFA code was given. It is used even where a session in the file
   * can assume the role.
   */
  readonly hasMfaCode?: boolean;
  /**
   * Refuses a write by the profiles as they are then. It is also called before the
   * MFA code is read.
   *
   * @throws {UpdstsError} Where the session may not be written.
   */
  checkWrite?(profiles: Profiles): void;
  /** Reads the MFA code; called when every other check has passed. */
  readCode(session: SessionParameters): Promise<string>;
  /**
   * Reads another MFA code after STS rejected one, if the user can type one.
   *
   * @returns Nothing where the rejection is final.
   */
  readCodeAgain?(rejection: MfaCodeRejected): Promise<string | undefined>;
  now(): Date;
  readonly log?: Pick<Log, "info" | "warn">;
  /** Aborted when the user interrupts the operation. */
  readonly signal: AbortSignal;
  /**
   * Also ends the wait to save the session of STS, where the user sees a message
   * about that wait. Without it the session is always saved.
   */
  readonly saveSignal?: AbortSignal;
}

export interface RoleRequest {
  readonly arn: string;
  /** By default `updsts`. */
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
}

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

/** A requested session that could not be got. */
export interface SessionFailure {
  readonly profileName: string;
  readonly error: UpdstsError;
}

/** The outcome of several requests. */
export interface GetSessionsOutcome {
  /** In the order of the requests; before them the source profile's session, if it is new. */
  readonly outcomes: readonly GetSessionOutcome[];
  readonly failures: readonly SessionFailure[];
}
