import assert from "node:assert/strict";
import { makeScene, type Scene, usualFile } from "../support/scene.ts";
import type { Behaviour } from "../support/sts_behaviour.ts";
import { writeSettled } from "../support/updsts.ts";

const WHOAMI = ["whoami", "-n", "default"];

/** A file with a session in it, which STS knows too. */
async function getSession(scene: Scene, ...args: string[]): Promise<void> {
  const code = scene.device.nextCode();
  const run = await scene.runInProcess([
    "get",
    "-n",
    "default",
    "-t",
    code,
    ...args,
  ]);
  assert.equal(run.status, 0, run.stderr);
}

Deno.test("whoami explains an expired session", async () => {
  await using scene = await makeScene();
  await getSession(scene);
  scene.sts.issued[0]!.expiration = new Date();
  const run = await scene.runInProcess(["whoami", "-n", "default_sts"]);
  assert.deepEqual(run, {
    status: 1,
    stdout: "",
    stderr: "updsts: error: the session has expired (ExpiredToken)\n" +
      'updsts: hint: get a new one with "updsts get -n default"\n',
  });
});

Deno.test("whoami explains a token that is not the key's", async () => {
  await using scene = await makeScene();
  await getSession(scene);
  const text = await scene.home.read();
  await writeSettled(
    scene.home.credentials,
    text.replace(/(aws_session_token = )\S+/, "$1CANARY"),
  );
  const run = await scene.runInProcess([
    "whoami",
    "-n",
    "default_sts",
    "-v",
    "2",
  ]);
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /error: STS does not know the access key ASIA.*\(InvalidClientTokenId\)/,
  );
  assert.doesNotMatch(run.stderr, /CANARY/);
});

Deno.test("whoami shows how to renew a session with a wrong secret key", async () => {
  await using scene = await makeScene();
  await getSession(scene);
  const text = await scene.home.read();
  const { secretAccessKey } = scene.sts.issued[0]!;
  await writeSettled(
    scene.home.credentials,
    text.replace(secretAccessKey, "CANARY").replaceAll("default_sts", "work")
      .replace(
        "expiration_datetime",
        "assumed_role_arn = arn:aws:iam::123456789012:role/a\nexpiration_datetime",
      ),
  );
  const run = await scene.runInProcess(["whoami", "-n", "work", "-v", "2"]);
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /secret key does not belong to the access key ASIA\w+ \(SignatureDoesNotMatch\)\n.*hint: renew the session with "updsts get -n default -sn work --role-arn arn:aws:iam::123456789012:role\/a"\n/,
  );
  assert.doesNotMatch(run.stderr, /CANARY/);
});

Deno.test("whoami finds the token of a session beside a long-term access key", async () => {
  await using scene = await makeScene({
    file: (user) =>
      usualFile(user).replace("\n\n", "\naws_session_token = CANARY\n\n"),
  });
  const run = await scene.runInProcess(["whoami", "-n", "default", "-v", "2"]);
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /long-term access key and the session token of another key \(InvalidClientTokenId\)\n.*hint: delete the leftover aws_session_token/,
  );
  assert.doesNotMatch(run.stderr, /CANARY/);
});

const FILES: [name: string, lines: string[], error: RegExp][] = [
  [
    "without a secret key",
    ["aws_access_key_id = AKIAIOSFODNN7EXAMPLE"],
    /"x" has no aws_secret_access_key\n/,
  ],
  ["of a session without a token", [
    "aws_access_key_id = ASIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key = CANARY",
  ], /"x" has a temporary access key and no aws_session_token\n/],
  [
    "whose token has a comment after it",
    [
      "aws_access_key_id = ASIAIOSFODNN7EXAMPLE",
      "aws_secret_access_key = CANARY",
      "aws_session_token = CANARY # old",
    ],
    /aws_session_token of the profile "x" is not in the format that AWS accepts/,
  ],
  ["of an expired session", [
    "aws_access_key_id = ASIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key = CANARY",
    "aws_session_token = CANARY",
    "expiration_datetime = 2024-01-01T00:00:00Z",
  ], /the session of the profile "x" expired at 2024-01-01T/],
];

for (const [name, lines, error] of FILES) {
  Deno.test(`whoami refuses a profile ${name} and sends no request`, async () => {
    await using scene = await makeScene({
      file: (user) => `${usualFile(user)}[x]\n${lines.join("\n")}\n`,
    });
    const run = await scene.runInProcess(["whoami", "-n", "x"]);
    assert.equal(run.status, 1);
    assert.match(run.stderr, error);
    assert.match(run.stderr, /\nupdsts: hint: /);
    assert.doesNotMatch(run.stderr, /CANARY/);
    assert.equal(scene.sts.requests.length, 0);
  });
}

Deno.test("whoami suggests the closest profile", async () => {
  await using scene = await makeScene();
  const run = await scene.runInProcess(["whoami", "-n", "defualt"]);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /did you mean "default"\?/);
});

function identity(arn: string, userId: string): Behaviour {
  return {
    kind: "raw",
    status: 200,
    contentType: "text/xml",
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}` +
      `</Arn><UserId>${userId}</UserId><Account>CANARY</Account>` +
      "</GetCallerIdentityResult></GetCallerIdentityResponse>",
  };
}

Deno.test("whoami masks values of a response that are not an ARN or an ID", async () => {
  await using scene = await makeScene();
  scene.sts.tell(identity("arn:aws:iam::1:user/CANARY", "CANARY \u001b[2J"));
  const run = await scene.runInProcess(WHOAMI);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(
    run.stdout,
    "account  ******** (6 chars)\narn      ******** (26 chars)\n" +
      "user id  ******** (11 chars)\n",
  );
});

Deno.test("whoami refuses an empty response", async () => {
  await using scene = await makeScene();
  scene.sts.tell(identity("", ""));
  const run = await scene.runInProcess(WHOAMI);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /a part of it is missing/);
});

const FAULTS: Behaviour[] = [
  { kind: "cut", moment: "before" },
  { kind: "server error", status: 503, moment: "before" },
  { kind: "refuse", refusal: "throttling" },
  { kind: "truncated XML" },
];

for (const fault of FAULTS) {
  Deno.test(`whoami mentions no MFA code after ${JSON.stringify(fault)}`, async () => {
    await using scene = await makeScene();
    scene.sts.tell(fault);
    const run = await scene.runInProcess(WHOAMI);
    assert.equal(run.status, 1);
    assert.match(run.stderr, /\nupdsts: hint: /);
    assert.doesNotMatch(run.stderr, /code/);
  });
}
