import assert from "node:assert/strict";
import { makeScene, type SceneOptions } from "../support/scene.ts";
import type { Behaviour } from "../support/sts_behaviour.ts";

interface Case {
  name: string;
  behaviour?: Behaviour;
  scene?: SceneOptions;
  env?: Record<string, string>;
  code?: "wrong";
  error: RegExp;
  hint?: RegExp;
  /** How often STS may be asked; a code that was refused is not sent again. */
  requests: number;
}

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

const CASES: Case[] = [
  {
    name: "a wrong code",
    code: "wrong",
    error: /STS rejected the MFA code.*\(AccessDenied\)$/,
    hint: /wait for the next MFA code of arn:aws:iam::\d+:mfa\//,
    requests: 1,
  },
  {
    name: "a wrong code while the clock is some minutes off",
    code: "wrong",
    scene: { now: () => Date.now() + 10 * 60_000 },
    error: /STS rejected the MFA code/,
    requests: 1,
  },
  {
    name: "the MFA device of another user",
    behaviour: { kind: "refuse", refusal: "wrongSerial" },
    error:
      /cannot check an MFA code of the device arn:aws:iam::\d+:mfa\/user-1 \(AccessDenied\)$/,
    hint: /compare mfa_device_arn with the console/,
    requests: 1,
  },
  {
    name: "session keys in the source profile",
    behaviour: { kind: "refuse", refusal: "sessionCredentials" },
    error: /the profile has temporary credentials.*\(AccessDenied\)$/,
    hint: /long-term access keys of your IAM user/,
    requests: 1,
  },
  {
    name: "an unknown key",
    behaviour: { kind: "refuse", refusal: "unknownKey" },
    error:
      /does not know the access key AKIA\w+ in the commercial partition \(InvalidClientTokenId\)$/,
    hint: /partition/,
    requests: 1,
  },
  {
    name: "a wrong secret key",
    behaviour: { kind: "refuse", refusal: "wrongSecret" },
    error:
      /the secret key does not belong to the access key AKIA\w+ \(SignatureDoesNotMatch\)$/,
    hint: /aws_secret_access_key/,
    requests: 1,
  },
  {
    name: "a clock that is behind",
    scene: { now: () => Date.now() + 40 * 60_000 },
    error:
      /clock is wrong: it is 40 minutes behind that of STS \(SignatureDoesNotMatch\)$/,
    hint: /set the clock/,
    requests: 1,
  },
  {
    name: "a clock that is ahead",
    scene: { now: () => Date.now() - 40 * 60_000 },
    error: /clock is wrong: it is 40 minutes ahead of that of STS/,
    requests: 1,
  },
  {
    name: "a region in which STS is deactivated",
    behaviour: { kind: "refuse", refusal: "regionDisabled" },
    error: /STS is deactivated in us-east-1.*\(RegionDisabledException\)$/,
    hint: /another region/,
    requests: 1,
  },
  {
    name: "lasting throttling",
    behaviour: { kind: "refuse", refusal: "throttling" },
    error: /STS throttles the requests.*\(Throttling\)$/,
    hint: /try again in a minute/,
    requests: 3,
  },
  {
    name: "a refusal that is not in the table",
    behaviour: {
      kind: "raw",
      status: 403,
      contentType: "text/xml",
      body:
        "<ErrorResponse><Error><Type>Sender</Type><Code>Peculiar</Code><Message>on\u001b[31mly here</Message></Error></ErrorResponse>",
    },
    error: /STS rejected the request \(Peculiar\): on.*ly here/,
    requests: 1,
  },
  {
    name: "a firewall's refusal that is not XML",
    behaviour: {
      kind: "raw",
      status: 403,
      contentType: "text/plain",
      body: "denied",
    },
    error:
      /the response of sts\.amazonaws\.com .* is not from STS \(HTTP status 403\)$/,
    requests: 1,
  },
  {
    name: "an unknown key in a region that has to be enabled",
    behaviour: { kind: "refuse", refusal: "unknownKey" },
    env: { AWS_REGION: "ap-east-1" },
    error: /in ap-east-1 \(InvalidClientTokenId\)$/,
    hint: /ap-east-1 is not enabled for the account: enable it/,
    requests: 1,
  },
  {
    name: "an unknown key in a region that every account has",
    behaviour: { kind: "refuse", refusal: "unknownKey" },
    env: { AWS_REGION: "eu-west-1" },
    error: /in eu-west-1 \(InvalidClientTokenId\)$/,
    hint: /then set the profile's region\n/,
    requests: 1,
  },
  {
    name: "a region that is not the endpoint's",
    behaviour: { kind: "refuse", refusal: "wrongScope" },
    env: { AWS_REGION: "eu-west-1" },
    error:
      /signed for eu-west-1, and sts\.eu-west-1\.amazonaws\.com belongs to another region \(SignatureDoesNotMatch\)$/,
    hint: /the keys are right/,
    requests: 1,
  },
  {
    name: "a lasting internal error of STS",
    behaviour: {
      kind: "raw",
      status: 500,
      contentType: "text/xml",
      body:
        "<ErrorResponse><Error><Type>Receiver</Type><Code>InternalFailure</Code><Message>x</Message></Error></ErrorResponse>",
    },
    error: /STS has an internal error \(InternalFailure, HTTP status 500\)$/,
    requests: 3,
  },
  {
    name: "a lasting web page with status 503",
    behaviour: { kind: "server error", status: 503, moment: "before" },
    error:
      /received a web page instead of a response of sts\.amazonaws\.com \(HTTP status 503\), from a proxy/,
    requests: 3,
  },
  ...[404, 403].map((status): Case => ({
    name: `a web page with status ${status}`,
    behaviour: {
      kind: "raw",
      status,
      contentType: "text/html",
      body: "<html>\u001bCANARY</html>",
    },
    error: new RegExp(
      `received a web page instead of a response of sts\\.amazonaws\\.com \\(HTTP status ${status}\\), from a proxy`,
    ),
    requests: 1,
  })),
  {
    name: "text with status 502",
    behaviour: {
      kind: "raw",
      status: 502,
      contentType: "text/plain",
      body: "Bad Gateway",
    },
    error: /is not from STS \(HTTP status 502\)$/,
    requests: 3,
  },
  {
    name: "a connection that is cut",
    behaviour: { kind: "cut", moment: "before" },
    error: /the connection to sts\.amazonaws\.com broke/,
    requests: 3,
  },
  {
    name: "a captive portal's web page",
    behaviour: { kind: "web page" },
    error: /received a web page instead of a response/,
    hint: /log in to the network/,
    requests: 1,
  },
  {
    name: "a captive portal's redirect",
    behaviour: { kind: "redirect" },
    error: /received a web page instead of a response/,
    requests: 1,
  },
  {
    name: "a redirect that would forward the MFA code",
    behaviour: { kind: "redirect", status: 307 },
    error: /received a web page instead of a response/,
    requests: 1,
  },
  {
    name: "truncated XML",
    behaviour: { kind: "truncated XML" },
    error: /the response of sts\.amazonaws\.com is damaged/,
    requests: 1,
  },
  {
    name: "an answer without a token",
    behaviour: { kind: "altered", without: ["SessionToken"] },
    error: /a part of the session is missing/,
    requests: 1,
  },
  {
    name: "an answer that would inject credential_process",
    behaviour: {
      kind: "altered",
      replaced: { SessionToken: "x\ncredential_process = CANARY" },
    },
    error: /characters that are not valid in keys/,
    requests: 1,
  },
  {
    name: "an answer with an invalid access key id",
    behaviour: {
      kind: "altered",
      replaced: { AccessKeyId: "[default]" },
    },
    error: /its access key id is not valid/,
    requests: 1,
  },
  {
    name: "an answer with an expired session",
    behaviour: {
      kind: "altered",
      replaced: { Expiration: "2020-01-01T00:00:00Z" },
    },
    error: /its session has already expired/,
    requests: 1,
  },
  {
    name: "an answer with a longer session than requested",
    behaviour: {
      kind: "altered",
      replaced: { Expiration: inSeconds(3600 + 20 * 60) },
    },
    error: /its session is longer than requested/,
    requests: 1,
  },
  {
    name: "an answer whose session lasts for thousands of years",
    behaviour: {
      kind: "altered",
      replaced: { Expiration: "9999-12-31T23:59:59Z" },
    },
    error: /its session is longer than requested/,
    requests: 1,
  },
  {
    name: "an answer with a long-term access key",
    behaviour: {
      kind: "altered",
      replaced: { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" },
    },
    error: /its access key id is that of a long-term access key/,
    hint:
      /nothing was written; .*the MFA code may be used up: wait for the next one/,
    requests: 1,
  },
  ...(["SecretAccessKey", "SessionToken"] as const).map((name): Case => ({
    name: `an answer with a ${name} of 900 KB`,
    behaviour: { kind: "altered", replaced: { [name]: "x".repeat(900_000) } },
    error: /its keys are too long/,
    requests: 1,
  })),
  {
    name: "an answer without end",
    behaviour: { kind: "oversized", bytes: Infinity },
    error: /too long to be from STS/,
    hint: /if you gave an MFA code, wait for the next one/,
    requests: 1,
  },
];

for (
  const { name, behaviour, scene, env = {}, code, error, hint, requests }
    of CASES
) {
  Deno.test(`get explains ${name}, writes nothing and shows no secret`, async () => {
    await using stage = await makeScene(scene);
    if (behaviour) stage.sts.tell(behaviour);
    const before = await stage.home.read();
    const typed = code === "wrong"
      ? stage.device.wrongCode()
      : stage.device.nextCode();
    const args = ["get", "-n", "default", "-t", typed];
    const run = await stage.runInProcess([...args, "-v", "2"], { env });
    assert.equal(run.status, 1, run.stderr);
    assert.equal(run.stdout, "");
    const lines = run.stderr.split("\n");
    assert.match(
      lines.find((line) => line.startsWith("updsts: error: ")) ?? run.stderr,
      error,
    );
    if (hint) assert.match(run.stderr, hint);
    assert.equal(stage.sts.requests.length, requests);
    assert.equal(await stage.home.read(), before);
    assert.deepEqual(await stage.home.names(), ["ca.pem", "credentials"]);
    assert.ok(!run.stderr.includes("\u001b"));
    for (const secret of [typed, stage.user.secretAccessKey, "CANARY"]) {
      assert.ok(!run.stderr.includes(secret), secret);
    }
    for (const { secretAccessKey, sessionToken } of stage.sts.issued) {
      assert.ok(!run.stderr.includes(secretAccessKey));
      assert.ok(!run.stderr.includes(sessionToken));
    }
  });
}

Deno.test("unknown elements in the response are ignored", async () => {
  await using stage = await makeScene();
  stage.sts.tell({ kind: "unknown elements" });
  const code = stage.device.nextCode();
  const run = await stage.runInProcess(["get", "-n", "default", "-t", code]);
  assert.equal(run.status, 0, run.stderr);
});

Deno.test("a transient error of STS is retried", async () => {
  await using stage = await makeScene();
  stage.sts.tell({ kind: "refuse", refusal: "throttling" }, 1);
  stage.sts.tell({ kind: "cut", moment: "before" }, 1);
  const code = stage.device.nextCode();
  const run = await stage.runInProcess(["get", "-n", "default", "-t", code]);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(stage.sts.requests.length, 3);
});

Deno.test("get reports that a broken connection may have used up the MFA code", async () => {
  await using stage = await makeScene();
  stage.sts.tell({ kind: "cut", moment: "after" }, 1);
  const code = stage.device.nextCode();
  const run = await stage.runInProcess(["get", "-n", "default", "-t", code]);
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /the MFA code may be used up: wait for the next one/,
  );
});

Deno.test("a session that is slightly longer, by this computer's clock, is accepted", async () => {
  await using stage = await makeScene();
  const Expiration = inSeconds(3600 + 10 * 60);
  stage.sts.tell({ kind: "altered", replaced: { Expiration } });
  const code = stage.device.nextCode();
  const run = await stage.runInProcess(["get", "-n", "default", "-t", code]);
  assert.equal(run.status, 0, run.stderr);
});
