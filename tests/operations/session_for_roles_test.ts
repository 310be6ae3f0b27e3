/** A role without an MFA code, by temporary credentials in the file. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene, type SceneOptions } from "../support/scene.ts";
import type { StsRole } from "../support/sts_roles.ts";
import { until } from "../support/until.ts";
import { writeSettled } from "../support/updsts.ts";

/** A scene with a live session of `default`, and a role with a profile. */
async function sceneWithSession(
  { role = {}, lines = [], ...options }: SceneOptions & {
    role?: Partial<StsRole>;
    /** More lines of the role's profile. */
    lines?: string[];
  } = {},
): Promise<Scene & { role: StsRole }> {
  const scene = await makeScene({ codeWindow: 9, ...options });
  const admin = scene.sts.addRole({ needsMfa: true, ...role });
  await writeConfig(scene, [
    ...["[profile admin]", `role_arn = ${admin.arn}`],
    ...["source_profile = default", ...lines, ""],
  ]);
  const run = await getDefault(scene);
  assert.equal(run.status, 0, run.stderr);
  return Object.assign(scene, { role: admin });
}

function writeConfig({ home }: Scene, lines: string[]): Promise<void> {
  return writeSettled(join(home.path, ".aws", "config"), lines.join("\n"));
}

function getDefault(scene: Scene, ...more: string[]) {
  const code = scene.device.nextCode();
  return scene.runInProcess(["get", "default", "-t", code, ...more]);
}

/** Changes the file as a user does. */
async function change({ home }: Scene, from: RegExp, to: string) {
  const text = await home.read();
  assert.match(text, from);
  await writeSettled(home.credentials, text.replace(from, to));
}

const asked = ({ sts }: Scene) =>
  sts.requests.slice(1).map(({ action, parameters }) =>
    [action, parameters["RoleArn"], parameters["SerialNumber"]]
      .filter((value) => value !== undefined).join(" ")
  );

Deno.test("a live session of the source profile assumes a role without an MFA code, and -v 1 says so", async () => {
  await using scene = await sceneWithSession({
    lines: ["role_session_name = me", "external_id = a:b"],
  });
  const run = await scene.runInProcess(["get", "admin", "-v", "1"]);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /^wrote \[admin_sts\], valid for 1 h /);
  assert.match(
    run.stderr,
    /assuming the role with the session \[default_sts\], without an MFA code\n/,
  );
  const { Version: _, ...sent } = scene.sts.requests[1]!.parameters;
  assert.deepEqual(sent, {
    RoleArn: scene.role.arn,
    RoleSessionName: "me",
    ExternalId: "a:b",
    DurationSeconds: "3600",
  });
  const text = await scene.home.read();
  for (const { sessionToken } of scene.sts.issued) {
    assert.ok(text.includes(sessionToken));
  }
  assert.match(text, /key=admin .*\n\[admin_sts\]\n/);
});

Deno.test("a live session assumes the role of --role-arn, and the first of a chain", async () => {
  await using scene = await sceneWithSession();
  const trusts = "arn:aws:sts::123456789012:assumed-role/role-1/updsts";
  const next = scene.sts.addRole({ trusts });
  const run = await scene.runInProcess([
    ...["get", "admin", "-sn", "next", "--role-arn", next.arn],
  ]);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(asked(scene), [
    `AssumeRole ${scene.role.arn}`,
    `AssumeRole ${next.arn}`,
  ]);
  assert.equal(scene.sts.spentCodes, 1);
});

Deno.test("of several live sessions, the one that is valid for longest assumes the role", async () => {
  await using scene = await sceneWithSession();
  await getDefault(scene, "-sn", "long", "-d", "7200");
  await getDefault(scene, "-sn", "short", "-d", "900");
  const run = await scene.runInProcess(["get", "admin", "-v", "1"]);
  assert.match(run.stderr, /with the session \[long\]/);
});

Deno.test("a given MFA code is used instead of a live session", async () => {
  await using scene = await sceneWithSession();
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(["get", "admin", "-t", code]);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(scene.sts.requests[1]!.parameters["TokenCode"], code);
});

const NOT_USED: {
  name: string;
  lines?: string[];
  args?: string[];
  from?: RegExp;
  to?: string;
}[] = [
  { name: "for more than an hour", args: ["-d", "3601"] },
  {
    name: "where duration_seconds is more than an hour",
    lines: ["duration_seconds = 7200"],
  },
  {
    name: "where the role's profile has another device",
    lines: ["mfa_serial = arn:aws:iam::123456789012:mfa/another"],
  },
  {
    name: "that has expired",
    from: /(expiration_datetime = ).*/,
    to: "$12025-10-05T06:00:00Z",
  },
  {
    name: "that expires within a minute",
    from: /(expiration_datetime = ).*/,
    to: `$1${new Date(Date.now() + 50_000).toISOString()}`,
  },
  { name: "without an expiry", from: /expiration_datetime.*\n/, to: "" },
  { name: "without a token", from: /aws_session_token.*\n/, to: "" },
  { name: "of another source profile", from: /key=default /, to: "key=other " },
  { name: "outside a block of updsts", from: /^# \$.*\n/gm, to: "" },
  {
    name: "of a role",
    from: /(?=# \$\}\}\})/,
    to: "assumed_role_arn = arn:aws:iam::123456789012:role/x\n",
  },
  {
    name: "whose keys another tool replaced by long-term ones",
    from: /ASIA\w+/,
    to: "AKIAIOSFODNN7EXAMPLE",
  },
];

for (const { name, lines = [], args = [], from, to = "" } of NOT_USED) {
  Deno.test(`no session is used ${name}: get asks for the MFA code`, async () => {
    await using scene = await sceneWithSession({ lines });
    if (from) await change(scene, from, to);
    const before = await scene.home.read();
    const run = await scene.runInProcess(["get", "admin", ...args]);
    assert.equal(run.status, 2, run.stdout);
    assert.match(run.stderr, /there is no MFA code, and no terminal/);
    assert.deepEqual(asked(scene), []);
    assert.equal(await scene.home.read(), before);
  });
}

for (
  const [name, spoil] of [
    ["a role whose policy limits the age of the MFA", undefined],
    ["a session that has expired for STS", "expire"],
    ["a session that STS no longer knows", "forget"],
  ] as const
) {
  Deno.test(`get asks for the MFA code for ${name}`, async () => {
    await using scene = await sceneWithSession({ role: { maxMfaAge: -1 } });
    const [session] = scene.sts.issued;
    if (spoil === "expire") session!.expiration = new Date(0);
    if (spoil === "forget") session!.sessionToken = "another";
    const before = await scene.home.read();
    const run = await scene.runInProcess(["get", "admin", "-v", "1"]);
    assert.equal(run.status, 2);
    assert.match(run.stderr, /updsts: an MFA code is needed: .* \(\w+\)\n/);
    assert.match(run.stderr, /error: there is no MFA code, and no terminal/);
    assert.deepEqual(asked(scene), [`AssumeRole ${scene.role.arn}`]);
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test("a later role of a chain that STS refuses to a session needs no MFA code, and is refused", async () => {
  await using scene = await sceneWithSession();
  const next = scene.sts.addRole({ externalId: "a:b" });
  const before = await scene.home.read();
  const args = ["get", "admin", "-sn", "next", "--role-arn", next.arn];
  const run = await scene.runInProcess(args);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /cannot assume the role arn:\S+role-2/);
  assert.doesNotMatch(run.stderr, /MFA code/);
  assert.equal(await scene.home.read(), before);
});

Deno.test("if STS is unreachable with a session, get does not prompt", async () => {
  await using scene = await sceneWithSession();
  const before = await scene.home.read();
  scene.sts.tell({ kind: "web page" });
  const run = await scene.runInProcess(["get", "admin"]);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /received a web page instead of/);
  assert.doesNotMatch(run.stderr, /MFA code may be used up/);
  assert.equal(await scene.home.read(), before);
});

/** The role's profile has the session as its source. */
async function sceneOfSession(...lines: string[]) {
  const scene = await sceneWithSession();
  await writeConfig(scene, [
    ...["[profile admin]", `role_arn = ${scene.role.arn}`],
    ...["source_profile = default_sts", ...lines, ""],
  ]);
  return scene;
}

Deno.test("temporary credentials as the source assume a role without an MFA code", async () => {
  await using scene = await sceneOfSession();
  const run = await scene.runInProcess(["get", "admin"]);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(asked(scene), [`AssumeRole ${scene.role.arn}`]);
});

Deno.test("temporary credentials of another program assume a role", async () => {
  await using scene = await sceneOfSession();
  await change(scene, /^# \$.*\n|expiration_datetime.*\n/gm, "");
  const run = await scene.runInProcess(["get", "admin"]);
  assert.equal(run.status, 0, run.stderr);
});

Deno.test("an MFA code for temporary credentials is not used, and get warns", async () => {
  await using scene = await sceneOfSession();
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(["get", "admin", "-t", code]);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(
    run.stderr,
    'updsts: warning: the MFA code is not used: the profile "default_sts" has temporary credentials\n',
  );
  assert.equal(scene.sts.spentCodes, 1);
});

const REFUSED: {
  name: string;
  args?: string[];
  lines?: string[];
  from?: RegExp;
  to?: string;
  error: RegExp;
}[] = [
  {
    name: "expired temporary credentials as the source",
    from: /(expiration_datetime = ).*/,
    to: "$12025-10-05T06:00:00Z",
    error:
      /the session of the profile "default_sts" expired at .*\n.*hint: get a new one with "updsts get -n default"/,
  },
  {
    name: "temporary credentials without a token",
    from: /aws_session_token.*\n/,
    error: /has a temporary access key and no aws_session_token/,
  },
  {
    name: "more than an hour with temporary credentials",
    args: ["-d", "3601"],
    error:
      /with the temporary credentials of the profile "default_sts", the session of a role is limited to 3600 seconds\n.*hint: choose fewer seconds with -d/,
  },
  {
    name: "duration_seconds of more than an hour with temporary credentials",
    lines: ["duration_seconds = 7200"],
    error:
      /temporary credentials of the profile "default_sts", the session of a role is limited to 3600/,
  },
  {
    name: "a session of temporary credentials",
    args: ["-n", "default_sts"],
    error:
      /the profile "default_sts" has temporary credentials, which can assume a role, but cannot get a session/,
  },
];

for (
  const { name, args = [], lines = [], from, to = "", error } of REFUSED
) {
  Deno.test(`get refuses ${name} before the request to STS`, async () => {
    await using scene = await sceneOfSession(...lines);
    if (from) await change(scene, from, to);
    const before = await scene.home.read();
    const name = args[0] === "-n" ? [] : ["admin"];
    const code = scene.device.nextCode();
    const run = await scene.runInProcess(
      ["get", ...name, ...args, "-t", code],
    );
    assert.equal(run.status, 1);
    assert.match(run.stderr, error);
    assert.deepEqual(asked(scene), []);
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test("where the session of a role can't be saved, the hint asks for a new MFA code only if one was used", async () => {
  for (const way of ["session", "code"]) {
    await using scene = await sceneWithSession();
    const { sts, home, device } = scene;
    sts.tell({ kind: "slow", delayMs: 500, moment: "before" });
    const code = way === "code" ? ["-t", device.nextCode()] : [];
    const run = scene.runInProcess(["get", "admin", ...code]);
    await until(() => sts.requests.length === 2);
    await writeSettled(home.credentials, "[other]\naws_access_key_id = x\n");
    const { stderr } = await run;
    assert.match(stderr, /error: cannot save the session that STS issued: /);
    assert.equal(/with a new MFA code\n$/.test(stderr), way === "code", stderr);
    assert.match(stderr, /the file is unchanged; try again/);
  }
});
