import { isWritableValue } from "../credentials/names.ts";
import { UpdstsError } from "../errors.ts";
import type { Session } from "../operations/get_session.ts";

/** What the AWS SDK makes of the answer; any of it may be missing. */
export interface StsCredentials {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
  Expiration?: Date | undefined;
}

/** A secret key has 40 characters. */
const MAX_SECRET = 128;

/** Servers take no longer headers, and a token is sent in one. */
const MAX_TOKEN = 16_384;

/** STS refuses requests of a clock that is further off. */
const MAX_CLOCK_SKEW = 15 * 60_000;

/**
 * A session, if the answer has a whole one that was asked for and can be
 * written.
 *
 * @param credentials The answer.
 * @param duration Seconds: how long a session was asked for.
 */
export function checkAnswer(
  credentials: StsCredentials | undefined,
  duration: number,
): Session {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } =
    credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw unusable("a part of the session is missing");
  }
  if (!/^\w{16,128}$/.test(AccessKeyId)) {
    throw unusable("its access key id is not one");
  }
  if (AccessKeyId.startsWith("AKIA")) {
    throw unusable("its access key id is that of a long-term access key");
  }
  if (SecretAccessKey.length > MAX_SECRET || SessionToken.length > MAX_TOKEN) {
    throw unusable("its keys are far longer than any of STS");
  }
  if (![SecretAccessKey, SessionToken].every(isWritableValue)) {
    throw unusable("its keys have characters that keys never have");
  }
  if (!(Expiration.getTime() > Date.now())) {
    throw unusable("its session has expired already, by this computer's clock");
  }
  const latest = Date.now() + duration * 1000 + MAX_CLOCK_SKEW;
  if (Expiration.getTime() > latest) {
    throw unusable("its session is longer than what was asked for");
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

function unusable(why: string): UpdstsError {
  return new UpdstsError(
    "sts_bad_answer",
    `the answer of STS can't be used: ${why}`,
    "nothing was written; check the endpoint, the proxy and the clock; the code may be used up, so wait for the next one",
  );
}
