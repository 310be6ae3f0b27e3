/** Several profiles with one MFA code. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene, usualFile } from "../support/scene.ts";
import type { StsRole } from "../support/sts_roles.ts";
import { until } from "../support/until.ts";
import { writeSettled } from "../support/updsts.ts";

/** A scene with roles, each with a profile of the same name. */
async function sceneWithRoles(
  roles: Record<string, Partial<StsRole> & { lines?: string[] }> = {
    admin: {},
    audit: {},
  },
): Promise<Scene> {
  const scene = await makeScene({
    codeWindow: 9,
    file: (user) =>
      `${usualFile(user)}mfa_serial = arn:aws:iam::123456789012:mfa/other\n`,
  });
  const config = Object.entries(roles).map(([name, { lines, ...role }]) => {
    const { arn } = scene.sts.addRole({ needsMfa: true, ...role });
    const more = lines ?? ["source_profile = default"];
    return [`[profile ${name}]`, `role_arn = ${arn}`, ...more, ""].join("\n");
  });
  await writeSettled(join(scene.home.path, ".aws", "config"), config.join(""));
  return scene;
}

const asked = ({ sts }: Scene) =>
  sts.requests.map(({ action, parameters }) =>
    [
      action,
      parameters["RoleArn"]?.replace(/.*\//, ""),
      parameters["TokenCode"] && "with a code",
    ].filter((value) => value !== undefined).join(" ")
  );

const BASE = "GetSessionToken with a code";

/** The names that standard output says were written. */
const written = (stdout: string) =>
  [...stdout.matchAll(/^wrote \[(.*?)\]/gm)].map(([, name]) => name);

function get(scene: Scene, ...args: string[]) {
  return scene.runInProcess(["get", ...args]);
}

const withCode = ({ device }: Scene) => ["-t", device.nextCode()];

Deno.test("get of several roles gets a session of the source profile with the MFA code, and each role with it", async () => {
  await using scene = await sceneWithRoles();
  const before = await scene.home.read();
  const run = await get(scene, "admin", "audit", ...withCode(scene));
  assert.equal(run.stderr, "");
  assert.equal(run.status, 0);
  assert.deepEqual(asked(scene), [
    BASE,
    "AssumeRole role-1",
    "AssumeRole role-2",
  ]);
  assert.deepEqual(written(run.stdout), [
    "default_sts",
    "admin_sts",
    "audit_sts",
  ]);
  const text = await scene.home.read();
  assert.ok(text.startsWith(before));
  for (const { sessionToken } of scene.sts.issued) {
    assert.ok(text.includes(sessionToken));
  }
  assert.match(text, /key=admin .*\n\[admin_sts\]\n[^#]*role-1\n/);
  // The session serves later, too.
  const later = await get(scene, "audit");
  assert.equal(later.status, 0, later.stderr);
});

Deno.test("a source profile among the names is that session, and names may be repeated", async () => {
  await using scene = await sceneWithRoles();
  const names = ["-n", "admin", "--profile", "default", "-nadmin"];
  const run = await get(scene, ...names, ...withCode(scene));
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(asked(scene), [BASE, "AssumeRole role-1"]);
  assert.deepEqual(written(run.stdout), ["admin_sts", "default_sts"]);
});

Deno.test("with --json get of several prints an array", async () => {
  await using scene = await sceneWithRoles();
  const args = ["admin", "audit", "--json", ...withCode(scene)];
  const { stdout, stderr } = await get(scene, ...args);
  assert.equal(stderr, "");
  const names = JSON.parse(stdout).map((each: Record<string, string>) =>
    each["updated_profile_name"]
  );
  assert.deepEqual(names, ["default_sts", "admin_sts", "audit_sts"]);
});

Deno.test("get of several roles uses a live session, and no MFA code", async () => {
  await using scene = await sceneWithRoles();
  await get(scene, "default", ...withCode(scene));
  const run = await get(scene, "admin", "audit");
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(written(run.stdout), ["admin_sts", "audit_sts"]);
  assert.equal(scene.sts.spentCodes, 1);
});

Deno.test("get of several with an MFA code gets a new session", async () => {
  await using scene = await sceneWithRoles();
  await get(scene, "default", ...withCode(scene));
  const run = await get(scene, "admin", "audit", ...withCode(scene));
  assert.equal(run.status, 0, run.stderr);
  assert.equal(asked(scene)[1], BASE);
  assert.equal(written(run.stdout)[0], "default_sts");
});

Deno.test("a role that STS refuses is named with its cause, and the others are saved", async () => {
  await using scene = await sceneWithRoles({
    admin: {},
    closed: { externalId: "a:b" },
    audit: {},
    locked: { trusts: "arn:aws:iam::123456789012:user/another" },
  });
  const names = ["admin", "closed", "audit", "locked"];
  const run = await get(scene, ...names, ...withCode(scene));
  assert.equal(run.status, 1);
  assert.deepEqual(written(run.stdout), [
    "default_sts",
    "admin_sts",
    "audit_sts",
  ]);
  assert.match(
    run.stderr,
    /^updsts: error: no session for the profile "closed": cannot assume the role arn:\S+role-2 \(AccessDenied\); none for the profile "locked": cannot assume the role arn:\S+role-4 \(AccessDenied\)\nupdsts: hint: check its ARN[^\n]*\n$/,
  );
  assert.doesNotMatch(await scene.home.read(), /closed|locked/);
});

Deno.test("a role that rejects a live session fails without a new MFA code, and the others are saved", async () => {
  await using scene = await sceneWithRoles({
    admin: {},
    strict: { maxMfaAge: -1 },
  });
  await get(scene, "default", ...withCode(scene));
  const run = await get(scene, "admin", "strict");
  assert.equal(run.status, 1);
  assert.deepEqual(written(run.stdout), ["admin_sts"]);
  assert.match(
    run.stderr,
    /error: no session for the profile "strict": there is no MFA code, and no terminal/,
  );
});

Deno.test("temporary credentials as the source of one profile need no MFA code, and other profiles get their sessions", async () => {
  await using scene = await sceneWithRoles({
    admin: {},
    other: { lines: ["source_profile = default_sts"] },
  });
  await get(scene, "default", ...withCode(scene));
  const run = await get(scene, "admin", "other");
  assert.equal(run.status, 0, run.stderr);
  assert.equal(scene.sts.spentCodes, 1);
});

Deno.test("with --if-expires-within get of several gets those that are needed", async () => {
  await using scene = await sceneWithRoles();
  const conditional = ["admin", "audit", "--if-expires-within", "600"];
  await get(scene, "admin", ...withCode(scene));
  const run = await get(scene, ...conditional, ...withCode(scene));
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(written(run.stdout), ["default_sts", "audit_sts"]);
  const before = await scene.home.read();
  const again = await get(scene, ...conditional);
  assert.deepEqual(again, { status: 0, stdout: "", stderr: "" });
  assert.equal(await scene.home.read(), before);
});

Deno.test("duration_seconds of more than an hour is limited with a warning, where a session assumes the role", async () => {
  await using scene = await sceneWithRoles({
    admin: {
      maxSessionDuration: 7200,
      lines: ["source_profile = default", "duration_seconds = 7200"],
    },
    audit: {},
  });
  const run = await get(scene, "admin", "audit", ...withCode(scene));
  assert.equal(run.status, 0);
  assert.equal(
    run.stderr,
    'updsts: warning: the session of the profile "admin" is limited to 3600 seconds, not the 7200 of duration_seconds: a session assumes the role\n',
  );
  assert.equal(scene.sts.requests[1]!.parameters["DurationSeconds"], "3600");
});

Deno.test("a source profile with a role of its own keeps its block", async () => {
  await using scene = await sceneWithRoles();
  await writeSettled(
    scene.home.credentials,
    (await scene.home.read()).replace(
      "[default]\n",
      "[default]\nrole_arn = arn:aws:iam::123456789012:role/role-2\nsource_profile = default\n",
    ),
  );
  const run = await get(scene, "default", "admin", ...withCode(scene));
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(asked(scene), [
    BASE,
    "AssumeRole role-2",
    "AssumeRole role-1",
  ]);
  assert.deepEqual(written(run.stdout), ["default_sts", "admin_sts"]);
  assert.match(await scene.home.read(), /\[default_sts\]\n[^#]*role-2\n/);
});

const REFUSED: {
  name: string;
  status: 1 | 2;
  args: string[];
  roles?: Parameters<typeof sceneWithRoles>[0];
  change?: (text: string) => string;
  error: RegExp;
}[] = [
  {
    name: "a name that does not exist",
    status: 1,
    args: ["admin", "audti"],
    error: /there is no profile "audti".*\n.*did you mean "audit"\?/,
  },
  {
    name: "profiles of two source profiles",
    status: 2,
    args: ["admin", "elsewhere"],
    roles: { admin: {}, elsewhere: { lines: ["source_profile = other"] } },
    error:
      /the profiles "admin" and "elsewhere" cannot share an MFA code: they have different source profiles or MFA devices/,
  },
  {
    name: "profiles with two devices",
    status: 2,
    args: ["default", "admin"],
    roles: {
      admin: {
        lines: [
          "source_profile = default",
          "mfa_serial = arn:aws:iam::123456789012:mfa/another",
        ],
      },
    },
    error: /the profiles "default" and "admin" cannot share an MFA code/,
  },
  {
    name: "more than an hour for a role",
    status: 2,
    args: ["default", "admin", "-d", "3601"],
    error:
      /with several profiles, the session of a role is limited to 3600 seconds\n.*hint: choose fewer seconds with -d, or get the profile "admin" alone/,
  },
  {
    name: "a section of the source's session that is the user's own",
    status: 1,
    args: ["admin", "audit"],
    change: (text) => `${text}[default_sts]\nregion = eu-west-1\n`,
    error: /the section \[default_sts\] is not in a block of updsts/,
  },
  {
    name: "a section of a role's session that is the user's own",
    status: 1,
    args: ["admin", "audit"],
    change: (text) => `${text}[audit_sts]\nregion = eu-west-1\n`,
    error: /the section \[audit_sts\] is not in a block of updsts/,
  },
];

for (const { name, status, args, roles, change, error } of REFUSED) {
  Deno.test(`get of several refuses ${name} before the MFA code is used`, async () => {
    await using scene = await sceneWithRoles(roles);
    if (change) {
      await writeSettled(
        scene.home.credentials,
        change(await scene.home.read()),
      );
    }
    const before = await scene.home.read();
    const run = await get(scene, ...args, ...withCode(scene));
    assert.equal(run.status, status);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, error);
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test("get of several writes nothing if STS rejects the MFA code", async () => {
  await using scene = await sceneWithRoles();
  const before = await scene.home.read();
  const code = scene.device.wrongCode();
  const run = await get(scene, "admin", "audit", "-t", code);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /error: STS rejected the MFA code/);
  assert.deepEqual(asked(scene), [BASE]);
  assert.equal(await scene.home.read(), before);
});

Deno.test("get of several roles saves the others where another program adds a section of the name of one", async () => {
  await using scene = await sceneWithRoles();
  const { credentials } = scene.home;
  scene.sts.tell({ kind: "slow", delayMs: 700, moment: "before" }, 1);
  const running = get(scene, "admin", "audit", ...withCode(scene));
  await until(() => scene.sts.requests.length > 0);
  const section = "[audit_sts]\nregion = eu-west-1\n";
  await Deno.writeTextFile(credentials, section, { append: true });
  const { status, stdout, stderr } = await running;
  assert.equal(status, 1);
  assert.deepEqual(written(stdout), ["default_sts", "admin_sts"]);
  assert.match(
    stderr,
    /the profile "audit": .*\[audit_sts\] is not in a block/,
  );
  const text = await scene.home.read();
  assert.ok(text.includes(section));
  assert.ok(text.includes("[admin_sts]"));
});
