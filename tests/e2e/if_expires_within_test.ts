import assert from "node:assert/strict";
import { dirname } from "node:path";
import { makeScene, type Scene, usualFile } from "../support/scene.ts";
import type { StsUser } from "../support/sts_service.ts";
import { executable } from "../support/updsts.ts";
import { until } from "../support/until.ts";
import { ignoreOnWindows } from "../support/programs.ts";

const GET = ["get", "-n", "default"];
const IF_NEEDED = [...GET, "--if-expires-within", "600"];

/** The usual file, with a session in its block that lasts some seconds. */
function fileWithSession(seconds: number): (user: StsUser) => string {
  const end = new Date(Date.now() + seconds * 1000).toISOString();
  return (user) =>
    usualFile(user) + [
      "# ${{{ key=default [auto update by updsts]",
      "[default_sts]",
      "aws_access_key_id = ASIAIOSFODNN7EXAMPLE",
      "aws_secret_access_key = CANARY-secret",
      "aws_session_token = CANARY-token",
      `expiration_datetime = ${end}`,
      "# $}}} [auto update by updsts]",
      "",
    ].join("\n");
}

/** Every name in the directory of the credentials file, locks included. */
async function allNames({ home }: Scene): Promise<string[]> {
  const entries = await Array.fromAsync(
    Deno.readDir(dirname(home.credentials)),
  );
  return entries.map(({ name }) => name).sort();
}

Deno.test("get --if-expires-within prints and requests nothing while the session is valid", async () => {
  await using scene = await makeScene({ file: fileWithSession(660) });
  const before = await scene.home.read();
  // A region that would be refused shows that STS is not even made ready.
  const run = await scene.run(IF_NEEDED, { env: { AWS_REGION: "No Region" } });
  assert.deepEqual(run, { status: 0, stdout: "", stderr: "" });
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
  assert.deepEqual(await allNames(scene), ["ca.pem", "credentials"]);
});

Deno.test("get --if-expires-within --json prints the valid session", async () => {
  await using scene = await makeScene({ file: fileWithSession(660) });
  const run = await scene.run([...IF_NEEDED, "--json", "-t", "-"]);
  assert.equal(run.stderr, "");
  assert.equal(run.status, 0);
  const { aws_token_expiration: end, ...rest } = JSON.parse(run.stdout);
  assert.deepEqual(rest, {
    updated_profile_name: "default_sts",
    aws_access_key_id: "ASIAIOSFODNN7EXAMPLE",
  });
  assert.match(end, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
});

for (
  const [name, file] of [
    ["there is none yet", usualFile],
    ["it ends within the time", fileWithSession(540)],
    ["it has expired", fileWithSession(-540)],
  ] as const
) {
  Deno.test(`get --if-expires-within gets a session if ${name}`, async () => {
    await using scene = await makeScene({ file });
    const code = scene.device.nextCode();
    const run = await scene[file === usualFile ? "run" : "runInProcess"](
      [...IF_NEEDED, "-t", "-"],
      { stdin: `${code}\n` },
    );
    assert.equal(run.stderr, "");
    assert.match(run.stdout, /^wrote \[default_sts\], /);
    const text = await scene.home.read();
    assert.ok(text.includes(scene.sts.issued[0]!.sessionToken));
    assert.doesNotMatch(text, /CANARY-token/);
    const again = await scene.runInProcess(IF_NEEDED);
    assert.deepEqual(again, { status: 0, stdout: "", stderr: "" });
    assert.equal(scene.sts.requests.length, 1);
  });
}

/** Fewer of the executable: the lock is the same. */
const AT_ONCE = executable === undefined ? 20 : 8;

Deno.test(`${AT_ONCE} concurrent runs with one MFA code send one request to STS and all succeed`, async () => {
  await using scene = await makeScene({ file: fileWithSession(-60) });
  const code = scene.device.nextCode();
  const runs = await Promise.all(
    Array.from(
      { length: AT_ONCE },
      () => scene.run([...IF_NEEDED, "-t", code]),
    ),
  );
  assert.deepEqual(runs.map(({ status }) => status), Array(AT_ONCE).fill(0));
  assert.equal(scene.sts.requests.length, 1);
  assert.equal(scene.sts.spentCodes, 1);
  assert.equal(runs.filter(({ stdout }) => stdout !== "").length, 1);
  const text = await scene.home.read();
  assert.ok(text.includes(scene.sts.issued[0]!.sessionToken));
  assert.equal(text.split("[default_sts]").length, 2);
  assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
});

Deno.test("after a rejected MFA code the next waiting run uses its own code", async () => {
  await using scene = await makeScene();
  scene.sts.tell({ kind: "slow", delayMs: 1000, moment: "before" }, 1);
  const wrong = scene.device.wrongCode();
  const first = scene.run([...IF_NEEDED, "-t", wrong]);
  await until(() => scene.sts.requests.length > 0);
  const second = scene.run([...IF_NEEDED, "-t", scene.device.nextCode()]);
  assert.equal((await first).status, 1);
  assert.equal((await second).status, 0);
  assert.equal(scene.sts.requests.length, 2);
});

Deno.test(ignoreOnWindows("signals", {
  name: "a run that waits for another run reports it and can be interrupted",
  async fn() {
    await using scene = await makeScene();
    scene.sts.tell({ kind: "slow", delayMs: 8000, moment: "before" });
    const before = await scene.home.read();
    const holder = scene.spawn([...IF_NEEDED, "-t", scene.device.nextCode()]);
    await until(() => scene.sts.requests.length > 0);
    const waiter = scene.spawn([...IF_NEEDED, "-t", scene.device.nextCode()]);
    const decoder = new TextDecoder();
    let said = "";
    let isTold = false;
    for await (const bytes of waiter.stderr) {
      said += decoder.decode(bytes);
      if (isTold || !/waiting for it\n/.test(said)) continue;
      waiter.kill("SIGINT");
      isTold = true;
    }
    assert.equal((await waiter.status).code, 130);
    assert.equal(
      said,
      'updsts: warning: another updsts is renewing "default_sts"; waiting for it\n' +
        "updsts: error: interrupted; nothing was written\n",
    );
    await waiter.stdout.cancel();
    holder.kill("SIGKILL");
    await holder.output();
    assert.equal(scene.sts.requests.length, 1);
    assert.equal(await scene.home.read(), before);
  },
}));

Deno.test("a killed process releases the lock", async () => {
  await using scene = await makeScene();
  scene.sts.tell({ kind: "slow", delayMs: 20_000, moment: "before" }, 1);
  const holder = scene.spawn([...IF_NEEDED, "-t", scene.device.nextCode()]);
  await until(() => scene.sts.requests.length > 0);
  const waiter = scene.run([...IF_NEEDED, "-t", scene.device.nextCode()]);
  await sleep(500);
  holder.kill("SIGKILL");
  await holder.output();
  const run = await waiter;
  assert.equal(run.status, 0, run.stderr);
});

Deno.test("a refresh of another profile and a plain get do not wait", async () => {
  await using scene = await makeScene({ codeWindow: 9 });
  scene.sts.tell({ kind: "slow", delayMs: 20_000, moment: "before" }, 1);
  const holder = scene.spawn([...IF_NEEDED, "-t", scene.device.nextCode()]);
  await until(() => scene.sts.requests.length > 0);
  const other = [...IF_NEEDED, "-sn", "two", "-t", scene.device.nextCode()];
  assert.equal((await scene.runInProcess(other)).status, 0);
  const plain = [...GET, "-t", scene.device.nextCode()];
  assert.equal((await scene.runInProcess(plain)).status, 0);
  holder.kill("SIGKILL");
  await holder.output();
});

Deno.test("a refused get --if-expires-within leaves no lock and uses no MFA code", async () => {
  await using scene = await makeScene();
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await scene.runInProcess([
    ...["get", "-n", "defualt", "--if-expires-within", "9", "-t", code],
  ]);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /there is no profile "defualt"/);
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
  assert.deepEqual(await allNames(scene), ["ca.pem", "credentials"]);
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
