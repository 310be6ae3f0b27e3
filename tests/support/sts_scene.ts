import {
  GetSessionTokenCommand,
  type GetSessionTokenCommandInput,
  type GetSessionTokenCommandOutput,
  STSClient,
  type STSClientConfig,
} from "@aws-sdk/client-sts";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import {
  type SimulatedSts,
  type SimulatedStsOptions,
  startSimulatedSts,
} from "./simulated_sts.ts";
import type { StsUser } from "./sts_service.ts";
import { type VirtualMfaDevice, virtualMfaDevice } from "./totp.ts";

/** A simulated STS with one user who has a device, and the AWS SDK to ask it. */
export interface StsScene {
  sts: SimulatedSts;
  user: StsUser;
  device: VirtualMfaDevice;
  /** Asks for a session, with a code not used before and the user's keys unless told otherwise. */
  ask(
    input?: GetSessionTokenCommandInput,
    config?: Partial<STSClientConfig>,
  ): Promise<GetSessionTokenCommandOutput>;
}

/** Runs a test in a scene of its own. */
export async function withSts(
  options: SimulatedStsOptions,
  test: (scene: StsScene) => Promise<void>,
): Promise<void> {
  await using sts = await startSimulatedSts(options);
  const user = sts.addUser();
  const device = virtualMfaDevice(user.totpSecret, options.now);
  await test({
    sts,
    user,
    device,
    ask(input, config) {
      const asked = input ??
        { SerialNumber: user.mfaSerial, TokenCode: device.nextCode() };
      return sdkClient(user, { endpoint: sts.url, ...config })
        .send(new GetSessionTokenCommand(asked));
    },
  });
}

/** The AWS SDK as updsts uses it, but for one attempt only. */
export function sdkClient(
  user: StsUser,
  config: Partial<STSClientConfig>,
): STSClient {
  return new STSClient({
    region: "us-east-1",
    credentials: user,
    maxAttempts: 1,
    requestHandler: new FetchHttpHandler(),
    ...config,
  });
}

/** A clock that stands still, so that no time step ends during a test. */
export function stoppedClock(): () => number {
  const now = Date.now();
  return () => now;
}
