import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene } from "../support/scene.ts";
import {
  executable,
  makeHome,
  runUpdsts,
  spawnUpdsts,
  writeSettled,
} from "../support/updsts.ts";

const KEYS =
  "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = CANARY\n";

function expired(name: string): string {
  return `# \${{{ key=${name} [auto update by updsts]
[${name}_sts]
aws_session_token = CANARY-token
expiration_datetime = 2024-01-01T00:00:00Z
# $}}} [auto update by updsts]
`;
}

Deno.test("clean and doctor work with the documented flags", async () => {
  await using home = await makeHome(KEYS + expired("default"));
  const options = { home: home.path, forDoctor: true };
  const doctor = await runUpdsts(["doctor"], options);
  assert.equal(doctor.status, 0, doctor.stderr);
  assert.match(doctor.stdout, /^line 5: warning: the session \[default_sts\]/);
  const clean = await runUpdsts(["clean"], options);
  assert.equal(clean.status, 0, clean.stderr);
  assert.match(clean.stdout, /^removed default_sts, expired /);
  assert.equal(await home.read(), KEYS);
  await writeSettled(home.credentials, KEYS + expired("default"));
  if (Deno.build.os !== "windows") await Deno.chmod(home.credentials, 0o644);
  const fix = await runUpdsts(["doctor", "--fix"], options);
  assert.deepEqual([fix.status, fix.stderr], [0, ""]);
  assert.equal(await home.read(), KEYS);
  if (Deno.build.os !== "windows") {
    assert.equal((await Deno.stat(home.credentials)).mode! & 0o777, 0o600);
  }
  assert.deepEqual(await home.names(), ["credentials"]);
  for (const { stdout, stderr } of [doctor, clean, fix]) {
    assert.doesNotMatch(stdout + stderr, /CANARY/);
  }
});

Deno.test("doctor checks the environment, or reports that it cannot read it", async () => {
  await using home = await makeHome(KEYS);
  const options = { home: home.path, env: { AWS_PROFILE: "CANARY" } };
  const seen = await runUpdsts(["doctor"], { ...options, forDoctor: true });
  assert.equal(seen.status, 1);
  assert.match(
    seen.stdout,
    /^error: AWS_PROFILE names a profile that does not exist/,
  );
  assert.doesNotMatch(seen.stdout + seen.stderr, /CANARY|may not read/);
  if (executable) return;
  const unseen = await runUpdsts(["doctor"], options);
  assert.equal(unseen.status, 0);
  assert.match(
    unseen.stderr,
    /^updsts: warning: this run may not read AWS_ACCESS_KEY_ID,.*AWS_PROFILE/,
  );
});

Deno.test("get writes into the section that clean kept for the user's lines", async () => {
  const end = "# $}}} [auto update by updsts]";
  await using scene = await makeScene();
  const code = () => scene.device.nextCode();
  assert.equal(
    (await scene.run(["get", "-n", "default", "-t", code()])).status,
    0,
  );
  const good = await scene.home.read();
  const old = good.replace(
    /expiration_datetime = .*/,
    "expiration_datetime = 2024-01-01T00:00:00Z",
  )
    .replace(end, `region = eu-west-1\n${end}`);
  await writeSettled(scene.home.credentials, old);
  assert.equal((await scene.run(["clean"])).status, 0);
  assert.match(
    await scene.home.read(),
    /\[default_sts\]\nregion = eu-west-1\n# \$}}}.*\n$/,
  );
  const again = await scene.run([
    "get",
    "-n",
    "default",
    "-t",
    code(),
    "--json",
  ]);
  assert.equal(again.status, 0, again.stderr);
  const list = await scene.run(["list", "--json"]);
  const info = JSON.parse(list.stdout)
    .find(({ profile_name }: { profile_name: string }) =>
      profile_name === "default_sts"
    );
  assert.deepEqual([info.managed, info.expired], [true, false]);
  assert.match(await scene.home.read(), /\nregion = eu-west-1\n/);
});

Deno.test("clean and doctor follow a symlink and keep it", async () => {
  if (Deno.build.os === "windows") return;
  await using home = await makeHome("");
  const directory = join(home.path, "elsewhere");
  const target = join(directory, "file");
  await Deno.mkdir(directory);
  await Deno.remove(home.credentials);
  await Deno.writeTextFile(target, KEYS + expired("default"), { mode: 0o644 });
  await Deno.symlink(target, home.credentials);
  const options = { home: home.path, directories: [directory] };
  const { status, stderr } = await runUpdsts(["doctor", "--fix"], options);
  assert.equal(status, 0, stderr);
  assert.equal(await Deno.readTextFile(target), KEYS);
  assert.equal((await Deno.stat(target)).mode! & 0o777, 0o600);
  assert.ok((await Deno.lstat(home.credentials)).isSymlink);
});

Deno.test("ten concurrent cleans remove ten sessions and no other line", async () => {
  const names = Array.from({ length: 10 }, (_, i) => `p${i}`);
  await using home = await makeHome(
    names.map((name) => `[${name}]\nk = v\n${expired(name)}`).join(""),
  );
  const outputs = await Promise.all(names.map(async (name) => {
    const child = spawnUpdsts(["clean", "-n", name], { home: home.path });
    await child.stdin.close();
    return await child.output();
  }));
  const decoder = new TextDecoder();
  for (const { code, stderr } of outputs) {
    assert.equal(code, 0, decoder.decode(stderr));
  }
  assert.equal(
    await home.read(),
    names.map((name) => `[${name}]\nk = v\n`).join(""),
  );
});

Deno.test("clean and doctor --fix refuse a read-only file or directory", async () => {
  if (Deno.build.os === "windows" || Deno.uid() === 0) return;
  await using home = await makeHome(KEYS + expired("default"));
  await Deno.chmod(home.credentials, 0o400);
  for (const args of [["clean"], ["doctor", "--fix"]]) {
    const { status, stdout, stderr } = await runUpdsts(args, {
      home: home.path,
    });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^updsts: error: cannot write .*: permission denied\nupdsts: hint: .*chmod u\+w/,
    );
    if (args[0] === "doctor") {
      assert.match(stdout, /warning: the session \[default_sts\] has expired/);
    }
    assert.equal(await home.read(), KEYS + expired("default"));
    assert.deepEqual(await home.names(), ["credentials"]);
  }
});
