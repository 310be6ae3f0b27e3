import { type ErrorCode, UpdstsError as InternalError } from "../errors.ts";
import { sanitize } from "../util/sanitize.ts";
import { hintText, type ParameterNames } from "./hints.ts";

/**
 * The kinds of failure that a program can meet.
 *
 * - `usage`: an argument is wrong, or there was no usable MFA code; no request
 *   was sent to STS, and the file is unchanged
 * - `file_not_found`, `file_unreadable`: the credentials file can't be read
 * - `file_invalid`: the AWS CLI could not read the file either
 * - `file_conflict`: writing would lose, override or break something
 * - `file_not_writable`, `file_busy`: the file can't be replaced
 * - `profile_not_found`, `profile_incomplete`: the profile or its keys are missing
 * - `settings_invalid`: a setting of the profile or of the environment, such as
 *   a region, an endpoint, a proxy or a CA bundle, can't be used
 * - `sts_refused`, `sts_unreachable`, `sts_bad_answer`: STS rejected the
 *   request, could not be reached, or sent an unusable response
 * - `not_saved`: STS issued the session, but the file could not be written
 */
export type LibraryErrorCode =
  | "usage"
  | "file_not_found"
  | "file_unreadable"
  | "file_invalid"
  | "file_conflict"
  | "file_not_writable"
  | "file_busy"
  | "profile_not_found"
  | "profile_incomplete"
  | "settings_invalid"
  | "sts_refused"
  | "sts_unreachable"
  | "sts_bad_answer"
  | "not_saved";

/**
 * Every expected failure. Neither the message nor the hint contains a secret, or
 * a character that a terminal would interpret.
 *
 * @example
 * ```ts
 * import { readKeys, UpdstsError } from "@x/updsts";
 *
 * try {
 *   readKeys("[default]\n", "work");
 * } catch (error) {
 *   if (!(error instanceof UpdstsError)) throw error;
 *   console.log(error.code); // profile_not_found
 * }
 * ```
 */
export class UpdstsError extends Error {
  /** The kind of failure. */
  readonly code: LibraryErrorCode;
  /** A step that solves the problem, where there is one. */
  readonly hint: string | undefined;

  /**
   * Makes an error.
   *
   * @param code The kind of failure.
   * @param message What failed, with its name, in one line.
   * @param hint A step that solves the problem, in one line.
   */
  constructor(code: LibraryErrorCode, message: string, hint?: string) {
    super(message);
    this.name = "UpdstsError";
    this.code = code;
    this.hint = hint;
  }
}

/**
 * Runs work of updsts, and throws an error of the library for its failure.
 * Any other error, such as one of a callback, is thrown unchanged.
 *
 * @param work The work.
 * @param names The names of parameters in its hints.
 */
export function withLibraryErrors<T>(
  work: () => T,
  names?: ParameterNames,
): T {
  try {
    const result = work();
    return result instanceof Promise
      ? result.catch((error) => {
        throw toLibraryError(error, names);
      }) as T
      : result;
  } catch (error) {
    throw toLibraryError(error, names);
  }
}

/** The cause is left out: the message of another program may have a secret. */
function toLibraryError(error: unknown, names?: ParameterNames): unknown {
  if (!(error instanceof InternalError)) return error;
  const { code, message, hint } = error;
  if (!isLibraryCode(code)) return error;
  return new UpdstsError(
    code,
    sanitize(message),
    hint === undefined ? undefined : hintText(hint, names),
  );
}

/** The codes of the command line and of the MCP server only. */
const OTHER_CODES: Readonly<
  Record<Exclude<ErrorCode, LibraryErrorCode>, true>
> = {
  path_refused: true,
  too_many_calls: true,
  faults_found: true,
  output_failed: true,
  interrupted: true,
  internal: true,
};

function isLibraryCode(code: ErrorCode): code is LibraryErrorCode {
  return !Object.hasOwn(OTHER_CODES, code);
}
