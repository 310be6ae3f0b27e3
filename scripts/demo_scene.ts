/** The simulated environment of the demo and the pictures. */
import { join } from "node:path";
import { startSimulatedSts } from "../tests/support/simulated_sts.ts";
import {
  type VirtualMfaDevice,
  virtualMfaDevice,
} from "../tests/support/totp.ts";
import {
  type Home,
  makeHome,
  type RunOptions,
  writeSettled,
} from "../tests/support/updsts.ts";

export interface DemoScene extends AsyncDisposable {
  readonly home: Home;
  readonly device: VirtualMfaDevice;
  /** How updsts is run: with the documented permissions. */
  readonly options: RunOptions;
}

export async function makeDemoScene(): Promise<DemoScene> {
  const sts = await startSimulatedSts({ sessionTokenLength: 48 });
  const user = sts.addUser({
    mfaSerial: "arn:aws:iam::123456789012:mfa/me",
  });
  const role = sts.addRole({
    arn: "arn:aws:iam::123456789012:role/admin",
    needsMfa: true,
  });
  const home = await makeHome(`# Keys of the demo. They are made up.
[default]
aws_access_key_id = ${user.accessKeyId}
aws_secret_access_key = ${user.secretAccessKey}
mfa_device_arn = ${user.mfaSerial}

[legacy]
aws_access_key_id = AKIADEMODEMODEMODEMO
aws_secret_access_key = made/up/too
`);
  await writeSettled(
    join(home.path, ".aws", "config"),
    `[profile admin]
role_arn = ${role.arn}
source_profile = default
`,
  );
  return {
    home,
    device: virtualMfaDevice(user.totpSecret),
    options: {
      home: home.path,
      env: { AWS_ENDPOINT_URL_STS: sts.url },
      net: [`127.0.0.1:${sts.port}`],
    },
    async [Symbol.asyncDispose]() {
      await home[Symbol.asyncDispose]();
      await sts[Symbol.asyncDispose]();
    },
  };
}
