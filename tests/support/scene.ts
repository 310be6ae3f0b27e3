import { join } from "node:path";
import { type FakeRuntime, runIn } from "../cli/fake_runtime.ts";
import { type ConnectProxy, startConnectProxy } from "./connect_proxy.ts";
import {
  type SimulatedSts,
  type SimulatedStsOptions,
  startSimulatedSts,
} from "./simulated_sts.ts";
import type { StsUser } from "./sts_service.ts";
import { makeTestCa, type TestCa, type TestCertificate } from "./test_ca.ts";
import { type VirtualMfaDevice, virtualMfaDevice } from "./totp.ts";
import {
  type Home,
  makeHome,
  type Outcome,
  runUpdsts,
  spawnUpdsts,
} from "./updsts.ts";

/** The hosts that a scene's certificate names. */
export const HOSTS = [
  "sts.amazonaws.com",
  "sts.eu-west-1.amazonaws.com",
  "sts.cn-northwest-1.amazonaws.com.cn",
  "sts-fips.us-east-1.amazonaws.com",
  "sts.us-gov-west-1.amazonaws.com",
  "sts.ap-east-1.amazonaws.com",
];

/**
 * A user with a credentials file and an MFA device, and STS behind a proxy:
 * updsts asks `sts.amazonaws.com`, with the permissions that it ships with.
 */
export interface Scene extends AsyncDisposable {
  sts: SimulatedSts;
  proxy: ConnectProxy;
  user: StsUser;
  device: VirtualMfaDevice;
  home: Home;
  /** What makes the run reach the simulated STS. */
  env: Record<string, string>;
  run(args: string[], more?: Partial<RunMore>): Promise<Outcome>;
  /**
   * Runs the same command line in this process, which is far faster. It has all
   * permissions, so what permissions decide needs {@linkcode Scene.run}.
   */
  runInProcess(
    args: string[],
    more?: Partial<
      & Pick<RunMore, "env" | "stdin">
      & Pick<FakeRuntime, "onMessage" | "losesMessages" | "signal">
    >,
  ): Promise<Outcome>;
  spawn(args: string[]): Deno.ChildProcess;
}

interface RunMore {
  env: Record<string, string>;
  stdin: string;
  net: string[];
  directories: string[];
}

/** What a scene can have otherwise. */
export interface SceneOptions extends SimulatedStsOptions {
  /** The credentials file, made from the user's keys. */
  file?: (user: StsUser) => string;
  mfaSerial?: string;
  proxyCredentials?: { username: string; password: string };
  /** The certificate of STS, if not one for {@linkcode HOSTS}. */
  certificate?: (ca: TestCa) => TestCertificate;
  /** The port that the proxy connects to in place of that of STS. */
  port?: number;
}

/** The usual credentials file of a scene. */
export function usualFile(user: StsUser): string {
  return [
    "# my keys",
    "[default]",
    `aws_access_key_id = ${user.accessKeyId}`,
    `aws_secret_access_key = ${user.secretAccessKey}`,
    `mfa_device_arn = ${user.mfaSerial}`,
    "",
    "[other]",
    "aws_access_key_id = AKIAOTHEROTHEROTHER1",
    "aws_secret_access_key = CANARY-of-another-profile",
    "",
  ].join("\n");
}

/** Sets up a scene. */
export async function makeScene(options: SceneOptions = {}): Promise<Scene> {
  const ca = makeTestCa();
  const tls = options.certificate?.(ca) ?? ca.certFor(HOSTS);
  const sts = await startSimulatedSts({ tls, ...options });
  const user = sts.addUser(
    options.mfaSerial === undefined ? {} : { mfaSerial: options.mfaSerial },
  );
  const proxy = await startConnectProxy({
    route: (host) =>
      HOSTS.includes(host)
        ? { hostname: "127.0.0.1", port: options.port ?? sts.port }
        : undefined,
    ...(options.proxyCredentials
      ? { credentials: options.proxyCredentials }
      : {}),
  });
  const home = await makeHome((options.file ?? usualFile)(user));
  const caFile = join(home.path, ".aws", "ca.pem");
  await Deno.writeTextFile(caFile, ca.caPem);
  const env = { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: caFile };
  return {
    sts,
    proxy,
    user,
    device: virtualMfaDevice(user.totpSecret, options.now),
    home,
    env,
    run: (args, more) =>
      runUpdsts(args, {
        home: home.path,
        ...more,
        env: { ...env, ...more?.env },
      }),
    runInProcess: (args, { env: more, ...rest } = {}) =>
      runIn(
        {
          home: home.path,
          env: { ...env, ...ownProxy(proxy), ...more },
          ...rest,
        },
        ...args,
      ),
    spawn: (args) => spawnUpdsts(args, { home: home.path, env }),
    async [Symbol.asyncDispose]() {
      await proxy.close();
      await sts.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

/**
 * A proxy for this process alone: where another variable names another proxy,
 * updsts does not leave the choice to Deno, whose own environment has none.
 */
function ownProxy({ url }: ConnectProxy): Record<string, string> {
  return { https_proxy: url, ALL_PROXY: "http://127.0.0.1:1" };
}
