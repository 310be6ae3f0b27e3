/** Roles that updsts or STS refuses. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene } from "../support/scene.ts";
import type { StsRole } from "../support/sts_roles.ts";
import { writeSettled } from "../support/updsts.ts";

async function writeConfig({ home }: Scene, text: string): Promise<void> {
  await writeSettled(join(home.path, ".aws", "config"), text);
}

/** A profile of the config that has its role assumed. */
function profile(name: string, role: StsRole, ...lines: string[]): string {
  return [`[profile ${name}]`, `role_arn = ${role.arn}`, ...lines, ""].join(
    "\n",
  );
}

const BEFORE_A_CODE: [
  name: string,
  config: (role: StsRole) => string,
  error: RegExp,
  args?: string[],
][] = [
  [
    "a circle",
    (role) =>
      profile("admin", role, "source_profile = mid") +
      profile("mid", role, "source_profile = admin"),
    /error: the source profiles form a cycle: "admin" -> "mid" -> "admin"\n/,
  ],
  [
    "a missing link",
    (role) => profile("admin", role, "source_profile = base"),
    /error: there is no profile "base" .*the chain "admin" -> "base" ends\n/,
  ],
  [
    "a role with a credential_source",
    (role) =>
      profile("admin", role, "source_profile = default") +
      "credential_source = Environment\n",
    /error: the profile "admin" has a role_arn and a credential_source\n/,
  ],
  [
    "an hour and a second for a chain",
    (role) =>
      profile("admin", role, "source_profile = mid") +
      profile("mid", role, "source_profile = default"),
    /error: a session of 2 chained roles is limited to 3600 seconds\n/,
    ["-d", "3601"],
  ],
  [
    "a role's region that is none",
    (role) =>
      profile("admin", role, "source_profile = default", "region = CANARY/"),
    /error: the region is not the name of an AWS region\n/,
  ],
  [
    "a section of the STS name that is the user's own",
    (role) => profile("admin", role, "source_profile = default"),
    /error: line 7: the section \[other\] is not in a block of updsts\n/,
    ["-sn", "other"],
  ],
];

for (const [name, config, error, args = []] of BEFORE_A_CODE) {
  Deno.test(`get for a role refuses ${name} before the MFA code is used`, async () => {
    await using scene = await makeScene();
    await writeConfig(scene, config(scene.sts.addRole()));
    const before = await scene.home.read();
    const code = scene.device.nextCode();
    const run = await scene.runInProcess([
      "get",
      "-n",
      "admin",
      "-t",
      code,
      ...args,
    ]);
    assert.equal(run.status, 1);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, error);
    assert.match(run.stderr, /^[^\n]*\nupdsts: hint: [^\n]*\n$/);
    assert.doesNotMatch(run.stderr, /CANARY/);
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
    assert.deepEqual(await scene.home.names(), [
      "ca.pem",
      "config",
      "credentials",
    ]);
  });
}

const BY_STS: {
  name: string;
  role: Partial<StsRole>;
  args?: string[];
  /** A second role of this kind, assumed by the first one's session. */
  next?: Partial<StsRole>;
  isRoot?: boolean;
  code?: "wrong";
  error: RegExp;
  hint: RegExp;
}[] = [
  {
    name: "a role whose trust policy denies the request",
    role: { trusts: "arn:aws:iam::123456789012:user/another" },
    error: /cannot assume the role arn:aws:iam::123456789012:role\/role-1/,
    hint: /trust policy.*the MFA code is used up/,
  },
  {
    name: "a missing external id",
    role: { externalId: "a:b" },
    error: /cannot assume the role arn:\S+role-1/,
    hint: /external id/,
  },
  {
    name: "a later role of a chain that denies the request",
    role: {},
    next: { externalId: "a:b" },
    error: /cannot assume the role arn:\S+role-2/,
    hint: /the MFA code is used up/,
  },
  {
    name: "more than the role's maximum",
    role: { maxSessionDuration: 3600 },
    args: ["-d", "7200"],
    error: /the role arn:\S+role-1 does not allow a session of this duration/,
    hint: /-d or duration_seconds/,
  },
  {
    name: "a wrong code",
    role: {},
    code: "wrong",
    error: /STS rejected the MFA code.*\(AccessDenied\)/,
    hint: /wait for the next MFA code of arn:aws:iam::\d+:mfa\//,
  },
  {
    name: "the root user's keys",
    role: {},
    isRoot: true,
    error: /which cannot assume roles/,
    hint: /IAM user/,
  },
];

for (const { name, role, args = [], next, isRoot, ...expected } of BY_STS) {
  Deno.test(`get explains ${name}, writes nothing and shows no secret`, async () => {
    await using scene = await makeScene();
    if (isRoot) scene.user.isAccountOwner = true;
    const first = scene.sts.addRole(role);
    const config = next
      ? profile("mid", first, "source_profile = default") +
        profile("admin", scene.sts.addRole(next), "source_profile = mid")
      : profile("admin", first, "source_profile = default");
    await writeConfig(scene, config);
    const before = await scene.home.read();
    const code = expected.code === "wrong"
      ? scene.device.wrongCode()
      : scene.device.nextCode();
    const run = await scene.runInProcess([
      ...["get", "-n", "admin", "-t", code, "-v", "2", ...args],
    ]);
    assert.equal(run.status, 1);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, expected.error);
    assert.match(run.stderr, expected.hint);
    assert.equal(scene.sts.requests.length, next ? 2 : 1);
    assert.equal(await scene.home.read(), before);
    const sessions = scene.sts.issued.flatMap((session) => [
      session.secretAccessKey,
      session.sessionToken,
    ]);
    for (const secret of [code, scene.user.secretAccessKey, ...sessions]) {
      assert.ok(!run.stderr.includes(secret));
    }
  });
}
