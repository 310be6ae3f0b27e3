/** The AWS CLI and the AWS SDKs read what updsts wrote. */
import { loadSharedConfigFiles } from "@smithy/shared-ini-file-loader";
import assert from "node:assert/strict";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { makeScene } from "../support/scene.ts";

const hasBotocore = canRun("python3", "-c", "import botocore");
const hasAws = canRun("aws", "--version");

Deno.test("the AWS SDK for JavaScript reads the session", async () => {
  await using scene = await makeScene();
  await scene.runInProcess([
    "get",
    "-n",
    "default",
    "-t",
    scene.device.nextCode(),
  ]);
  const { credentialsFile } = await loadSharedConfigFiles({
    filepath: scene.home.credentials,
    configFilepath: "/nonexistent",
    ignoreCache: true,
  });
  const [session] = scene.sts.issued;
  const read = credentialsFile["default_sts"];
  assert.equal(read?.["aws_access_key_id"], session!.accessKeyId);
  assert.equal(read?.["aws_secret_access_key"], session!.secretAccessKey);
  assert.equal(read?.["aws_session_token"], session!.sessionToken);
});

async function ask(
  command: string,
  args: string[],
  credentials: string,
): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(command, {
    args,
    env: {
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_CONFIG_FILE: "/nonexistent",
    },
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}

Deno.test(ignoreWithout("botocore", {
  name: "botocore reads the session",
  async fn() {
    await using scene = await makeScene();
    await scene.runInProcess([
      "get",
      "-n",
      "default",
      "-t",
      scene.device.nextCode(),
    ]);
    const script = [
      "import botocore.session",
      "keys = botocore.session.Session(profile='default_sts').get_credentials()",
      "print(keys.access_key, keys.secret_key, keys.token, sep='\\n')",
    ].join("\n");
    const [session] = scene.sts.issued;
    assert.equal(
      await ask("python3", ["-c", script], scene.home.credentials),
      `${session!.accessKeyId}\n${session!.secretAccessKey}\n${
        session!.sessionToken
      }\n`,
    );
  },
}, hasBotocore));

Deno.test(ignoreWithout("aws", {
  name:
    "the AWS CLI reads the session, and the settings that it writes are kept",
  async fn() {
    await using scene = await makeScene();
    await scene.runInProcess([
      "get",
      "-n",
      "default",
      "-t",
      scene.device.nextCode(),
    ]);
    const configure = (...args: string[]) =>
      ask(
        "aws",
        ["configure", ...args, "--profile", "default_sts"],
        scene.home.credentials,
      );
    const [first] = scene.sts.issued;
    assert.equal(
      await configure("get", "aws_access_key_id"),
      `${first!.accessKeyId}\n`,
    );
    await configure("set", "aws_access_key_id", "ASIAWRITTENBYAWSCLI1");
    const run = await scene.runInProcess([
      ...["get", "-n", "default", "-t", scene.device.nextCode()],
    ]);
    assert.equal(run.status, 0, run.stderr);
    assert.equal(
      await configure("get", "aws_session_token"),
      `${scene.sts.issued[1]!.sessionToken}\n`,
    );
  },
}, hasAws));
