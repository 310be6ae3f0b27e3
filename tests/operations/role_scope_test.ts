/** Policies, tags and a source identity of a role's session. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene } from "../support/scene.ts";
import { writeSettled } from "../support/updsts.ts";

const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

/** A scene with the profile `admin` of a role. */
async function sceneWithRole(): Promise<Scene> {
  const scene = await makeScene({ codeWindow: 9 });
  const { arn } = scene.sts.addRole({ needsMfa: true });
  await writeSettled(
    join(scene.home.path, ".aws", "config"),
    `[profile admin]\nrole_arn = ${arn}\nsource_profile = default\n`,
  );
  return scene;
}

function get(scene: Scene, ...args: string[]) {
  const code = scene.device.nextCode();
  return scene.runInProcess(["get", "admin", "-t", code, ...args]);
}

Deno.test("get passes policies, tags and the source identity to AssumeRole", async () => {
  await using scene = await sceneWithRole();
  const run = await get(
    scene,
    ...["--policy-arn", READ_ONLY, "--source-identity", "me@example.com"],
    ...["--tag", "team=a=b", "--tag", "Stufe=höchste"],
    ...["--transitive-tag", "team"],
  );
  assert.equal(run.status, 0, run.stderr);
  const { parameters } = scene.sts.requests[0]!;
  const sent = Object.entries(parameters)
    .filter(([name]) => /^(Policy|Tags|Transitive|Source)/.test(name));
  assert.deepEqual(Object.fromEntries(sent), {
    "PolicyArns.member.1.arn": READ_ONLY,
    SourceIdentity: "me@example.com",
    "Tags.member.1.Key": "team",
    "Tags.member.1.Value": "a=b",
    "Tags.member.2.Key": "Stufe",
    "Tags.member.2.Value": "höchste",
    "TransitiveTagKeys.member.1": "team",
  });
});

Deno.test("an existing session is kept only for the scope that it was got with", async () => {
  await using scene = await sceneWithRole();
  const kept = ["--if-expires-within", "600"];
  const scoped = [...kept, "--policy-arn", READ_ONLY, "--tag", "a=1"];
  const calls = async (...args: string[]) => {
    const before = scene.sts.requests.length;
    const run = await get(scene, ...args);
    assert.equal(run.status, 0, run.stderr);
    return scene.sts.requests.length - before;
  };
  assert.equal(await calls(...scoped), 1);
  assert.match(await scene.home.read(), /^assumed_role_scope = sha256:/m);
  assert.equal(await calls(...scoped), 0);
  assert.equal(
    await calls(...kept, "--tag", "a=1", "--policy-arn", READ_ONLY),
    0,
  );
  assert.equal(await calls(...kept, "--tag", "a=2"), 1);
  assert.equal(await calls(...kept), 1);
  assert.doesNotMatch(await scene.home.read(), /assumed_role_scope/);
  assert.equal(await calls(...kept), 0);
  assert.equal(await calls(...scoped), 1);
});

const tags = (count: number) =>
  Array.from({ length: count }, (_, n) => ["--tag", `k${n}=v`]).flat();
const policies = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => ["--policy-arn", `arn:aws:iam::aws:policy/P${n}`],
  ).flat();

const REFUSED: [name: string, args: string[], error: RegExp][] = [
  ["a policy that is not an ARN", ["--policy-arn", "CANARY"], /policy ARN/],
  ["eleven policies", policies(11), /more than 10 policies/],
  [
    "a source identity with a space",
    ["--source-identity", "CANARY x"],
    /source identity/,
  ],
  ["a tag without a value", ["--tag", "CANARY"], /KEY=VALUE/],
  ["a tag key of AWS", ["--tag", "aws:CANARY=x"], /KEY=VALUE/],
  ["a tag with a control character", ["--tag", "CANARY=\u0007"], /KEY=VALUE/],
  [
    "a tag value of 257 characters",
    ["--tag", `a=${"x".repeat(257)}`],
    /KEY=VALUE/,
  ],
  ["51 tags", tags(51), /more than 50 tags/],
  ["the same tag key twice", ["--tag", "a=1", "--tag", "A=2"], /same key/],
  ["a transitive tag that is not a tag", [
    "--tag",
    "a=1",
    "--transitive-tag",
    "b",
  ], /transitive tag/],
];

for (const [name, args, error] of REFUSED) {
  Deno.test(`get refuses ${name} before the MFA code is used`, async () => {
    await using scene = await sceneWithRole();
    const before = await scene.home.read();
    const run = await get(scene, ...args);
    assert.equal(run.status, 2);
    assert.match(run.stderr, error);
    assert.doesNotMatch(run.stderr, /CANARY/);
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test("get refuses a policy for a profile without a role before the MFA code is used", async () => {
  await using scene = await makeScene();
  const before = await scene.home.read();
  const run = await scene.runInProcess(
    ["get", "default", "-t", "012345", "--policy-arn", READ_ONLY],
  );
  assert.equal(run.status, 2);
  assert.match(run.stderr, /need a role/);
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
});
