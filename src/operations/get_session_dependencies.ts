import type { CredentialsDocument } from "../credentials/document.ts";
import type { Profiles, ProfileSettings } from "../credentials/profiles.ts";
import type { Log } from "../util/log.ts";
import type { CredentialStore } from "./credential_store.ts";
import type { CredentialsDependencies } from "./read_profiles.ts";
import type {
  AskSts,
  MfaCodeRejected,
  SessionParameters,
} from "./sts_request.ts";

export interface GetSessionDependencies extends CredentialsDependencies {
  readonly store: Pick<
    CredentialStore,
    "read" | "dryRun" | "update" | "withSessionLock"
  >;
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
