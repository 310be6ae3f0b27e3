import { isWritableValue } from "../credentials/names.ts";
import { UpdstsError } from "../errors.ts";
import type { Session } from "../refresh.ts";

/** What the AWS SDK makes of the answer; any of it may be missing. */
export interface StsCredentials {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
  Expiration?: Date | undefined;
}

/** A session, if the answer holds a whole one that may be written. */
export function checkAnswer(credentials: StsCredentials | undefined): Session {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } =
    credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw unusable("a part of the session is missing");
  }
  if (!/^\w{16,128}$/.test(AccessKeyId)) {
    throw unusable("its access key id is not one");
  }
  if (![SecretAccessKey, SessionToken].every(isWritableValue)) {
    throw unusable("its keys have characters that keys never have");
  }
  if (!(Expiration.getTime() > Date.now())) {
    throw unusable("its session is over already, by this computer's clock");
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
    "nothing was written; look at the endpoint, the proxy and the clock",
  );
}
