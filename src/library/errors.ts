import {
  type ErrorCode,
  type LibraryErrorCode,
  UpdstsError as InternalError,
} from "../errors.ts";
import { sanitize } from "../util/sanitize.ts";
import { hintText, type ParameterNames } from "./hints.ts";

export type { LibraryErrorCode } from "../errors.ts";

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
