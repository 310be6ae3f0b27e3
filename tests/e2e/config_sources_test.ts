/** A user whose keys, device and region are in the config. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { makeScene, type Scene } from "../support/scene.ts";
import { executable, updstsEnv, writeSettled } from "../support/updsts.ts";

/** The documented hosts, in this region. */
const NET = { net: ["sts.eu-west-1.amazonaws.com:443"] };

async function makeUser(): Promise<Scene> {
  const scene = await makeScene({ codeWindow: 10 });
  const { user, home } = scene;
  await Deno.remove(home.credentials);
  await writeSettled(
    join(home.path, ".aws", "config"),
    `[default]
region = eu-west-1
[profile work]
aws_access_key_id = ${user.accessKeyId}
aws_secret_access_key = ${user.secretAccessKey}
aws_mfa_device = ${user.mfaSerial}
duration_seconds = 7200
region = eu-west-1
[profile dev]
sso_session = CANARY
`,
  );
  return scene;
}

Deno.test("get without a name finds the keys in the config and makes the credentials file", async () => {
  await using scene = await makeUser();
  const get = (...args: string[]) => scene.run(["get", ...args], NET);
  const run = await get("-t", scene.device.nextCode());
  assert.deepEqual([run.status, run.stderr], [0, ""]);
  const again = await get("-t", scene.device.nextCode(), "-d", "15m");
  assert.deepEqual([again.status, again.stderr], [0, ""]);
  const kept = await get("work", "--if-expires-within", "10m");
  assert.deepEqual(kept, { status: 0, stdout: "", stderr: "" });
  assert.deepEqual(
    scene.sts.requests.map(({ parameters }) => parameters["DurationSeconds"]),
    ["7200", "900"],
  );
  assert.match(
    await scene.home.read(),
    /^# \$\{\{\{ key=work .*\n\[work_sts\]\n(aws_.* = .*\n){3}region = eu-west-1\nexpiration.*\n# [^\n]*\n$/,
  );
});

Deno.test("get refuses a profile of IAM Identity Center before the MFA code is used", async () => {
  await using scene = await makeUser();
  const names = await scene.home.names();
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(["get", "dev", "-t", code]);
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /hint: renew them with "aws sso login --profile dev"/,
  );
  assert.doesNotMatch(run.stderr, /CANARY/);
  assert.equal(scene.sts.requests.length, 0);
  assert.deepEqual(await scene.home.names(), names);
});

// The session is got in this process.
const ignore = executable !== undefined;

Deno.test(ignoreWithout("aws", {
  ignore,
  name: "the AWS CLI finds the region of the session",
  async fn() {
    await using scene = await makeUser();
    const run = await scene.runInProcess([
      ...["get", "-t", scene.device.nextCode()],
    ]);
    assert.deepEqual([run.status, run.stderr], [0, ""]);
    const signed: (string | null)[] = [];
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      ({ headers }) => {
        signed.push(headers.get("authorization"));
        return new Response(
          "<DescribeRegionsResponse><regionInfo/></DescribeRegionsResponse>",
          { headers: { "content-type": "text/xml" } },
        );
      },
    );
    const describe = async () => {
      const { code, stderr } = await new Deno.Command("aws", {
        args: [
          ...["ec2", "describe-regions", "--profile", "work_sts"],
          ...["--endpoint-url", `http://127.0.0.1:${server.addr.port}`],
        ],
        env: updstsEnv({ home: scene.home.path }),
      }).output();
      return { code, error: new TextDecoder().decode(stderr) };
    };
    assert.deepEqual(await describe(), { code: 0, error: "" });
    assert.match(signed[0]!, /Credential=ASIA\w+\/\d{8}\/eu-west-1\/ec2\//);
    const text = await scene.home.read();
    await writeSettled(
      scene.home.credentials,
      text.replace("region = eu-west-1\n", ""),
    );
    assert.match((await describe()).error, /You must specify a region/);
    assert.equal(signed.length, 1);
  },
}, ignore || canRun("aws", "--version")));
