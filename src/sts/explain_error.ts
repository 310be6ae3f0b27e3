import { replaceControlCharacters } from "../util/sanitize.ts";
import { UpdstsError } from "../errors.ts";
import { MfaCodeRejected, SessionRejected } from "../operations/sts_request.ts";
import { noPermissionToReach } from "../platform/missing_permission.ts";
import {
  causes,
  type ConnectionFault,
  connectionFault,
  PROXY_AUTHENTICATION,
} from "./network_error.ts";
import {
  afterCode,
  type FailedRequest,
  type SentRequest,
  shownHost,
} from "./failed_request.ts";
import { REFUSALS, type SdkError, withNewCode } from "./refusal_texts.ts";

/** Makes an error with a message and a hint of any failure of a request. */
export function explain(error: unknown, failed: FailedRequest): UpdstsError {
  const cause = { cause: error };
  const own = causes(error).find((each) => each instanceof UpdstsError);
  if (own) return own;
  if (failed.timedOut !== undefined) {
    return new UpdstsError(
      "sts_unreachable",
      `${shownHost(failed.settings)} did not answer within ${
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
  if (status === 407) return noConnection(PROXY_AUTHENTICATION, error, failed);
  if (code === undefined) return notSts(sdkError, status, failed);
  const Refused = rejectsSession(sdkError, failed.request)
    ? SessionRejected
    : UpdstsError;
  for (const refusal of REFUSALS) {
    if (!refusal.code.test(sdkError.name)) continue;
    if (refusal.message && !refusal.message.test(sdkError.message)) continue;
    if (refusal.onlyIf && !refusal.onlyIf(failed)) continue;
    const [message, hint] = refusal.explain(sdkError, failed);
    const Failure = refusal.isCodeRejected ? MfaCodeRejected : Refused;
    return new Failure("sts_refused", `${message} (${code})`, hint, cause);
  }
  if (status >= 500) {
    return new UpdstsError(
      "sts_unreachable",
      `STS has an internal error (${code}, HTTP status ${status})`,
      `try again in a few minutes${withNewCode(failed.request)}`,
      cause,
    );
  }
  return new Refused(
    "sts_refused",
    `STS rejected the request (${code}): ${
      excerpt(sdkError.message, failed, 300)
    }`,
    undefined,
    cause,
  );
}

/**
 * Whether an MFA code may succeed where a session failed: the policy of the role
 * may limit the age of the MFA, and the session may have been revoked.
 */
function rejectsSession(
  { name }: SdkError,
  { role, sessionToken, mfa, isChained }: SentRequest,
): boolean {
  return /^(AccessDenied|ExpiredToken|InvalidClientTokenId)/.test(name) &&
    role !== undefined && sessionToken !== undefined && !mfa && !isChained;
}

/** The error code of STS; without one the SDK invents a name. */
function awsCode(
  { name, $metadata }: SdkError,
  failed: FailedRequest,
): string | undefined {
  if (($metadata?.httpStatusCode ?? 0) < 400) return undefined;
  return /^(Unknown|UnknownError|NotFound|Error|SyntaxError|TypeError|\d*)$/
      .test(name)
    ? undefined
    : excerpt(name, failed, 64);
}

function notSts(
  error: SdkError,
  status: number,
  failed: FailedRequest,
): UpdstsError {
  const host = shownHost(failed.settings);
  const type = error.$response?.headers?.["content-type"] ?? "";
  const isPage = /\bhtml\b/i.test(type);
  return new UpdstsError(
    "sts_bad_answer",
    isPage
      ? `received a web page instead of a response of ${host} (HTTP status ${status}), from a proxy or a load balancer`
      : `the response of ${host} is damaged, or is not from STS (HTTP status ${status})`,
    `check the endpoint and the proxy${afterCode(failed.request)}`,
    { cause: error },
  );
}

function unreachable(error: unknown, failed: FailedRequest): UpdstsError {
  const chain = causes(error);
  const denied = chain.find((each) => each instanceof Deno.errors.NotCapable);
  if (denied) {
    const host = /"([\w.:[\]-]{1,300})"/.exec((denied as Error).message)?.[1];
    return noPermissionToReach(host, error);
  }
  return noConnection(connectionFault(error), error, failed);
}

function noConnection(
  { message, hint, mayHaveArrived }: ConnectionFault,
  error: unknown,
  failed: FailedRequest,
): UpdstsError {
  const host = shownHost(failed.settings);
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

/** The signature of a request, and the hashes that it is made of. */
const SIGNATURE = /\b[\da-f]{64}\b/gi;

/** The parts of a signed request, as headers, in JSON or in a URL. */
const SIGNED_PARAMETER =
  /((?:(?:credential|signature)=|x-amz-security-token["'\\]*\s*[=:])\s*["'\\]*)[^\s,;&"'\\<>]+/gi;

/** Text of the response: in one line, limited in length, without our secrets. */
function excerpt(
  text: string,
  { request }: FailedRequest,
  length: number,
): string {
  const { secretAccessKey, sessionToken, mfa } = request;
  const secrets = [secretAccessKey, sessionToken, mfa?.code]
    .flatMap((secret) => secret ? [secret, encodeURIComponent(secret)] : []);
  const masked = secrets.reduce(
    (text, secret) => text.replaceAll(secret, "***"),
    // First: the digits of an MFA code may be a part of the signature.
    text.replace(SIGNATURE, "***").replace(SIGNED_PARAMETER, "$1***"),
  );
  const safe = replaceControlCharacters(masked).trim();
  return safe.length > length ? `${safe.slice(0, length)}…` : safe;
}
