/** Has the AWS SDK for JavaScript find the credentials of `AWS_PROFILE`. */
import process from "node:process";
import { STSClient } from "@aws-sdk/client-sts";

const print = (...words: unknown[]) =>
  process.stdout.write(`${words.join(" ")}\n`);
const silent = () => {};
const client = new STSClient({
  region: "us-east-1",
  // Its default chain of providers tells only a logger why one has failed.
  logger: { debug: print, info: silent, warn: silent, error: silent },
});
try {
  const { accessKeyId, accountId } = await client.config.credentials();
  print("got", accessKeyId, "of", accountId);
} catch {
  print("got nothing");
}
