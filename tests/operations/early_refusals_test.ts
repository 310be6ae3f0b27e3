/** What the credentials file and the config rule out, before an MFA code is spent. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, usualFile } from "../support/scene.ts";
import type { StsUser } from "../support/sts_service.ts";
import { writeSettled } from "../support/updsts.ts";

/** Refused with the file untouched and before the code is spent. */
const FILES: [
  name: string,
  file: (user: StsUser) => string,
  error: RegExp,
  args?: string[],
][] = [
  [
    "a profile that is not there",
    (user) => usualFile(user).replace("[default]", "[defualt]"),
    /there is no profile "default".*\n.*did you mean "defualt"\?/,
  ],
  [
    "a profile without an MFA device",
    (user) => usualFile(user).replace("mfa_device_arn", "mfa_device"),
    /the profile "default" has no mfa_device_arn/,
  ],
  [
    "a profile without a secret key",
    (user) => usualFile(user).replace("aws_secret_access_key", "secret"),
    /the profile "default" has no aws_secret_access_key/,
  ],
  [
    "a session as the source",
    (user) => usualFile(user).replace("\n\n", "\naws_session_token = x\n\n"),
    /"default" has a long-term access key and the session token of another key\n.*hint: delete the leftover aws_session_token/,
  ],
  [
    "a secret key with a comment behind it",
    (user) =>
      usualFile(user).replace(
        user.secretAccessKey,
        `${user.secretAccessKey} # old`,
      ),
    /aws_secret_access_key of the profile "default" is not in the format that AWS accepts/,
  ],
  [
    "a value that swallowed the line below it",
    (user) =>
      usualFile(user).replace("mfa_device_arn", "  mfa_device_arn")
        .replace("\n\n", `\nmfa_serial = ${user.mfaSerial}\n\n`),
    /is not in the format that AWS accepts.*\n.*an indented line below it continues its value/,
  ],
  [
    "a section of the STS name that is the user's own",
    (user) => `${usualFile(user)}[default_sts]\nregion = eu-west-1\n`,
    /line 10: the section \[default_sts\] is not in a block of updsts/,
  ],
  [
    "a profile of long-term access keys as the STS name",
    usualFile,
    /line 7: the section \[other\] is not in a block of updsts/,
    ["-sn", "other"],
  ],
  [
    "long-term access keys inside a block",
    (user) =>
      `${usualFile(user)}# \${{{ key=default [auto update by updsts]\n` +
      "[default_sts]\n[work]\naws_access_key_id = AKIAWORKWORKWORKWORK\n" +
      "aws_secret_access_key = CANARY\n# $}}} [auto update by updsts]\n",
    /line 12: the section \[work\] has long-term access keys/,
    ["-sn", "work"],
  ],
  [
    "a begin tag without its end",
    (user) =>
      `${
        usualFile(user)
      }# \${{{ key=other [auto update by updsts]\n[other_sts]\n`,
    /line 10: a block begins here that has no end tag/,
  ],
  [
    "a section twice",
    (user) => `${usualFile(user)}[other]\n`,
    /line 10: the section \[other\] is defined twice, first at line 7/,
  ],
  [
    "a byte order mark",
    (user) => `\ufeff${usualFile(user)}`,
    /line 1: .*(byte order mark|before the first)/,
  ],
];

for (const [name, file, error, args] of FILES) {
  Deno.test(`get refuses ${name} before the MFA code is used`, async () => {
    await using scene = await makeScene({ file });
    const before = await scene.home.read();
    const code = scene.device.nextCode();
    const run = await scene.runInProcess([
      "get",
      "-n",
      "default",
      "-t",
      code,
      "-v",
      "2",
      ...args ?? [],
    ]);
    assert.equal(run.status, 1);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, error);
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
    assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
    assert.ok(!run.stderr.includes(scene.user.secretAccessKey));
    assert.ok(!run.stderr.includes(code));
  });
}

Deno.test("get refuses a session that a role in the config would override", async () => {
  await using scene = await makeScene();
  const config = join(scene.home.path, ".aws", "config");
  const role = "[profile prod]\nrole_arn = arn:aws:iam::123456789012:role/a\n";
  const before = await scene.home.read();
  const get = (code: string) =>
    scene.runInProcess(["get", "-n", "default", "-sn", "prod", "-t", code]);
  await writeSettled(config, `${role}source_profile = default\n`);
  const run = await get("000000");
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /role_arn of the profile "prod" in the config would override .*\n.*hint: /,
  );
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
  // The AWS CLI assumes this role with the session.
  await writeSettled(config, `${role}source_profile = prod\n`);
  assert.equal((await get(scene.device.nextCode())).status, 0);
});
