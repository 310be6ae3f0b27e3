import {
  getSessionIn,
  type GetSessionOptions,
  type SessionInfo,
} from "../../src/library/get_session.ts";
import { usualFile } from "../support/scene.ts";
import {
  type SimulatedSts,
  startSimulatedSts,
} from "../support/simulated_sts.ts";
import type { StsUser } from "../support/sts_service.ts";
import { type VirtualMfaDevice, virtualMfaDevice } from "../support/totp.ts";
import { type Home, makeHome } from "../support/updsts.ts";

/** A user with a credentials file and an MFA device, and STS on loopback. */
export interface LibraryScene extends AsyncDisposable {
  readonly sts: SimulatedSts;
  readonly user: StsUser;
  readonly device: VirtualMfaDevice;
  readonly home: Home;
  /** The environment of the library. */
  readonly env: Record<string, string>;
  /** Gets a session for `default`, with a code of the device, in this scene. */
  getSession(options?: Partial<GetSessionOptions>): Promise<SessionInfo>;
}

/** Sets up a scene. */
export async function makeLibraryScene(
  file: (user: StsUser) => string = usualFile,
): Promise<LibraryScene> {
  const sts = await startSimulatedSts();
  const user = sts.addUser();
  const device = virtualMfaDevice(user.totpSecret);
  const home = await makeHome(file(user));
  const env: Record<string, string> = { AWS_ENDPOINT_URL_STS: sts.url };
  const environment = {
    env: (name: string) => env[name],
    home: () => home.path,
  };
  return {
    sts,
    user,
    device,
    home,
    env,
    getSession: (options) =>
      getSessionIn(environment, {
        profile: "default",
        mfaCode: () => device.nextCode(),
        ...options,
      }),
    async [Symbol.asyncDispose]() {
      await sts.close();
      await home[Symbol.asyncDispose]();
    },
  };
}
