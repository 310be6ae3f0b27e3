/**
 * What went wrong, as data: one closed set of codes. The exit status and the
 * wording around an error are decided where it is shown, nowhere else.
 *
 * - `usage`: the call itself was wrong, or there was no usable code; STS was not
 *   asked, and the file is as it was
 * - `file_not_found`, `file_unreadable`: the credentials file can't be read
 * - `file_invalid`: the AWS CLI could not read the file either
 * - `file_conflict`: writing would lose, shadow or break something
 * - `file_not_writable`, `file_busy`: the file can't be replaced
 * - `profile_not_found`, `profile_incomplete`: no session can be asked for
 * - `path_refused`: an agent named a file that its user did not open to it
 * - `settings_invalid`: a region, an endpoint or a CA bundle can't be used
 * - `sts_refused`, `sts_unreachable`, `sts_bad_answer`: what STS said, or didn't
 * - `too_many_calls`: an agent asks STS too often
 * - `not_saved`: the session exists, but the file could not be written
 * - `faults_found`: doctor found what makes some tool fail
 * - `output_failed`: standard output could not be written
 * - `interrupted`: the user stopped it
 * - `internal`: a fault of this program
 */
export type ErrorCode =
  | "usage"
  | "file_not_found"
  | "file_unreadable"
  | "file_invalid"
  | "file_conflict"
  | "file_not_writable"
  | "file_busy"
  | "profile_not_found"
  | "profile_incomplete"
  | "path_refused"
  | "settings_invalid"
  | "sts_refused"
  | "sts_unreachable"
  | "sts_bad_answer"
  | "too_many_calls"
  | "not_saved"
  | "faults_found"
  | "output_failed"
  | "interrupted"
  | "internal";

/** Every failure that this program foresees. Neither text ever holds a secret. */
export class UpdstsError extends Error {
  /** The kind of failure. */
  readonly code: ErrorCode;
  /** The way out, where there is one. */
  readonly hint: string | undefined;

  /**
   * Makes a failure.
   *
   * @param code The kind of failure.
   * @param message What went wrong, in one line.
   * @param hint What to do about it.
   * @param options The cause, for `-v 2`.
   */
  constructor(
    code: ErrorCode,
    message: string,
    hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "UpdstsError";
    this.code = code;
    this.hint = hint;
  }
}
