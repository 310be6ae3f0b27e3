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

/** The parameters of each request, without what every one has. */
function requestsOf({ sts }: Scene): Record<string, string>[] {
  return sts.requests.map(({ action, parameters }) => {
    const { Version: _, ...rest } = parameters;
    return { action: action ?? "", ...rest };
  });
}

Deno.test("get --role-arn assumes the role with the keys, the device and the code", async () => {
  await using scene = await makeScene();
  const role = scene.sts.addRole({ needsMfa: true, externalId: "a:b" });
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await scene.run([
    ...["get", "-n", "default", "-t", code, "-sn", "admin"],
    ...["--role-arn", role.arn, "--external-id", "a:b"],
  ]);
  assert.equal(run.stderr, "");
  assert.match(run.stdout, /^wrote \[admin\], /);
  assert.deepEqual(requestsOf(scene), [{
    action: "AssumeRole",
    RoleArn: role.arn,
    RoleSessionName: "updsts",
    ExternalId: "a:b",
    DurationSeconds: "3600",
    SerialNumber: scene.user.mfaSerial,
    TokenCode: code,
  }]);
  const text = await scene.home.read();
  const [session] = scene.sts.issued;
  assert.match(text.slice(before.length), /^# .* key=default .*\n\[admin\]\n/);
  assert.ok(text.includes(`aws_session_token = ${session!.sessionToken}\n`));
});

Deno.test("the profile of a role works by its name alone", async () => {
  await using scene = await makeScene();
  const role = scene.sts.addRole({
    needsMfa: true,
    externalId: "a:b",
    maxSessionDuration: 7200,
  });
  await writeConfig(
    scene,
    profile(
      "admin",
      role,
      "source_profile = default",
      `mfa_serial = ${scene.user.mfaSerial}`,
      "external_id = a:b",
      "role_session_name = me@example.com",
      "duration_seconds = 7200",
      "region = eu-west-1",
    ),
  );
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "admin", "-t", code], {
    net: ["sts.eu-west-1.amazonaws.com:443"],
  });
  assert.equal(run.stderr, "");
  assert.match(run.stdout, /^wrote \[admin_sts\], /);
  assert.deepEqual(requestsOf(scene), [{
    action: "AssumeRole",
    RoleArn: role.arn,
    RoleSessionName: "me@example.com",
    ExternalId: "a:b",
    DurationSeconds: "7200",
    SerialNumber: scene.user.mfaSerial,
    TokenCode: code,
  }]);
  assert.deepEqual(scene.proxy.tunnels.map(({ host }) => host), [
    "sts.eu-west-1.amazonaws.com",
  ]);
  const added = (await scene.home.read()).slice(before.length);
  assert.match(added, /^# .* key=admin .*\n\[admin_sts\]\n/);
  const again = await scene.run([
    ...["get", "-n", "admin", "--if-expires-within", "600"],
  ]);
  assert.deepEqual(again, { status: 0, stdout: "", stderr: "" });
});

Deno.test("each role of a chain is assumed with the previous session, and the last is written", async () => {
  await using scene = await makeScene();
  const mid = scene.sts.addRole({ needsMfa: true });
  const trusts = "arn:aws:sts::123456789012:assumed-role/role-1/updsts";
  const admin = scene.sts.addRole({ trusts, maxSessionDuration: 43_200 });
  await writeConfig(
    scene,
    profile("admin", admin, "source_profile = mid") +
      profile("mid", mid, "source_profile = default"),
  );
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(["get", "-n", "admin", "-t", code]);
  assert.equal(run.stderr, "");
  assert.equal(scene.sts.spentCodes, 1);
  const common = { action: "AssumeRole", RoleSessionName: "updsts" };
  assert.deepEqual(requestsOf(scene), [
    {
      ...common,
      RoleArn: mid.arn,
      DurationSeconds: "900",
      SerialNumber: scene.user.mfaSerial,
      TokenCode: code,
    },
    { ...common, RoleArn: admin.arn, DurationSeconds: "3600" },
  ]);
  const [first, last] = scene.sts.issued;
  const text = await scene.home.read();
  assert.ok(text.includes(last!.sessionToken));
  assert.ok(!text.includes(first!.sessionToken));
});

Deno.test("after one MFA code five roles need six requests and no further code", async () => {
  await using scene = await makeScene();
  const names = ["admin", "audit", "deploy", "billing", "logs"];
  const roles = names.map(() => scene.sts.addRole({ needsMfa: true }));
  await writeConfig(
    scene,
    names.map((name, at) =>
      profile(name, roles[at]!, "source_profile = default")
    ).join(""),
  );
  const code = scene.device.nextCode();
  for (
    const args of [["default", "-t", code], ...names.map((name) => [name])]
  ) {
    const { status, stderr } = await scene.runInProcess(["get", ...args]);
    assert.deepEqual([status, stderr], [0, ""]);
  }
  assert.deepEqual(
    requestsOf(scene).map(({ action, RoleArn, TokenCode }) => [
      action,
      RoleArn,
      TokenCode,
    ]),
    [
      ["GetSessionToken", undefined, code],
      ...roles.map(({ arn }) => ["AssumeRole", arn, undefined]),
    ],
  );
  const text = await scene.home.read();
  for (const { sessionToken } of scene.sts.issued) {
    assert.ok(text.includes(sessionToken));
  }
});

Deno.test("one command gets five roles with one MFA code, six requests and one write", async () => {
  await using scene = await makeScene();
  const names = ["admin", "audit", "deploy", "billing", "logs"];
  const roles = names.map(() => scene.sts.addRole({ needsMfa: true }));
  await writeConfig(
    scene,
    names.map((name, at) =>
      profile(name, roles[at]!, "source_profile = default")
    ).join(""),
  );
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await scene.run(["get", ...names, "-t", code, "-v", "1"]);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(
    run.stdout.match(/\[.*?\]/g),
    ["default", ...names].map((name) => `[${name}_sts]`),
  );
  assert.deepEqual(
    requestsOf(scene).map(({ action, RoleArn }) => RoleArn ?? action),
    ["GetSessionToken", ...roles.map(({ arn }) => arn)],
  );
  assert.equal(scene.sts.spentCodes, 1);
  assert.equal(run.stderr.match(/^updsts: wrote /gm)?.length, 1);
  const text = await scene.home.read();
  assert.ok(text.startsWith(before));
  for (const { sessionToken } of scene.sts.issued) {
    assert.ok(text.includes(sessionToken));
  }
});

Deno.test("four concurrent runs for a role with one MFA code send one request to STS", async () => {
  await using scene = await makeScene();
  const role = scene.sts.addRole();
  await writeConfig(scene, profile("admin", role, "source_profile = default"));
  const code = scene.device.nextCode();
  const args = ["get", "-n", "admin", "--if-expires-within", "600", "-t", code];
  const runs = await Promise.all(
    Array.from({ length: 4 }, () => scene.run(args)),
  );
  assert.deepEqual(runs.map(({ status }) => status), Array(4).fill(0));
  assert.equal(scene.sts.requests.length, 1);
});

Deno.test("a valid session of a role is used for that role only", async () => {
  await using scene = await makeScene({ codeWindow: 10 });
  const [admin, audit] = [scene.sts.addRole(), scene.sts.addRole()];
  const get = (...more: string[]) =>
    scene.runInProcess([
      ...["get", "-n", "default", "-sn", "prod", "--if-expires-within", "600"],
      ...["-t", scene.device.nextCode(), ...more],
    ]);
  const asks = async (...more: string[]) => {
    const before = scene.sts.requests.length;
    const { status, stderr } = await get(...more);
    assert.deepEqual([status, stderr], [0, ""]);
    return scene.sts.requests.length - before;
  };
  assert.equal(await asks("--role-arn", admin.arn), 1);
  assert.equal(await asks("--role-arn", admin.arn), 0);
  assert.equal(await asks("--role-arn", audit.arn), 1);
  assert.equal(await asks(), 1);
  assert.doesNotMatch(await scene.home.read(), /role/);
  assert.equal(await asks(), 0);
});

Deno.test("get explains a role that it is not allowed to assume", async () => {
  await using scene = await makeScene();
  const role = scene.sts.addRole({ externalId: "a:b" });
  await writeConfig(scene, profile("admin", role, "source_profile = default"));
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(["get", "-n", "admin", "-t", code]);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /cannot assume the role arn:\S+role-1/);
  assert.match(run.stderr, /\nupdsts: hint: .*external id/);
  assert.equal(await scene.home.read(), before);
});
