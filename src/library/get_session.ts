import { parseExpiration } from "../credentials/expiry.ts";
import { getSession as getSessionInFile } from "../operations/get_session.ts";
import { parseMfaCode } from "../operations/mfa_code.ts";
import type { PathEnvironment } from "../platform/aws_paths.ts";
import { credentialPath } from "../platform/required_paths.ts";
import { env, home } from "../platform/environment.ts";
import { abortable } from "../util/abortable.ts";
import { notA, requireOptionalStrings, requireStrings } from "./check_types.ts";
import { withLibraryErrors } from "./errors.ts";
import { warningLog } from "./warning_log.ts";

/** A role to assume. */
export interface RoleOptions {
  /** Such as `arn:aws:iam::123456789012:role/NAME`. */
  readonly arn: string;
  /** The session's name in CloudTrail; by default `updsts`. */
  readonly sessionName?: string | undefined;
  /** The external ID that the role's trust policy asks for. */
  readonly externalId?: string | undefined;
}

/** Options of {@linkcode getSession}. */
export interface GetSessionOptions {
  /** The profile with the long-term access keys, or of a role. */
  readonly profile: string;
  /**
   * The MFA code, six digits, or a function that gets one. It is called with the
   * ARN or serial number of the MFA device, at most once, when every check has
   * passed, and not where the file has a session that is valid for long enough,
   * or that can assume the role. A string is used in place of such a session.
   */
  readonly mfaCode: string | ((device: string) => string | Promise<string>);
  /** The profile to write; by default the profile's name followed by `_sts`. */
  readonly stsProfileName?: string | undefined;
  /**
   * Seconds, 900 to 129600, and at most 43200 for a role; by default the
   * profile's `duration_seconds`, else 3600, and 3600 with `role`.
   */
  readonly duration?: number | undefined;
  /** A role to assume after those of the profile. */
  readonly role?: RoleOptions | undefined;
  /**
   * Seconds: a session in the file that is valid for longer is kept. Of several
   * programs that call at the same time, one gets the new session.
   */
  readonly ifExpiresWithin?: number | undefined;
  /**
   * The path of the credentials file; by default that of
   * `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`.
   */
  readonly credentialsFile?: string | undefined;
  /**
   * Ends the wait for a lock, for the MFA code and for STS. A session that STS
   * has issued is saved nevertheless.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Receives warnings, one line each; by default they are dropped. An error that
   * it throws is ignored.
   */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** The session in the credentials file. */
export interface SessionInfo {
  /** The profile that has the session. */
  readonly stsProfileName: string;
  /** The access key ID of the session. */
  readonly accessKeyId: string;
  /** The expiry of the session. */
  readonly expiration: Date;
  /** Whether the session is new; otherwise the file had one that lasts. */
  readonly isNew: boolean;
}

/**
 * Gets a session from AWS STS with an MFA code, and writes it into its block of
 * the credentials file, as `updsts get` does: every check precedes the call for
 * the MFA code, and the file is replaced atomically, under a lock.
 *
 * The AWS SDK is loaded when it is needed.
 *
 * @param options The profile, the MFA code, and how to get the session.
 * Durations are in seconds.
 * @returns The session that is in the file afterwards, without its secrets;
 * {@linkcode readKeys} reads them.
 * @throws {UpdstsError} Any {@linkcode LibraryErrorCode}. The file is unchanged.
 * An abort rejects with the signal's reason, and an error of `mfaCode` is thrown
 * as it is.
 *
 * @example
 * ```ts
 * import { getSession, UpdstsError } from "@x/updsts";
 *
 * try {
 *   const { stsProfileName, expiration } = await getSession({
 *     profile: "default",
 *     mfaCode: (device) => prompt(`MFA code of ${device}:`) ?? "",
 *     ifExpiresWithin: 300,
 *   });
 *   console.log(`${stsProfileName} is valid until ${expiration.toISOString()}`);
 * } catch (error) {
 *   if (!(error instanceof UpdstsError)) throw error;
 *   console.log(error.code, error.message, error.hint);
 * }
 * ```
 */
export function getSession(options: GetSessionOptions): Promise<SessionInfo> {
  return getSessionIn({ env, home }, options);
}

/** The same, in a given environment. */
export function getSessionIn(
  environment: PathEnvironment,
  options: GetSessionOptions,
): Promise<SessionInfo> {
  return withLibraryErrors(async () => {
    const { profile, mfaCode, duration, role, ifExpiresWithin } = options;
    const { stsProfileName, credentialsFile } = options;
    requireStrings({ profile });
    requireOptionalStrings({ stsProfileName, credentialsFile });
    if (typeof mfaCode === "string") parseMfaCode(mfaCode);
    else if (typeof mfaCode !== "function") {
      throw notA("string or a function", "mfaCode");
    }
    const { signal = new AbortController().signal } = options;
    signal.throwIfAborted();
    const path = credentialPath(environment, credentialsFile);
    const { makeServices } = await import("../make_services.ts");
    const log = warningLog(options.onWarning);
    const services = makeServices({ ...environment, log });
    const request = {
      profileName: profile,
      stsProfileName: stsProfileName || `${profile}_sts`,
      duration,
      role,
      ifExpiresWithin,
    };
    const { result, isNew } = await getSessionInFile(request, {
      store: services.openStore(path),
      isFileOptional: !credentialsFile,
      readConfig: services.readConfig,
      connect: services.connect,
      log,
      hasMfaCode: typeof mfaCode === "string",
      async readCode({ mfaDevice }) {
        if (typeof mfaCode === "string") return mfaCode;
        const code: unknown = await abortable(
          Promise.resolve(mfaCode(mfaDevice)),
          signal,
        );
        return typeof code === "string" ? code : ""; // prompt() may give null.
      },
      now: () => new Date(),
      signal,
    });
    return {
      stsProfileName: result.updated_profile_name,
      accessKeyId: result.aws_access_key_id,
      expiration: parseExpiration(result.aws_token_expiration)!,
      isNew,
    };
  });
}
