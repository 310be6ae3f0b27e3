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
 * All kinds of failure. The interface that shows an error decides the exit status
 * and the format. Those that a program cannot meet:
 *
 * - `path_refused`: an agent named a file that it is not allowed to use
 * - `too_many_calls`: an agent sends requests to STS too often
 * - `faults_found`: doctor found something that makes an AWS tool fail
 * - `output_failed`: standard output could not be written
 * - `interrupted`: the user interrupted the run
 * - `internal`: a bug in updsts
 */
export type ErrorCode =
  | LibraryErrorCode
  | "path_refused"
  | "too_many_calls"
  | "faults_found"
  | "output_failed"
  | "interrupted"
  | "internal";

/** A parameter of an operation; each interface has its own name for it. */
export type ParameterName =
  | "stsProfileName"
  | "duration"
  | "ifExpiresWithin"
  | "credentialsFile"
  /** The file that is used where a call names none. */
  | "defaultCredentialsFile"
  | "mfaCode";

/** A command, for which an interface may have something else. */
export type CommandName = "list" | "clean" | "doctor_fix";

/** The request for a session that a hint recommends. */
export interface RecommendedRequest {
  /** The source profile. */
  readonly profileName: string;
  /** More profiles that the same MFA code serves. */
  readonly otherProfiles?: readonly string[] | undefined;
  /** By default the profile's name followed by `_sts`. */
  readonly stsProfileName?: string | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
  /** A role to assume. */
  readonly role?: {
    readonly arn: string;
    readonly sessionName?: string | undefined;
    readonly externalId?: string | undefined;
  } | undefined;
  /** The MFA device, where it is not the configured one. */
  readonly mfaDevice?: string | undefined;
  /** The scope of the role's session. */
  readonly scope?: {
    readonly policyArns: readonly string[];
    readonly sourceIdentity: string | undefined;
    readonly tags: readonly { readonly key: string; readonly value: string }[];
    readonly transitiveTagKeys: readonly string[];
  } | undefined;
  /** The path, where it is not the default. */
  readonly credentialsFile?: string | undefined;
}

/** The part of a hint that each interface formats: the kind and its values. */
export type HintPart =
  /** The name of a parameter. */
  | { readonly kind: "parameter"; readonly name: ParameterName }
  /** How to pass a parameter, after a verb such as "choose another". */
  | {
    readonly kind: "with_parameter";
    readonly name: ParameterName;
    readonly value?: string | undefined;
  }
  | { readonly kind: "command"; readonly name: CommandName }
  /** The command that gets a session. */
  | { readonly kind: "get"; readonly request?: RecommendedRequest | undefined }
  /** Deno's flags that grant a permission; the executable has none. */
  | { readonly kind: "permission"; readonly flags?: string | undefined };

/** A step that solves a problem; its text names no option, command or tool. */
export type Hint = string | readonly (string | HintPart)[];

/**
 * Makes a hint of text, parts and other hints.
 *
 * @example
 * ```ts
 * hint`choose another name ${withParameter("stsProfileName")}`;
 * ```
 */
export function hint(
  texts: TemplateStringsArray,
  ...values: readonly (HintPart | Hint)[]
): Hint {
  return texts.flatMap((text, at) => [text, values[at] ?? ""]).flat();
}

export function parameter(name: ParameterName): HintPart {
  return { kind: "parameter", name };
}

export function withParameter(name: ParameterName, value?: string): HintPart {
  return { kind: "with_parameter", name, value };
}

export function command(name: CommandName): HintPart {
  return { kind: "command", name };
}

export function getCommand(request?: RecommendedRequest): HintPart {
  return { kind: "get", request };
}

export function permission(flags?: string): HintPart {
  return { kind: "permission", flags };
}

/** What an interface calls each kind of part. */
type HintFormat = {
  readonly [K in HintPart["kind"]]: (
    part: Extract<HintPart, { kind: K }>,
  ) => string;
};

/** Formats a hint for one interface. */
export function formatHint(hint: Hint, format: HintFormat): string {
  return [hint].flat().map((part) =>
    typeof part === "string" ? part : format[part.kind](part as never)
  ).join("");
}

/**
 * Every expected failure. Its message names no option, command or tool, and
 * neither the message nor the hint contains a secret.
 */
export class UpdstsError extends Error {
  /** The kind of failure. */
  readonly code: ErrorCode;
  /** A step that solves the problem, where there is one. */
  readonly hint: Hint | undefined;

  /**
   * @param message What failed, with its name, in one line.
   * @param options The cause, for `-v 2`.
   */
  constructor(
    code: ErrorCode,
    message: string,
    hint?: Hint,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "UpdstsError";
    this.code = code;
    this.hint = hint;
  }
}
