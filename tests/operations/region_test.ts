import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene, usualFile } from "../support/scene.ts";
import { writeSettled } from "../support/updsts.ts";

/** The host that STS is asked at is not what these tests are about. */
const ENV = { AWS_REGION: "eu-west-1" };

async function get(scene: Scene, ...args: string[]): Promise<string> {
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(["get", ...args, "-t", code], {
    env: ENV,
  });
  assert.deepEqual([run.status, run.stderr], [0, ""]);
  return await scene.home.read();
}

async function writeConfig({ home }: Scene, text: string): Promise<void> {
  await writeSettled(join(home.path, ".aws", "config"), text);
}

interface Case {
  name: string;
  config?: string;
  /** A line of the source profile in the credentials file. */
  line?: string;
  /** Lines in front of all others. */
  head?: string;
  region: string | undefined;
}

const CASES: Case[] = [
  {
    name: "the region of the source profile in the config",
    config: "[default]\nregion = eu-west-3\n",
    region: "eu-west-3",
  },
  {
    name: "the region of the source profile in the credentials file",
    config: "[default]\nregion = eu-west-3\n",
    line: "region = us-gov-west-1",
    region: "us-gov-west-1",
  },
  { name: "no region where the source profile has none", region: undefined },
  {
    name: "no region where the session's profile has one in the config",
    config:
      "[default]\nregion = eu-west-3\n[profile default_sts]\nregion = x-1\n",
    region: undefined,
  },
  {
    name: "no region where every profile has that of [DEFAULT]",
    config: "[default]\nregion = eu-west-3\n",
    head: "[DEFAULT]\nregion = eu-west-2\n",
    region: undefined,
  },
  ...[
    ["a comment", "eu-west-3 # CANARY"],
    ["a line that continues it", "eu-west-3\n  CANARY"],
    ["capitals", "EU-WEST-3"],
    ["quotes", '"eu-west-3"'],
    ["nothing else", ""],
  ].map(([what, value]): Case => ({
    name: `no region whose value has ${what}`,
    config: `[default]\nregion = ${value}\n`,
    region: undefined,
  })),
];

for (const { name, config = "", line = "", head = "", region } of CASES) {
  Deno.test(`a new block gets ${name}`, async () => {
    await using scene = await makeScene({
      file: (user) =>
        head + usualFile(user).replace("[default]", `[default]\n${line}`),
    });
    await writeConfig(scene, config);
    const before = await scene.home.read();
    const after = await get(scene, "default");
    assert.ok(after.startsWith(before));
    const block = after.slice(before.length);
    const found = /^region = (.*)$/m.exec(block)?.[1];
    assert.equal(found, region);
    assert.doesNotMatch(block, /CANARY/);
    assert.equal(block.match(/region/g)?.length ?? 0, region ? 1 : 0);
  });
}

Deno.test("the block of a role gets the region of the role's profile", async () => {
  await using scene = await makeScene();
  const role = scene.sts.addRole();
  const profile =
    `[profile admin]\nrole_arn = ${role.arn}\nsource_profile = default\n`;
  await writeConfig(
    scene,
    `[default]\nregion = eu-west-2\n${profile}region = eu-west-3\n`,
  );
  assert.match(await get(scene, "admin"), /^region = eu-west-3$/m);
});

Deno.test("the region of a block stays when the session is renewed", async () => {
  await using scene = await makeScene({ codeWindow: 10 });
  const regions = async () =>
    (await get(scene, "default")).match(/^.*region.*$/gm);
  await writeConfig(scene, "[default]\nregion = eu-west-2\n");
  assert.deepEqual(await regions(), ["region = eu-west-2"]);
  await writeConfig(scene, "[default]\nregion = eu-west-3\n");
  assert.deepEqual(await regions(), ["region = eu-west-2"]);
  const { credentials } = scene.home;
  const text = await scene.home.read();
  const own = text.replace("region = eu-west-2", "REGION=eu-west-1");
  await writeSettled(credentials, own);
  assert.deepEqual(await regions(), null);
  assert.match(await scene.home.read(), /^REGION=eu-west-1$/m);
});

for (const args of [["clean"], ["doctor", "--fix"]]) {
  Deno.test(`${args.join(" ")} removes the region that get wrote with its session`, async () => {
    await using scene = await makeScene();
    await writeConfig(scene, "[default]\nregion = eu-west-2\n");
    const before = await scene.home.read();
    const { credentials } = scene.home;
    const text = await get(scene, "default");
    assert.match(text, /region = eu-west-2/);
    await writeSettled(
      credentials,
      text.replace(/(?<=^expiration_datetime = ).*/m, "2024-01-01T00:00:00Z"),
    );
    const run = await scene.runInProcess(args, { env: ENV });
    assert.doesNotMatch(run.stdout, /stays/);
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test("a block without a region stays without one", async () => {
  await using scene = await makeScene({ codeWindow: 10 });
  const before = await get(scene, "default");
  await writeConfig(scene, "[default]\nregion = eu-west-2\n");
  const after = await get(scene, "default");
  assert.doesNotMatch(after, /region/);
  assert.equal(after.split("\n").length, before.split("\n").length);
});
