import assert from "node:assert/strict";
import { join } from "node:path";
import { serverCommand } from "../../src/executable/server_command.ts";
import {
  type SimulatedSts,
  type SimulatedStsOptions,
  startSimulatedSts,
} from "../support/simulated_sts.ts";
import type { StsUser } from "../support/sts_service.ts";
import { type VirtualMfaDevice, virtualMfaDevice } from "../support/totp.ts";
import { age, executable } from "../support/updsts.ts";

/** Values that nothing may ever write anywhere but into the credentials file. */
export const CANARIES = {
  key: "canarySecretAccessKey0123456789canaryABCD",
  token: "canarySessionToken0123456789canaryEFGH",
  password: "canaryPasswordOfADatabase",
};

/** A directory with a credentials file, and an STS that knows its user. */
export interface McpScene {
  readonly directory: string;
  readonly file: string;
  readonly sts: SimulatedSts;
  readonly user: StsUser;
  readonly device: VirtualMfaDevice;
  /** The text that the file had at first. */
  readonly original: string;
  read(): Promise<string>;
  /** Nothing was written into the directory and no code was spent. */
  assertUntouched(): Promise<void>;
  /** The program and arguments of a server of this scene, as documented. */
  command(...args: string[]): Promise<[string, ...string[]]>;
  readonly env: Record<string, string>;
}

/** Runs a test in a scene of its own. */
export async function withScene(
  test: (scene: McpScene) => Promise<void>,
  options: SimulatedStsOptions = {},
): Promise<void> {
  await using sts = await startSimulatedSts({ codeWindow: 20, ...options });
  const user = sts.addUser({ secretAccessKey: CANARIES.key });
  const directory = await Deno.realPath(await Deno.makeTempDir());
  const file = join(directory, "credentials");
  const original = credentials(user);
  await Deno.writeTextFile(file, original, { mode: 0o600 });
  await age(file);
  const env = { AWS_ENDPOINT_URL_STS: sts.url };
  try {
    await test({
      directory,
      file,
      sts,
      user,
      original,
      env,
      device: virtualMfaDevice(user.totpSecret, options.now),
      read: () => Deno.readTextFile(file),
      async assertUntouched() {
        assert.equal(await Deno.readTextFile(file), original);
        assert.equal(sts.spentCodes, 0);
        const names = (await Array.fromAsync(Deno.readDir(directory)))
          .map(({ name }) => name);
        assert.deepEqual(
          names.filter((name) => /updsts-new/.test(name)),
          [],
        );
      },
      async command(...args) {
        if (executable !== undefined) {
          return [executable, "mcp", "--mcp-server", "-c", file, ...args];
        }
        const { command, args: start } = await serverCommand(file, {
          env() {},
          home() {},
        });
        const permitted = start.map((arg) =>
          arg.startsWith("--allow-net=") ? `${arg},127.0.0.1:${sts.port}` : arg
        );
        return [command, ...permitted, ...args];
      },
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function credentials(user: StsUser): string {
  return `# kept as it is
[default]
aws_access_key_id = ${user.accessKeyId}
aws_secret_access_key = ${user.secretAccessKey}
mfa_device_arn = ${user.mfaSerial}
totp_secret_name = work-aws
database_password = ${CANARIES.password}

[other]
aws_access_key_id = AKIAOTHEROTHEROTHER2
aws_secret_access_key = ${CANARIES.key}

[session]
aws_access_key_id = ASIASESSIONSESSION22
aws_secret_access_key = ${CANARIES.key}
aws_session_token = ${CANARIES.token}
mfa_device_arn = ${user.mfaSerial}
expiration_datetime = 2020-01-01T00:00:00+00:00
`;
}
