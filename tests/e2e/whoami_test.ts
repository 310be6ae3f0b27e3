import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene } from "../support/scene.ts";
import { writeSettled } from "../support/updsts.ts";

const WHOAMI = ["whoami", "-n", "default"];

/** A file with a session in it, which STS knows too. */
async function getSession(scene: Scene, ...args: string[]): Promise<void> {
  const code = scene.device.nextCode();
  const get = ["get", "-n", "default", "-t", code, ...args];
  const run = await scene.runInProcess(get);
  assert.equal(run.status, 0, run.stderr);
}

Deno.test("whoami shows the identity of long-term access keys", async () => {
  await using scene = await makeScene();
  const before = await scene.home.read();
  const run = await scene.run(WHOAMI);
  assert.deepEqual(run, {
    status: 0,
    stdout: "account  123456789012\n" +
      "arn      arn:aws:iam::123456789012:user/user-1\n" +
      "user id  AIDAEXAMPLEEXAMPLE123\n",
    stderr: "",
  });
  assert.deepEqual(scene.sts.requests.map(({ action }) => action), [
    "GetCallerIdentity",
  ]);
  assert.equal(await scene.home.read(), before);
  assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
});

Deno.test("whoami shows the identity and the expiry of a session", async () => {
  await using scene = await makeScene();
  const role = scene.sts.addRole();
  await getSession(scene, "--role-arn", role.arn, "--role-session-name", "me");
  const { stdout, stderr } = await scene.run(["whoami", "-n", "default_sts"]);
  assert.equal(stderr, "");
  assert.match(
    stdout,
    /\narn {6}arn:aws:sts::\d{12}:assumed-role\/role-1\/me\n/,
  );
  assert.match(
    stdout,
    /\nexpires {2}\d{4}-\S+\+00:00 \(59 minutes remaining\)\n$/,
  );
  const asJson = await scene.run(["whoami", "-n", "default_sts", "--json"]);
  const { expiration_datetime, ...rest } = JSON.parse(asJson.stdout);
  assert.deepEqual(rest, {
    profile_name: "default_sts",
    account: "123456789012",
    arn: "arn:aws:sts::123456789012:assumed-role/role-1/me",
    user_id: "AROAEXAMPLEEXAMPLE123:me",
  });
  assert.ok(stdout.includes(expiration_datetime));
});

Deno.test("whoami uses the settings of a session's source profile", async () => {
  await using scene = await makeScene();
  await getSession(scene);
  await writeSettled(
    join(scene.home.path, ".aws", "config"),
    "[default]\nregion = eu-west-1\n",
  );
  const host = "sts.eu-west-1.amazonaws.com";
  const run = await scene.run(["whoami", "-n", "default_sts"], {
    net: [`${host}:443`],
  });
  assert.equal(run.status, 0, run.stderr);
  assert.equal(scene.proxy.tunnels.at(-1)?.host, host);
});

Deno.test("whoami uses the endpoint of a session's source profile", async () => {
  await using scene = await makeScene();
  await getSession(scene);
  await writeSettled(
    join(scene.home.path, ".aws", "config"),
    "[default]\nendpoint_url = http://127.0.0.1:1\n",
  );
  const run = await scene.run(["whoami", "-n", "default_sts"], {
    net: ["127.0.0.1:1", "sts.amazonaws.com:443"],
    env: { HTTPS_PROXY: "" },
  });
  assert.equal(run.status, 1);
  assert.match(run.stderr, / 127\.0\.0\.1:1\n/);
});
