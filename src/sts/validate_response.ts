import { isWritableValue } from "../credentials/names.ts";
import { UpdstsError } from "../errors.ts";
import type { Session } from "../operations/sts_request.ts";
import { afterCode, type SentRequest } from "./failed_request.ts";

/** The credentials in the SDK's response; any of them may be missing. */
interface StsCredentials {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
  Expiration?: Date | undefined;
}

/** Characters; a secret access key has 40. */
const MAX_SECRET = 128;

/** Characters; a token is sent in a header, which servers limit. */
const MAX_TOKEN = 16_384;

/** Milliseconds; STS rejects requests of a clock with a larger error. */
const MAX_CLOCK_SKEW = 15 * 60_000;

/**
 * The session in the response, if it is complete, as requested, and can be
 * written.
 */
export function validateResponse(
  credentials: StsCredentials | undefined,
  duration: number,
  request: SentRequest,
): Session {
  const invalid = (why: string) =>
    new UpdstsError(
      "sts_bad_answer",
      `the response of STS is not valid: ${why}`,
      `nothing was written; check the endpoint, the proxy and the clock${
        afterCode(request)
      }`,
    );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } =
    credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw invalid("a part of the session is missing");
  }
  if (!/^\w{16,128}$/.test(AccessKeyId)) {
    throw invalid("its access key id is not valid");
  }
  if (AccessKeyId.startsWith("AKIA")) {
    throw invalid("its access key id is that of a long-term access key");
  }
  if (SecretAccessKey.length > MAX_SECRET || SessionToken.length > MAX_TOKEN) {
    throw invalid("its keys are too long");
  }
  if (![SecretAccessKey, SessionToken].every(isWritableValue)) {
    throw invalid("its keys contain characters that are not valid in keys");
  }
  if (!(Expiration.getTime() > Date.now())) {
    throw invalid(
      "its session has already expired according to this computer's clock",
    );
  }
  const latest = Date.now() + duration * 1000 + MAX_CLOCK_SKEW;
  if (Expiration.getTime() > latest) {
    throw invalid("its session is longer than requested");
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
