import assert from "node:assert/strict";
import { canRun, ignoreWithout } from "./programs.ts";
import { startSimulatedSts } from "./simulated_sts.ts";
import { virtualMfaDevice } from "./totp.ts";

const hasAws = canRun("aws", "--version");

Deno.test(ignoreWithout("aws", {
  name: "simulated STS accepts the AWS CLI",
  async fn() {
    await using sts = await startSimulatedSts();
    const user = sts.addUser();
    const device = virtualMfaDevice(user.totpSecret);
    const { success, stdout, stderr } = await new Deno.Command("aws", {
      args: [
        ...["sts", "get-session-token", "--endpoint-url", sts.url],
        ...["--serial-number", user.mfaSerial],
        ...["--token-code", device.nextCode()],
        ...["--region", "us-east-1", "--output", "json"],
      ],
      clearEnv: true,
      env: {
        ...withoutAwsVariables(Deno.env.toObject()),
        AWS_ACCESS_KEY_ID: user.accessKeyId,
        AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
        // Files that are not there: nothing of the user's own settings shall count.
        AWS_CONFIG_FILE: "none",
        AWS_SHARED_CREDENTIALS_FILE: "none",
        AWS_EC2_METADATA_DISABLED: "true",
      },
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const answer = JSON.parse(new TextDecoder().decode(stdout));
    assert.equal(
      answer.Credentials.SessionToken,
      sts.issued[0]?.sessionToken,
    );
  },
}, hasAws));

function withoutAwsVariables(
  env: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith("AWS_")),
  );
}
