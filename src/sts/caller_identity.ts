import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { UpdstsError } from "../errors.ts";
import type { AskIdentity } from "../operations/whoami.ts";
import { type ConnectOptions, makeSender } from "./client.ts";

/** Prepares the AWS SDK to send `GetCallerIdentity`. */
export function connectIdentity(options: ConnectOptions): AskIdentity {
  const send = makeSender(options);
  return async (keys, signal) => {
    const command = new GetCallerIdentityCommand({});
    const { Account, Arn, UserId } = await send(
      keys,
      signal,
      (client, options) => client.send(command, options),
    );
    if (Account && Arn && UserId) {
      return { account: Account, arn: Arn, userId: UserId };
    }
    throw new UpdstsError(
      "sts_bad_answer",
      "the response of STS is not valid: a part of it is missing",
      "check the endpoint and the proxy",
    );
  };
}
