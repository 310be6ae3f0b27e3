import assert from "node:assert/strict";
import { join } from "node:path";
import { ignoreOnWindows, ignoreWithout } from "../support/programs.ts";
import { makeScene } from "../support/scene.ts";
import {
  executable,
  runUpdsts,
  updstsCommand,
  updstsEnv,
} from "../support/updsts.ts";
import { until } from "../support/until.ts";

Deno.test("get refuses the user's own section before the MFA code is used", async () => {
  await using scene = await makeScene();
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const args = ["get", "-n", "default", "-sn", "other", "-t", code, "-v", "2"];
  const run = await scene.run(args);
  assert.equal(run.status, 1);
  assert.match(
    run.stderr,
    /line 7: the section \[other\] is not in a block of updsts/,
  );
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
  assert.ok(!run.stderr.includes(code));
});

/** What makes the file impossible to write, as far as any user can set it up. */
const OBSTACLES: [name: string, setUp: (directory: string) => Promise<void>][] =
  [
    [
      "whose lock can't be made",
      (directory) => Deno.mkdir(join(directory, ".credentials.updsts-lock")),
    ],
    [
      "beside which nothing can be written",
      (directory) =>
        Deno.mkdir(join(directory, ".credentials.updsts-new", "in-the-way"), {
          recursive: true,
        }),
    ],
  ];

for (const [name, setUp] of OBSTACLES) {
  Deno.test(`get uses no MFA code for a file ${name}`, async () => {
    await using scene = await makeScene();
    await setUp(join(scene.home.path, ".aws"));
    const before = await scene.home.read();
    const code = scene.device.nextCode();
    const run = await scene.runInProcess(["get", "-n", "default", "-t", code]);
    assert.equal(run.status, 1);
    assert.match(run.stderr, /^updsts: error: cannot (create|write) /);
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test("get uses no MFA code for a file without permission", {
  // The executable works out its permissions itself: tests/executable.
  ignore: executable !== undefined,
}, async () => {
  await using scene = await makeScene();
  const elsewhere = join(scene.home.path, "elsewhere");
  await Deno.copyFile(scene.home.credentials, elsewhere);
  const code = scene.device.nextCode();
  const args = ["get", "-n", "default", "-t", code, "-c", elsewhere];
  const run = await scene.run(args);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /no permission for it.*\n.*hint: give --allow-read/);
  assert.equal(scene.sts.requests.length, 0);
});

Deno.test(ignoreOnWindows("symlinks", {
  name: "get works if the home directory is a symlink",
  async fn() {
    await using scene = await makeScene();
    const link = `${scene.home.path}-link`;
    await Deno.symlink(scene.home.path, link);
    try {
      const code = scene.device.nextCode();
      const run = await runUpdsts(["get", "-n", "default", "-t", code], {
        home: link,
        env: {
          ...scene.env,
          AWS_CA_BUNDLE: join(link, ".aws", "ca.pem"),
        },
      });
      assert.equal(run.status, 0, run.stderr);
    } finally {
      await Deno.remove(link);
    }
  },
}));

Deno.test("get reports that the session could not be saved", async () => {
  await using scene = await makeScene();
  scene.sts.tell({ kind: "slow", delayMs: 1500, moment: "before" });
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const running = scene.run(["get", "-n", "default", "-t", code]);
  await until(() => scene.sts.requests.length > 0);
  const lock = join(scene.home.path, ".aws", ".credentials.updsts-lock");
  await Deno.remove(lock);
  await Deno.mkdir(lock);
  const run = await running;
  assert.equal(run.status, 1);
  assert.equal(scene.sts.issued.length, 1);
  assert.match(run.stderr, /cannot save the session that STS issued/);
  assert.match(run.stderr, /hint: .*the file is unchanged/);
  assert.equal(await scene.home.read(), before);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(ignoreOnWindows("signals", {
    name: `${signal} during the request to STS leaves the file unchanged`,
    async fn() {
      await using scene = await makeScene();
      scene.sts.tell({ kind: "slow", delayMs: 20_000, moment: "before" });
      const before = await scene.home.read();
      const code = scene.device.nextCode();
      const child = scene.spawn(["get", "-n", "default", "-t", code]);
      await until(() => scene.sts.requests.length > 0);
      child.kill(signal);
      const { code: status, stderr } = await child.output();
      assert.equal(status, signal === "SIGTERM" ? 143 : 130);
      assert.equal(
        new TextDecoder().decode(stderr),
        "updsts: error: interrupted; nothing was written\n" +
          "updsts: hint: the MFA code may be used up: wait for the next one\n",
      );
      assert.equal(await scene.home.read(), before);
      assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
    },
  }));
}

Deno.test(ignoreWithout("sh", {
  name: "standard input that cannot be read contains no MFA code",
  async fn() {
    await using scene = await makeScene();
    const options = { home: scene.home.path, env: scene.env };
    const args = ["get", "-n", "default", "-t", "-"];
    const { code, stderr } = await new Deno.Command("sh", {
      args: ["-c", 'exec "$@" </', "sh", ...updstsCommand(args, options)],
      clearEnv: true,
      env: updstsEnv(options),
    }).output();
    assert.match(
      new TextDecoder().decode(stderr),
      /^updsts: error: the MFA code is not six digits\n/,
    );
    assert.equal(code, 2);
  },
}));

Deno.test("another program's change during the request to STS is kept", async () => {
  await using scene = await makeScene();
  scene.sts.tell({ kind: "slow", delayMs: 1000, moment: "before" });
  const code = scene.device.nextCode();
  const running = scene.run(["get", "-n", "default", "-t", code]);
  await until(() => scene.sts.requests.length > 0);
  const changed = `# new first line\n${await scene.home
    .read()}[added]\nk = v\n`;
  await Deno.writeTextFile(scene.home.credentials, changed);
  const run = await running;
  assert.equal(run.status, 0, run.stderr);
  const after = await scene.home.read();
  assert.ok(after.startsWith(changed));
  assert.match(after.slice(changed.length), /^# \$\{\{\{ key=default/);
});
