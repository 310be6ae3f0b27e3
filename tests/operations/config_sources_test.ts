/** Profiles whose credentials are in the config, or come from elsewhere. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene, usualFile } from "../support/scene.ts";
import type { StsUser } from "../support/sts_service.ts";
import { writeSettled } from "../support/updsts.ts";

async function writeConfig({ home }: Scene, text: string): Promise<void> {
  await writeSettled(join(home.path, ".aws", "config"), text);
}

function keysOf(user: StsUser, header: string): string {
  return `[${header}]
aws_access_key_id = ${user.accessKeyId}
aws_secret_access_key = ${user.secretAccessKey}
mfa_serial = ${user.mfaSerial}
`;
}

/** A scene whose credentials file may be missing, with a config. */
async function sceneWith(
  file: ((user: StsUser) => string) | undefined,
  config: (user: StsUser) => string,
): Promise<Scene> {
  const scene = await makeScene(file ? { file } : {});
  if (!file) await Deno.remove(scene.home.credentials);
  await writeConfig(scene, config(scene.user));
  return scene;
}

const read = ({ home }: Scene) => home.read().catch(() => undefined);

for (const file of [undefined, () => "# my notes\n[other]\nregion = x\n"]) {
  Deno.test(`keys in the config are a source ${file ? "beside a" : "without any"} credentials file`, async () => {
    await using scene = await sceneWith(
      file,
      (user) => keysOf(user, "profile work"),
    );
    const before = await read(scene) ?? "";
    const config = join(scene.home.path, ".aws", "config");
    const configBefore = await Deno.readTextFile(config);
    const code = scene.device.nextCode();
    const run = await scene.runInProcess(["get", "work", "-t", code]);
    assert.deepEqual([run.status, run.stderr], [0, ""]);
    const after = await scene.home.read();
    assert.ok(after.startsWith(before));
    assert.match(
      after.slice(before.length),
      /^# \$\{\{\{ key=work .*\n\[work_sts\]\naws_access_key_id = /,
    );
    assert.equal(await Deno.readTextFile(config), configBefore);
    if (Deno.build.os !== "windows") {
      const { mode } = await Deno.stat(scene.home.credentials);
      assert.equal(mode! & 0o077, 0);
    }
    // The session is found again, and renewed in place.
    const again = await scene.runInProcess([
      ...["get", "work", "--if-expires-within", "600"],
    ]);
    assert.deepEqual([again.status, again.stderr], [0, ""]);
    assert.equal(scene.sts.requests.length, 1);
    const exported = await scene.runInProcess(
      ["export", "work", "--format", "env"],
    );
    assert.match(exported.stdout, new RegExp(scene.user.accessKeyId));
  });
}

Deno.test("whoami uses the keys in the config", async () => {
  await using scene = await sceneWith(
    undefined,
    (user) => keysOf(user, "profile work"),
  );
  const run = await scene.runInProcess(["whoami", "work", "--json"]);
  assert.deepEqual([run.status, run.stderr], [0, ""]);
  assert.equal(JSON.parse(run.stdout).profile_name, "work");
});

Deno.test("an aws-mfa file works after its short-term section is removed", async () => {
  await using scene = await makeScene({
    codeWindow: 10,
    file: (user) =>
      usualFile(user).replace("[default]", "[work-long-term]")
        .replace("mfa_device_arn", "aws_mfa_device"),
  });
  const get = () =>
    scene.runInProcess([
      ...["get", "work-long-term", "-sn", "work"],
      ...["-t", scene.device.nextCode()],
    ]);
  const run = await get();
  assert.deepEqual([run.status, run.stderr], [0, ""]);
  assert.match(
    await scene.home.read(),
    /^# \$\{\{\{ key=work-long-term .*\n\[work\]\n/m,
  );
  const ofAwsMfa = (await scene.home.read()).replaceAll(/^# [$].*\n/gm, "");
  await writeSettled(scene.home.credentials, ofAwsMfa);
  const refused = await get();
  assert.match(refused.stderr, /the section \[work\] is not in a block/);
  assert.equal(scene.sts.spentCodes, 1);
});

interface Refused {
  name: string;
  file?: (user: StsUser) => string;
  config: (user: StsUser) => string;
  args: string[];
  error: RegExp;
}

const SSO = "sso_session = CANARY\nsso_account_id = 123456789012\n";
const REFUSED: Refused[] = [
  ...["get", "export --format env", "whoami"].flatMap((command): Refused[] => [
    {
      name: `${command} a profile of IAM Identity Center`,
      file: usualFile,
      config: () => `[profile dev]\n${SSO}`,
      args: [...command.split(" "), "dev"],
      error:
        /error: the profile "dev" has no access keys: it gets its credentials from IAM Identity Center \(sso_session\)\n.*hint: renew them with "aws sso login --profile dev"/,
    },
    {
      name: `${command} it without a credentials file`,
      config: () => `[profile dev]\n${SSO}`,
      args: [...command.split(" "), "dev"],
      error: /hint: renew them with "aws sso login --profile dev"/,
    },
    {
      name: `${command} a profile below the header of the config`,
      file: (user) => keysOf(user, "profile dev"),
      config: () => "",
      args: [...command.split(" "), "dev"],
      error:
        /error: line 1 of the credentials file: AWS tools do not read \[profile dev\] as the profile "dev"\n.*hint: rename the header to \[dev\]/,
    },
  ]),
  ...["get", "export --format env", "whoami"].map((command): Refused => ({
    name: `${command} where -c names a file that does not exist`,
    config: (user) => keysOf(user, "profile dev"),
    args: [...command.split(" "), "dev", "-c", "~/.aws/typo"],
    error: /error: there is no credentials file .*typo\n/,
  })),
  {
    name: "get without a name where -c names a file that does not exist",
    config: (user) => keysOf(user, "profile dev"),
    args: ["get", "-c", "~/.aws/typo"],
    error: /error: there is no credentials file .*typo\n/,
  },
  {
    name: "get where no file has a profile with credentials",
    config: () => "[default]\nregion = eu-west-1\n",
    args: ["get", "default"],
    error: /error: there is no credentials file .*\n.*"aws configure"/,
  },
  {
    name: "get keys of which each file has a half",
    file: (user) => keysOf(user, "dev").replace(/aws_secret.*\n/, ""),
    config: (user) => keysOf(user, "profile dev").replace(/aws_access.*\n/, ""),
    args: ["get", "dev"],
    error: /error: the profile "dev" has no aws_secret_access_key\n/,
  },
  {
    name: "get a session in the config",
    file: usualFile,
    config: (user) =>
      keysOf(user, "profile dev") + "aws_session_token = CANARY\n",
    args: ["get", "dev"],
    error: /"dev" has a long-term access key and the session token of another/,
  },
];

for (const { name, file, config, args, error } of REFUSED) {
  Deno.test(`updsts refuses to ${name}, and uses no MFA code`, async () => {
    await using scene = await sceneWith(file, config);
    const [before, names] = [await read(scene), await scene.home.names()];
    const code = scene.device.nextCode();
    const run = await scene.runInProcess([
      ...[...args, "-v", "2"],
      ...args[0] === "get" ? ["-t", code] : [],
    ]);
    assert.deepEqual([run.status, run.stdout], [1, ""]);
    assert.match(run.stderr, error);
    assert.doesNotMatch(run.stderr, /CANARY|there is no profile/);
    assert.ok(!run.stderr.includes(scene.user.secretAccessKey));
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await read(scene), before);
    assert.deepEqual(await scene.home.names(), names);
  });
}
