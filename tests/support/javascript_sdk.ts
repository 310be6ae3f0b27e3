// deno-lint-ignore-file no-console -- a test reads its output
/** Has the AWS SDK for JavaScript find the credentials of `AWS_PROFILE`. */
import { STSClient } from "@aws-sdk/client-sts";

const silent = () => {};
const client = new STSClient({
  region: "us-east-1",
  // Its default chain of providers tells only a logger why one has failed.
  logger: { debug: console.log, info: silent, warn: silent, error: silent },
});
try {
  const { accessKeyId, accountId } = await client.config.credentials();
  console.log(`got ${accessKeyId} of ${accountId}`);
} catch {
  console.log("got nothing");
}
