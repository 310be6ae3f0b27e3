/**
 * Shows the main job without an AWS account: a temporary home folder, a
 * simulated STS with a virtual MFA device, and updsts as its user runs it,
 * with the permissions that the README gives.
 */
import { createTwoFilesPatch } from "diff";
import { startSimulatedSts } from "../tests/support/simulated_sts.ts";
import { virtualMfaDevice } from "../tests/support/totp.ts";
import {
  makeHome,
  type RunOptions,
  runUpdsts,
} from "../tests/support/updsts.ts";

const print = (text: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(text));

await using sts = await startSimulatedSts({ sessionTokenLength: 60 });
const user = sts.addUser();
const device = virtualMfaDevice(user.totpSecret);
await using home = await makeHome(`# Keys of the demo. They are made up.
[default]
aws_access_key_id = ${user.accessKeyId}
aws_secret_access_key = ${user.secretAccessKey}
mfa_device_arn = ${user.mfaSerial}

[legacy]
aws_access_key_id = AKIADEMODEMODEMODEMO
aws_secret_access_key = made/up/too`);

async function updsts(...args: string[]): Promise<void> {
  const options: RunOptions = {
    home: home.path,
    env: { AWS_ENDPOINT_URL_STS: sts.url },
    net: [`127.0.0.1:${sts.port}`],
  };
  print(`\n$ updsts ${args.join(" ")}\n`);
  const { status, stdout, stderr } = await runUpdsts(args, options);
  print(stdout + stderr);
  if (status !== 0) Deno.exit(status);
}

print(`A temporary home folder, a simulated STS, a virtual MFA device.
Its code is ${device.code()} at this moment.\n`);
await updsts("list");
const before = await home.read();
await updsts("get", "-n", "default", "-t", device.code());
print(
  "\nWhat changed in ~/.aws/credentials (made-up keys, so they are shown):\n\n",
);
const name = "~/.aws/credentials";
print(
  createTwoFilesPatch(name, name, before, await home.read(), "", "", {
    context: 2,
  }).replace(/^Index: .*\n=+\n/, ""),
);
await updsts("list");
