import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeScene, type Scene } from "../support/scene.ts";
import { denoOfUsers, type Outcome, updstsEnv } from "../support/updsts.ts";

const ROOT = new URL("../../", import.meta.url);
const PAGE = await Deno.readTextFile(new URL("docs/library.md", ROOT));
const [RENEW = "", USE = ""] = [...PAGE.matchAll(/```ts\n([^]*?)```/g)]
  .map(([, program]) => program!);
const [, FLAGS = ""] = /```sh\ndeno run ([^`]*) \\\n {2}renew\.ts\n/
  .exec(PAGE) ?? [];

/** Runs a program of the page with its flags, but for those left out. */
async function runProgram(
  text: string,
  { home, env }: Scene,
  code: string,
  without?: string,
): Promise<Outcome> {
  const entry = new URL("mod.ts", ROOT).href;
  const program = join(home.path, "renew.ts");
  await Deno.writeTextFile(
    program,
    text.replace(/"jsr:@x\/updsts@[\d.]+"/, JSON.stringify(entry)),
  );
  const flags = FLAGS.split(/[\s\\]+/)
    .map((flag) => flag.replaceAll('"', "").replaceAll("$HOME", home.path))
    .filter((flag) => without === undefined || !flag.startsWith(without));
  const child = new Deno.Command(denoOfUsers(), {
    args: [
      "run",
      "--quiet",
      // A program that imports from JSR needs neither.
      `--config=${fileURLToPath(new URL("deno.json", ROOT))}`,
      "--frozen",
      ...flags,
      program,
    ],
    clearEnv: true,
    env: updstsEnv({ home: home.path, env }),
    cwd: home.path,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`${code}\n`)).catch(() => {});
  await writer.close().catch(() => {});
  const { code: status, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return {
    status,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

Deno.test("the documented program gets a session with the documented flags", async () => {
  await using scene = await makeScene();
  const before = await scene.home.read();
  const first = await runProgram(RENEW, scene, scene.device.nextCode());
  assert.equal(first.stderr, "");
  assert.match(first.stdout, /^default_sts is valid until [\dT:.-]+Z\n$/);
  assert.equal(first.status, 0);
  assert.ok((await scene.home.read()).startsWith(before));
  const again = await runProgram(RENEW, scene, "");
  assert.deepEqual(again, first);
  const use = await runProgram(USE, scene, "");
  assert.deepEqual(use, { status: 0, stdout: "", stderr: "" });
  assert.equal(scene.sts.requests.length, 1);
});

for (
  const [flag, message] of [
    ["--allow-read", /cannot read .* has no permission for it/],
    ["--allow-write", /cannot create .* has no permission for it/],
    ["--allow-net", /no permission to connect to sts\.amazonaws\.com:443/],
  ] as const
) {
  Deno.test(`without ${flag} the documented program sends no MFA code`, async () => {
    await using scene = await makeScene();
    const before = await scene.home.read();
    const run = await runProgram(RENEW, scene, scene.device.nextCode(), flag);
    assert.match(run.stderr, message);
    assert.equal(run.status, 1);
    assert.equal(run.stdout, "");
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
  });
}
