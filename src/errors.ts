/**
 * The kinds of failure, a closed set. The interface that shows an error decides
 * the exit status and the words around it.
 *
 * - `usage`: the call was wrong, or there was no usable MFA code; no request was
 *   sent to STS, and the file is unchanged
 * - `file_not_found`, `file_unreadable`: the credentials file can't be read
 * - `file_invalid`: the AWS CLI could not read the file either
 * - `file_conflict`: writing would lose, override or break something
 * - `file_not_writable`, `file_busy`: the file can't be replaced
 * - `profile_not_found`, `profile_incomplete`: no session can be requested
 * - `path_refused`: an agent named a file that it is not allowed to use
 * - `settings_invalid`: a region, an endpoint or a CA bundle can't be used
 * - `sts_refused`, `sts_unreachable`, `sts_bad_answer`: STS rejected the
 *   request, could not be reached, or sent an unusable response
 * - `too_many_calls`: an agent sends requests to STS too often
 * - `not_saved`: the session exists, but the file could not be written
 * - `faults_found`: doctor found something that makes an AWS tool fail
 * - `output_failed`: standard output could not be written
 * - `interrupted`: the user interrupted the run
 * - `internal`: a bug in updsts
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

/** Every expected failure. Its message and its hint never contain a secret. */
export class UpdstsError extends Error {
  /** The kind of failure. */
  readonly code: ErrorCode;
  /** A step that solves the problem, where there is one. */
  readonly hint: string | undefined;

  /**
   * Makes an error.
   *
   * @param code The kind of failure.
   * @param message What failed, with its name, in one line.
   * @param hint A step that solves the problem.
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
