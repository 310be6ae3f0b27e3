import assert from "node:assert/strict";
import { formatExpiration } from "../../src/credentials/expiry.ts";
import { join } from "node:path";
import { makeScene, usualFile } from "../support/scene.ts";
import { executable, writeSettled } from "../support/updsts.ts";

/** The time zone of the tests' runs is UTC. */
const inUtc = (date: Date) => formatExpiration(date, 0);

Deno.test("get writes the session into a block, and nothing else changes", async () => {
  await using scene = await makeScene();
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "default", "-t", code]);
  assert.equal(run.stderr, "");
  assert.equal(run.status, 0);
  assert.match(
    run.stdout,
    /^wrote \[default_sts\], valid for 1 h \(until [-0-9 ]*\d\d:\d\d\)\nuse it with: aws --profile default_sts …\n$/,
  );
  const [session] = scene.sts.issued;
  assert.equal(
    await scene.home.read(),
    before + [
      "# ${{{ key=default [auto update by updsts]",
      "[default_sts]",
      `aws_access_key_id = ${session!.accessKeyId}`,
      `aws_secret_access_key = ${session!.secretAccessKey}`,
      `aws_session_token = ${session!.sessionToken}`,
      `expiration_datetime = ${inUtc(session!.expiration)}`,
      "# $}}} [auto update by updsts]",
      "",
    ].join("\n"),
  );
  assert.deepEqual(scene.proxy.tunnels.map(({ host }) => host), [
    "sts.amazonaws.com",
  ]);
  assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
});

Deno.test("a second get changes only the block's values", async () => {
  await using scene = await makeScene();
  await scene.runInProcess([
    "get",
    "-n",
    "default",
    "-t",
    scene.device.nextCode(),
  ]);
  const first = await scene.home.read();
  const run = await scene.run([
    "get",
    "-n",
    "default",
    "-t",
    scene.device.nextCode(),
    "-d",
    "900",
  ]);
  assert.equal(run.status, 0);
  const [old, fresh] = scene.sts.issued;
  const expected = first
    .replace(old!.accessKeyId, fresh!.accessKeyId)
    .replace(old!.secretAccessKey, fresh!.secretAccessKey)
    .replace(old!.sessionToken, fresh!.sessionToken)
    .replace(
      /(default_sts\][^]*expiration_datetime = )\S+/,
      `$1${inUtc(fresh!.expiration)}`,
    );
  assert.equal(await scene.home.read(), expected);
  assert.equal(scene.sts.requests[1]!.parameters["DurationSeconds"], "900");
});

Deno.test("the option names of the Python updsts work, and -t - reads standard input", async () => {
  await using scene = await makeScene();
  const code = scene.device.nextCode();
  const run = await scene.run(
    [
      "get",
      "--profile_name",
      "default",
      "--totp_token=-",
      "-sn=work",
      "--credential_file",
      scene.home.credentials,
    ],
    { stdin: `${code.slice(0, 3)} ${code.slice(3)}\nmore\n` },
  );
  assert.equal(run.stderr, "");
  assert.match(run.stdout, /^wrote \[work\], /);
  assert.match(await scene.home.read(), /\n\[work\]\n/);
});

Deno.test("another -sn adds another block, and the first is kept", async () => {
  await using scene = await makeScene();
  await scene.runInProcess([
    "get",
    "-n",
    "default",
    "-t",
    scene.device.nextCode(),
  ]);
  const first = await scene.home.read();
  const code = scene.device.nextCode();
  await scene.runInProcess(["get", "-n", "default", "-sn", "two", "-t", code]);
  const second = await scene.home.read();
  assert.ok(second.startsWith(first));
  assert.match(
    second.slice(first.length),
    /^# \$\{\{\{ key=default .*\n\[two]/,
  );
});

Deno.test("get --json is one document", async () => {
  await using scene = await makeScene();
  const code = scene.device.nextCode();
  const run = await scene.runInProcess([
    "get",
    "-n",
    "default",
    "-t",
    code,
    "--json",
  ]);
  const result = JSON.parse(run.stdout);
  assert.deepEqual(Object.keys(result), [
    "updated_profile_name",
    "aws_access_key_id",
    "aws_token_expiration",
  ]);
  assert.equal(result.aws_access_key_id, scene.sts.issued[0]!.accessKeyId);
});

const SETTINGS: {
  name: string;
  host: string;
  mfaSerial?: string;
  env?: Record<string, string>;
  config?: string;
  /** Whether the permissions are tested too. */
  asProcess?: true;
}[] = [
  {
    name: "AWS_REGION",
    host: "sts.eu-west-1.amazonaws.com",
    env: { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-west-2" },
    asProcess: true,
  },
  {
    name: "the region of ~/.aws/config",
    host: "sts.eu-west-1.amazonaws.com",
    config: "[default]\nregion = eu-west-1\n",
  },
  {
    name: "the partition of the MFA device",
    host: "sts.cn-northwest-1.amazonaws.com.cn",
    mfaSerial: "arn:aws-cn:iam::123456789012:mfa/me",
    asProcess: true,
  },
  {
    name: "the region aws-global",
    host: "sts.amazonaws.com",
    config: "[default]\nregion = aws-global\n",
  },
  {
    name: "the region fips-us-east-1",
    host: "sts-fips.us-east-1.amazonaws.com",
    env: { AWS_REGION: "fips-us-east-1" },
  },
  {
    name: "the region us-gov-west-1-fips",
    host: "sts.us-gov-west-1.amazonaws.com",
    config: "[default]\nregion = us-gov-west-1-fips\n",
  },
  {
    name: "AWS_USE_FIPS_ENDPOINT",
    host: "sts-fips.us-east-1.amazonaws.com",
    env: { AWS_USE_FIPS_ENDPOINT: "true" },
  },
];

for (
  const { name, host, mfaSerial, env = {}, config, asProcess } of SETTINGS
) {
  Deno.test(`get sends the request to the host of ${name}: ${host}`, async () => {
    await using scene = await makeScene(mfaSerial ? { mfaSerial } : {});
    if (config) {
      await writeSettled(join(scene.home.path, ".aws/config"), config);
    }
    const code = scene.device.nextCode();
    const args = ["get", "-n", "default", "-t", code];
    const run = asProcess
      ? await scene.run(args, { net: [`${host}:443`], env })
      : await scene.runInProcess(args, { env });
    assert.equal(run.stderr, "");
    assert.deepEqual(scene.proxy.tunnels.map((tunnel) => tunnel.host), [host]);
    assert.equal(scene.sts.issued.length, 1);
  });
}

Deno.test("another profile's endpoint changes nothing", async () => {
  await using scene = await makeScene();
  await writeSettled(
    join(scene.home.path, ".aws/config"),
    "[default]\nendpoint_url = https://sts.example.com\n",
  );
  await writeSettled(
    scene.home.credentials,
    (await scene.home.read()).replace("[default]", "[work]"),
  );
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "work", "-t", code]);
  assert.equal(run.stderr, "");
  assert.deepEqual(scene.proxy.tunnels.map(({ host }) => host), [
    "sts.amazonaws.com",
  ]);
});

Deno.test("get finds the MFA device in ~/.aws/config", async () => {
  await using scene = await makeScene({
    file: (user) => usualFile(user).replace(/mfa_device_arn.*\n/, ""),
  });
  await writeSettled(
    join(scene.home.path, ".aws/config"),
    `[default]\nmfa_serial = ${scene.user.mfaSerial}\n`,
  );
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(["get", "-n", "default", "-t", code]);
  assert.equal(run.stderr, "");
  assert.equal(run.status, 0);
});

Deno.test("other AWS variables and an invalid config change nothing", async () => {
  await using scene = await makeScene();
  await writeSettled(
    join(scene.home.path, ".aws/config"),
    "not = an\n[ini\nfile",
  );
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "default", "-t", code], {
    env: {
      AWS_PROFILE: "nobody",
      AWS_DEFAULT_PROFILE: "nobody",
      AWS_ACCESS_KEY_ID: "AKIAWRONGWRONGWRONG1",
      AWS_SECRET_ACCESS_KEY: "wrong",
      AWS_SESSION_TOKEN: "wrong",
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      AWS_MAX_ATTEMPTS: "0",
      AWS_RETRY_MODE: "broken",
      AWS_DEFAULTS_MODE: "broken",
      AWS_LAMBDA_FUNCTION_NAME: "wrong",
      AWS_SDK_UA_APP_ID: "wrong",
      AWS_EC2_METADATA_DISABLED: "broken",
    },
  });
  assert.equal(run.stderr, "");
  assert.equal(run.status, 0);
  assert.deepEqual(scene.proxy.tunnels.map(({ host }) => host), [
    "sts.amazonaws.com",
  ]);
});

Deno.test("a proxy's credentials are used, and never shown", async () => {
  const proxyCredentials = { username: "me", password: "CANARY-of-the-proxy" };
  await using scene = await makeScene({ proxyCredentials });
  const url = new URL(scene.proxy.url);
  const withPassword = (password: string) =>
    `http://me:${password}@${url.host}`;
  const code = scene.device.nextCode();
  const args = ["get", "-n", "default", "-t", code, "-v", "2"];
  const wrong = await scene.run(args, {
    env: { HTTPS_PROXY: withPassword("CANARY-wrong") },
  });
  assert.equal(wrong.status, 1);
  assert.match(
    wrong.stderr,
    /the proxy 127\.0\.0\.1:\d+ requires credentials.*407.*\n.*percent-encoding: %40 for @/,
  );
  assert.equal(scene.sts.requests.length, 0);
  const right = await scene.run(args, {
    env: { HTTPS_PROXY: withPassword(proxyCredentials.password) },
  });
  assert.equal(right.status, 0);
  for (const { stdout, stderr } of [wrong, right]) {
    assert.doesNotMatch(stdout + stderr, /CANARY/);
  }
});

Deno.test("a proxy that requires credentials is named for an http endpoint too", async () => {
  const proxyCredentials = { username: "me", password: "CANARY" };
  await using scene = await makeScene({ proxyCredentials });
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "default", "-t", code], {
    env: {
      HTTP_PROXY: scene.proxy.url,
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
    },
    net: ["127.0.0.1:4566"],
  });
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /the proxy 127\.0\.0\.1:\d+ requires credentials.*\n.*%40 for @/,
  );
  assert.equal(scene.proxy.plainRequests.length, 1);
});

Deno.test("a proxy that inspects TLS is rejected without its certificate authority", async () => {
  await using scene = await makeScene();
  const code = scene.device.nextCode();
  const before = await scene.home.read();
  const run = await scene.run(["get", "-n", "default", "-t", code], {
    env: { AWS_CA_BUNDLE: "" },
  });
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /the certificate of sts\.amazonaws\.com is from an unknown authority/,
  );
  assert.match(run.stderr, /hint: .*AWS_CA_BUNDLE/);
  assert.equal(await scene.home.read(), before);
  assert.equal(scene.sts.spentCodes, 0);
});

Deno.test("a host without permission is not connected to", {
  // The executable works out its permissions itself: tests/executable.
  ignore: executable !== undefined,
}, async () => {
  await using scene = await makeScene();
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "default", "-t", code], {
    env: { AWS_REGION: "eu-west-1" },
  });
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /hint: give --allow-net=sts.eu-west-1.amazonaws.com/,
  );
  // The code is read when it is needed; missing, it gives another status.
  const late = ["-t", "-", "--if-expires-within", "600"];
  const unasked = await scene.run(["get", "-n", "default", ...late], {
    env: { AWS_REGION: "eu-west-1" },
  });
  assert.deepEqual(unasked, run);
  assert.equal(scene.proxy.tunnels.length, 0);
});
