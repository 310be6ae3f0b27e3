import assert from "node:assert/strict";
import { makeScene, usualFile } from "../support/scene.ts";

Deno.test("get without a name takes [default]", async () => {
  await using scene = await makeScene();
  const code = scene.device.nextCode();
  const run = await scene.runInProcess(["get", "-t", code, "-v", "1"]);
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /^updsts: the profile is default$/m);
  assert.match(run.stdout, /^wrote \[default_sts\]/);
});

Deno.test("get without a name takes the only profile with a device", async () => {
  await using scene = await makeScene({
    file: (user) => usualFile(user).replace("[default]", "[work]"),
  });
  const run = await scene.runInProcess([
    ...["get", "-t", scene.device.nextCode(), "-sn", "now"],
  ]);
  assert.deepEqual([run.status, run.stderr], [0, ""]);
  assert.match(await scene.home.read(), /^# .* key=work .*\n\[now\]$/m);
});

const DEVICE = "mfa_serial = 123456789\n";
const REFUSED: [name: string, lines: string, error: string][] = [
  [
    "between several profiles",
    `aws_secret_access_key = CANARY\n${DEVICE}`,
    "updsts: error: no profile is given, and several have an MFA device: work, other\n" +
    "updsts: hint: name one: updsts get NAME\n",
  ],
  [
    "between twelve profiles",
    Array.from(
      { length: 10 },
      (_, i) => `[p${i}]\naws_access_key_id = AKIAOTHEROTHEROTHER1\n${DEVICE}`,
    ).join(""),
    "updsts: error: no profile is given, and several have an MFA device: work, p0, p1, p2, p3, p4, p5, p6, p7, p8, …\n" +
    "updsts: hint: name one: updsts get NAME\n",
  ],
];

for (const [name, lines, error] of REFUSED) {
  Deno.test(`get without a name does not choose ${name}`, async () => {
    await using scene = await makeScene({
      file: (user) =>
        usualFile(user).replace("[default]", "[work]")
          .replace(
            "aws_secret_access_key = CANARY-of-another-profile\n",
            lines,
          ),
    });
    await refuses(scene, error);
  });
}

Deno.test("get without a name chooses no profile without a device", async () => {
  await using scene = await makeScene({
    file: (user) => usualFile(user).replace(/mfa_device_arn.*\n/, ""),
  });
  await refuses(
    scene,
    "updsts: error: no profile is given, and none has long-term access keys and an MFA device\n" +
      "updsts: hint: write mfa_device_arn into the profile that has your long-term access keys, or name the profile: updsts get NAME\n",
  );
});

async function refuses(
  scene: Awaited<ReturnType<typeof makeScene>>,
  error: string,
): Promise<void> {
  const before = await scene.home.read();
  const run = await scene.runInProcess([
    ...["get", "-t", scene.device.nextCode()],
  ]);
  assert.deepEqual(run, { status: 2, stdout: "", stderr: error });
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
  assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
}
