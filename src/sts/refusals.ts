import { showAccessKeyId, showArn } from "../credentials/mask.ts";
import { UpdstsError } from "../errors.ts";
import { noPermissionToReach } from "../permissions.ts";
import type { Keys, Role } from "../refresh.ts";
import { causes, connectionFault } from "./connection_fault.ts";
import { isOptIn, stsHost } from "./hosts.ts";
import type { Proxy } from "./proxy.ts";
import type { StsSettings } from "./settings.ts";

/** What is known of a request. */
export interface Asked extends Keys {
  /** The device and its code, if a code was given, be it for a request before. */
  readonly mfaDevice?: string;
  readonly code?: string;
  /** The role that was to be assumed. */
  readonly role?: Role;
  /** The command that renews the session, where the keys are one's of ours. */
  readonly renewal?: string | undefined;
}

/** What is known about a request that failed. */
export interface FailedRequest {
  readonly request: Asked;
  readonly settings: StsSettings;
  readonly proxy?: Proxy | undefined;
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
  /** What else has to be so. */
  onlyIf?(failed: FailedRequest): boolean;
  explain(
    error: SdkError,
    failed: FailedRequest,
  ): [message: string, hint: string];
}

const ROLE_REFUSALS: Refusal[] = [
  {
    code: /^AccessDenied/,
    message: /not authorized to perform: sts:AssumeRole|sts:TagSession/i,
    explain: (_, { request }) => [
      `the role ${roleOf(request)} may not be assumed like this`,
      "check its ARN, its trust policy and whether it needs an external id; the code is used up, so wait for the next one",
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
      "STS rejected the MFA code: it is wrong, or was used before",
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
      "the profile has temporary credentials, and STS needs long-term access keys",
      "name the profile that has the long-term access keys of your IAM user",
    ],
  },
  ...ROLE_REFUSALS,
  {
    code: /^ExpiredToken/,
    explain: (_, { request: { renewal = "updsts get" } }) => [
      "the session has expired",
      `get a new one with "${renewal}"`,
    ],
  },
  {
    code: /^(InvalidClientTokenId|SignatureDoesNotMatch)/,
    message: /token included|does not match/i,
    onlyIf: hasLeftOverToken,
    explain: () => [
      "the profile has a long-term access key and the session token of another key",
      "delete the left-over aws_session_token (and aws_security_token) of the profile",
    ],
  },
  {
    code: /^InvalidClientTokenId/,
    explain: (_, { request, settings }) => [
      `STS does not know the access key ${
        showAccessKeyId(request.accessKeyId)
      } in ${settings.isGlobal ? "the commercial partition" : settings.region}`,
      `it was deleted or deactivated, or belongs to another partition (China, GovCloud): then set the profile's region${
        !settings.isGlobal && isOptIn(settings.region)
          ? `; or ${settings.region} is not enabled for the account: enable it, or set another region`
          : ""
      }`,
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
    code: /./,
    message: /scoped to a valid region/i,
    explain: (_, { settings }) => [
      `the request was signed for ${settings.region}, and ${
        hostOf(settings)
      } belongs to another region`,
      settings.endpoint === undefined
        ? "set the region of the profile, or AWS_REGION, to the region of the host; the keys are right"
        : "set the region to the region of the endpoint, or unset AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and endpoint_url; the keys are right",
    ],
  },
  {
    code: /^SignatureDoesNotMatch/,
    explain: (_, { request }) => [
      `the secret key does not belong to the access key ${
        showAccessKeyId(request.accessKeyId)
      }`,
      request.sessionToken === undefined
        ? "copy aws_secret_access_key into the profile again, the whole of it"
        : `renew the session with "${request.renewal ?? "updsts get"}"`,
    ],
  },
  {
    code: /^RegionDisabled/,
    explain: (_, { settings }) => [
      `STS is deactivated in ${settings.region} for this account`,
      "set another region, or activate it in the account's IAM settings",
    ],
  },
  {
    code: /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown/,
    explain: (_, { request }) => [
      "STS throttles the requests, after several tries",
      `wait a minute, then try again${withNewCode(request)}`,
    ],
  },
];

/** The keys of a user, and beside them the token of a session. */
function hasLeftOverToken({ request }: FailedRequest): boolean {
  return request.sessionToken !== undefined &&
    request.accessKeyId.startsWith("AKIA");
}

/** Turns whatever went wrong between us and STS into words and a way out. */
export function explain(error: unknown, failed: FailedRequest): UpdstsError {
  const cause = { cause: error };
  const own = causes(error).find((each) => each instanceof UpdstsError);
  if (own) return own;
  if (failed.timedOut !== undefined) {
    return new UpdstsError(
      "sts_unreachable",
      `${hostOf(failed.settings)} did not answer within ${
        failed.timedOut / 1000
      } seconds`,
      `check the network and the proxy${afterCode(failed.request)}`,
      cause,
    );
  }
  const sdkError = error as SdkError;
  const status = sdkError.$metadata?.httpStatusCode;
  if (status === undefined) return unreachable(error, failed);
  const code = awsCode(sdkError, failed);
  if (code === undefined) return notSts(sdkError, status, failed);
  for (const refusal of REFUSALS) {
    if (!refusal.code.test(sdkError.name)) continue;
    if (refusal.message && !refusal.message.test(sdkError.message)) continue;
    if (refusal.onlyIf && !refusal.onlyIf(failed)) continue;
    const [message, hint] = refusal.explain(sdkError, failed);
    return new UpdstsError("sts_refused", `${message} (${code})`, hint, cause);
  }
  if (status >= 500) {
    return new UpdstsError(
      "sts_unreachable",
      `STS has an internal error (${code}, HTTP status ${status})`,
      `try again in a while${withNewCode(failed.request)}`,
      cause,
    );
  }
  return new UpdstsError(
    "sts_refused",
    `STS refused (${code}): ${sanitize(sdkError.message, failed, 300)}`,
    undefined,
    cause,
  );
}

/** The code of STS's own XML; without one, the SDK makes up a name. */
function awsCode(
  { name, $metadata }: SdkError,
  failed: FailedRequest,
): string | undefined {
  if (($metadata?.httpStatusCode ?? 0) < 400) return undefined;
  return /^(Unknown|UnknownError|NotFound|Error|SyntaxError|TypeError|\d*)$/
      .test(name)
    ? undefined
    : sanitize(name, failed, 64);
}

function notSts(
  error: SdkError,
  status: number,
  failed: FailedRequest,
): UpdstsError {
  const host = hostOf(failed.settings);
  const type = error.$response?.headers?.["content-type"] ?? "";
  const isPage = /\bhtml\b/i.test(type);
  return new UpdstsError(
    "sts_bad_answer",
    isPage
      ? `a web page came in place of an answer of ${host} (HTTP status ${status}): a proxy or a load balancer sent it`
      : `the answer of ${host} is damaged, or is not from STS (HTTP status ${status})`,
    `check the endpoint and the proxy${afterCode(failed.request)}`,
    { cause: error },
  );
}

function hostOf(settings: StsSettings): string {
  return (stsHost(settings) ?? "STS").replace(/:443$/, "");
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
    return noPermissionToReach(host, error);
  }
  const { message, hint, mayHaveArrived } = connectionFault(error);
  const host = hostOf(failed.settings);
  return new UpdstsError(
    "sts_unreachable",
    message({ host, proxy: failed.proxy?.host }),
    (failed.settings.endpoint === undefined
      ? ""
      : "a custom endpoint is set; ") +
      hint + (mayHaveArrived ? afterCode(failed.request) : ""),
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
function sanitize(
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
