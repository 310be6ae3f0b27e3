import { showAccessKeyId, showArn } from "../credentials/mask.ts";
import { UpdstsError } from "../errors.ts";
import { permissionHint } from "../permissions.ts";
import type { Keys, Role } from "../refresh.ts";
import { causes, connectionFault } from "./connection_fault.ts";
import type { StsSettings } from "./settings.ts";

/** What is known of a request. */
export interface Asked extends Keys {
  /** The device and its code, if a code was given, be it for a request before. */
  readonly mfaDevice?: string;
  readonly code?: string;
  /** The role that was to be assumed. */
  readonly role?: Role;
}

/** What is known about a request that failed. */
export interface FailedRequest {
  readonly request: Asked;
  readonly settings: StsSettings;
  /** Milliseconds, where the time was up. */
  readonly timedOut: number | undefined;
  readonly now: Date;
}

interface SdkError extends Error {
  $metadata?: { httpStatusCode?: number; attempts?: number };
  $response?: { headers?: Record<string, string>; statusCode?: number };
}

interface Refusal {
  /** STS's own code for it. */
  code: RegExp;
  /** A part of STS's message; one code has several causes. */
  message?: RegExp;
  explain(error: SdkError, failed: FailedRequest): [string, string];
}

const ROLE_REFUSALS: Refusal[] = [
  {
    code: /^AccessDenied/,
    message: /not authorized to perform: sts:AssumeRole|sts:TagSession/i,
    explain: (_, { request }) => [
      `the role ${roleOf(request)} may not be assumed like this`,
      "look at its ARN, at who its trust policy lets in, and whether it wants an external id; the code is used up, so wait for the next one",
    ],
  },
  {
    code: /^AccessDenied/,
    message: /root account/i,
    explain: () => [
      "the keys are the account's root user's, and AWS lets it assume no role",
      "name the profile of an IAM user",
    ],
  },
  {
    code: /^ValidationError/,
    message: /DurationSeconds exceeds/,
    explain: (_, { request }) => [
      `the role ${roleOf(request)} gives no session as long as this`,
      "ask for less with -d or duration_seconds, or have its maximum session duration raised; the code may be used up, so wait for the next one",
    ],
  },
];

const REFUSALS: Refusal[] = [
  {
    code: /^AccessDenied/,
    message: /invalid MFA one time pass code/i,
    explain: (error, { request }) => [
      "STS did not accept the code: it is wrong, or was used before",
      (error.$metadata?.attempts ?? 1) > 1
        ? "the connection broke and the request was repeated, so the code may be used up: wait for the next one"
        : `wait for the next code of ${deviceOf(request)}: each works once`,
    ],
  },
  {
    code: /^AccessDenied/,
    message: /validate MFA code|MFA serial|MultiFactorAuthentication/i,
    explain: (_, { request }) => [
      `STS can't check a code of the MFA device ${deviceOf(request)}`,
      /:user\//.test(request.mfaDevice ?? "")
        ? "this is the ARN of a user: write :mfa/ in place of :user/, with the device's name"
        : "compare mfa_device_arn with the console; if it is right, the device's clock may be off",
    ],
  },
  {
    code: /^AccessDenied/,
    message: /with session credentials/i,
    explain: () => [
      "the keys of the profile are a session's, and STS gives sessions for long-lived keys only",
      "name the profile that has the long-lived keys of your IAM user",
    ],
  },
  ...ROLE_REFUSALS,
  {
    code: /^ExpiredToken/,
    explain: () => [
      "the session is over",
      'get a new one with "updsts get"',
    ],
  },
  {
    code: /^InvalidClientTokenId/,
    explain: (_, { request, settings }) => [
      `STS does not know the access key ${
        showAccessKeyId(request.accessKeyId)
      } in ${settings.isGlobal ? "the commercial partition" : settings.region}`,
      "it was deleted or switched off, or belongs to another partition (China, GovCloud): then set the profile's region",
    ],
  },
  {
    code: /^(SignatureDoesNotMatch|RequestExpired|InvalidSignature)/,
    message: /expired|not yet current/i,
    explain: (error, { now }) => [
      `this computer's clock is off${byHowMuch(error, now)}`,
      "set the clock; STS accepts five to fifteen minutes at most",
    ],
  },
  {
    code: /^SignatureDoesNotMatch/,
    explain: (_, { request }) => [
      `the secret key does not belong to the access key ${
        showAccessKeyId(request.accessKeyId)
      }`,
      "copy aws_secret_access_key into the profile again, the whole of it",
    ],
  },
  {
    code: /^RegionDisabled/,
    explain: (_, { settings }) => [
      `STS is switched off in ${settings.region} for this account`,
      "choose another region, or switch it on in the account's IAM settings",
    ],
  },
  {
    code: /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown/,
    explain: (_, { request }) => [
      "STS asks for fewer requests, after several tries",
      `wait a minute, then try again${withNewCode(request)}`,
    ],
  },
];

/** Turns whatever went wrong between us and STS into words and a way out. */
export function explain(error: unknown, failed: FailedRequest): UpdstsError {
  const cause = { cause: error };
  const own = causes(error).find((each) => each instanceof UpdstsError);
  if (own) return own;
  if (failed.timedOut !== undefined) {
    return new UpdstsError(
      "sts_unreachable",
      `STS did not answer within ${failed.timedOut / 1000} seconds`,
      `look at the network and the proxy${afterCode(failed.request)}`,
      cause,
    );
  }
  const sdkError = error as SdkError;
  const status = sdkError.$metadata?.httpStatusCode;
  if (status === undefined) return unreachable(error, failed);
  for (const { code, message, explain } of REFUSALS) {
    if (!code.test(sdkError.name)) continue;
    if (message && !message.test(sdkError.message)) continue;
    return new UpdstsError("sts_refused", ...explain(sdkError, failed), cause);
  }
  if (status >= 500) {
    return new UpdstsError(
      "sts_unreachable",
      `STS has a fault of its own (HTTP status ${status})`,
      `try again in a while${withNewCode(failed.request)}`,
      cause,
    );
  }
  if (status < 400 || /^(Unknown|Error|SyntaxError)?$/.test(sdkError.name)) {
    return new UpdstsError(
      "sts_bad_answer",
      `what answered is not STS, or its answer is damaged (HTTP status ${status})`,
      `look at the endpoint and the proxy${afterCode(failed.request)}`,
      cause,
    );
  }
  return new UpdstsError(
    "sts_refused",
    `STS refused (${tame(sdkError.name, failed, 64)}): ${
      tame(sdkError.message, failed, 300)
    }`,
    undefined,
    cause,
  );
}

/** Where the request may have arrived, and a code with it. */
function afterCode({ code }: Asked): string {
  return code === undefined
    ? ""
    : "; the code may be used up, so wait for the next one";
}

function withNewCode({ code }: Asked): string {
  return code === undefined ? "" : ", with a new code";
}

/** By the answer's own clock. */
function byHowMuch({ $response }: SdkError, now: Date): string {
  const date = Date.parse($response?.headers?.["date"] ?? "");
  if (Number.isNaN(date)) return "";
  const minutes = Math.round((now.getTime() - date) / 60_000);
  return `: it is ${Math.abs(minutes)} minutes ${
    minutes < 0 ? "behind" : "ahead of"
  } that of STS`;
}

function unreachable(error: unknown, failed: FailedRequest): UpdstsError {
  const chain = causes(error);
  const denied = chain.find((each) => each instanceof Deno.errors.NotCapable);
  if (denied) {
    const host = /"([\w.:[\]-]{1,300})"/.exec((denied as Error).message)?.[1];
    return new UpdstsError(
      "sts_unreachable",
      `this run of updsts has no permission to reach ${host ?? "STS"}`,
      permissionHint(`--allow-net=${host ?? "HOST"}`),
      { cause: error },
    );
  }
  const { why, wayOut, mayHaveArrived } = connectionFault(error);
  const place = failed.settings.endpoint === undefined
    ? ""
    : "an endpoint of your own is set; ";
  return new UpdstsError(
    "sts_unreachable",
    `STS can't be reached: ${why}`,
    place + wayOut + (mayHaveArrived ? afterCode(failed.request) : ""),
    { cause: error },
  );
}

function roleOf({ role }: Asked): string {
  return showArn(role?.arn ?? "");
}

/** The MFA device, in a sentence. */
function deviceOf({ mfaDevice = "" }: Asked): string {
  return showArn(mfaDevice);
}

/** A stranger's words: in one line, not too many, and without our secrets. */
function tame(
  text: string,
  { request }: FailedRequest,
  length: number,
): string {
  const { secretAccessKey, sessionToken, code } = request;
  const safe = [secretAccessKey, sessionToken, code]
    .reduce<string>(
      (text, secret) => secret ? text.replaceAll(secret, "***") : text,
      text,
    )
    // deno-lint-ignore no-control-regex -- control characters are what goes
    .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ")
    .trim();
  return safe.length > length ? `${safe.slice(0, length)}…` : safe;
}
