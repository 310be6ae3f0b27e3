import { getCommand, type Hint, hint, withParameter } from "../errors.ts";
import {
  showAccessKeyId,
  showArn,
  showMfaDevice,
} from "../credentials/mask_values.ts";
import { isCommercialRegion } from "./sts_host.ts";
import {
  afterCode,
  type FailedRequest,
  type SentRequest,
  shownHost,
} from "./failed_request.ts";

/** An error of the AWS SDK. */
export interface SdkError extends Error {
  $metadata?: { httpStatusCode?: number; attempts?: number };
  $response?: { headers?: Record<string, string>; statusCode?: number };
}

interface Refusal {
  /** The error code of STS. */
  code: RegExp;
  /** A part of the message of STS: one code has several causes. */
  message?: RegExp;
  /** A further condition. */
  onlyIf?(failed: FailedRequest): boolean;
  /** With another MFA code the same request may succeed. */
  isCodeRejected?: true;
  explain(
    error: SdkError,
    failed: FailedRequest,
  ): [message: string, hint: Hint];
}

const ROLE_REFUSALS: Refusal[] = [
  {
    code: /^AccessDenied/,
    message: /not authorized to perform: sts:AssumeRole|sts:TagSession/i,
    explain: (_, { request }) => [
      `cannot assume the role ${shownRole(request)}`,
      `check its ARN, its trust policy and whether it needs an external id${
        request.mfa ? "; the MFA code is used up: wait for the next one" : ""
      }`,
    ],
  },
  {
    code: /^AccessDenied/,
    message: /root account/i,
    explain: () => [
      "the keys belong to the root user of the account, which cannot assume roles",
      "name the profile of an IAM user",
    ],
  },
  {
    code: /^ValidationError/,
    message: /DurationSeconds exceeds/,
    explain: (_, { request }) => [
      `the role ${
        shownRole(request)
      } does not allow a session of this duration`,
      hint`choose fewer seconds ${
        withParameter("duration")
      } or duration_seconds, or raise its maximum session duration${
        afterCode(request)
      }`,
    ],
  },
];

/** The first match explains a refusal. */
export const REFUSALS: Refusal[] = [
  {
    code: /^AccessDenied/,
    message: /invalid MFA one time pass code/i,
    isCodeRejected: true,
    explain: (error, { request }) => [
      "STS rejected the MFA code: it is wrong, or was used before",
      (error.$metadata?.attempts ?? 1) > 1
        ? "the connection broke and the request was repeated, so the MFA code may be used up: wait for the next one"
        : `wait for the next MFA code of ${
          shownDevice(request)
        }: each works once`,
    ],
  },
  {
    code: /^AccessDenied/,
    message: /validate MFA code|MFA serial|MultiFactorAuthentication/i,
    explain: (_, { request }) => [
      `STS cannot check an MFA code of the device ${shownDevice(request)}`,
      "compare mfa_device_arn with the console; if it is right, the device's clock may be wrong",
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
    explain: (_, { request: { renewal } }) => [
      "the session has expired",
      hint`get a new one with ${getCommand(renewal)}`,
    ],
  },
  {
    code: /^(InvalidClientTokenId|SignatureDoesNotMatch)/,
    message: /token included|does not match/i,
    onlyIf: hasLeftOverToken,
    explain: () => [
      "the profile has a long-term access key and the session token of another key",
      "delete the leftover aws_session_token (and aws_security_token) of the profile",
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
      `this computer's clock is wrong${byHowMuch(error, now)}`,
      "set the clock; STS accepts five to fifteen minutes at most",
    ],
  },
  {
    code: /./,
    message: /scoped to a valid region/i,
    explain: (_, { settings }) => [
      `the request was signed for ${settings.region}, and ${
        shownHost(settings)
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
        ? "copy the complete aws_secret_access_key into the profile again"
        : hint`renew the session with ${getCommand(request.renewal)}`,
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
      `try again in a minute${withNewCode(request)}`,
    ],
  },
];

/** Whether long-term access keys are combined with a session token. */
function hasLeftOverToken({ request }: FailedRequest): boolean {
  return request.sessionToken !== undefined &&
    request.accessKeyId.startsWith("AKIA");
}

/** A part of a hint, where an MFA code was used. */
export function withNewCode({ mfa }: SentRequest): string {
  return mfa ? ", with a new MFA code" : "";
}

/** The difference to the clock of the response. */
function byHowMuch({ $response }: SdkError, now: Date): string {
  const date = Date.parse($response?.headers?.["date"] ?? "");
  if (Number.isNaN(date)) return "";
  const minutes = Math.round((now.getTime() - date) / 60_000);
  return `: it is ${Math.abs(minutes)} minutes ${
    minutes < 0 ? "behind" : "ahead of"
  } that of STS`;
}

function shownRole({ role }: SentRequest): string {
  return showArn(role?.arn ?? "");
}

function shownDevice({ mfa }: SentRequest): string {
  return showMfaDevice(mfa?.device ?? "");
}

/** The regions of the commercial partition that are enabled by default. */
const DEFAULT_REGIONS =
  /^(us-(east|west)-[12]|ap-(south-1|northeast-[123]|southeast-[12])|ca-central-1|eu-(central-1|west-[123]|north-1)|sa-east-1)$/;

/** Whether an account may have to enable the region first. */
function isOptIn(region: string): boolean {
  return isCommercialRegion(region) && !DEFAULT_REGIONS.test(region);
}
