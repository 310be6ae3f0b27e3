import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { makeScene, usualFile } from "../support/scene.ts";
import { virtualMfaDevice } from "../support/totp.ts";
import { executable, writeSettled } from "../support/updsts.ts";

/** Half as many of the executable: the lock and the write are the same. */
const AT_ONCE = executable === undefined ? 24 : 12;

Deno.test(`${AT_ONCE} concurrent gets write ${AT_ONCE} profiles into one file`, async () => {
  await using scene = await makeScene();
  const users = Array.from({ length: AT_ONCE }, () => scene.sts.addUser());
  const sources = users.map((user, index) =>
    usualFile(user).replaceAll("default", `p${index}`)
      .replaceAll("other", `o${index}`)
  );
  await writeSettled(scene.home.credentials, sources.join(""));
  const runs = await Promise.all(users.map((user, index) => {
    const code = virtualMfaDevice(user.totpSecret).nextCode();
    return scene.run(["get", "-n", `p${index}`, "-t", code]);
  }));
  assert.deepEqual(runs.map(({ status }) => status), users.map(() => 0));
  const text = await scene.home.read();
  assert.ok(text.startsWith(sources.join("")));
  const { sections, faults, blocks } = parse(text);
  assert.deepEqual(faults, []);
  assert.equal(blocks.length, AT_ONCE);
  const written = users.map((_, index) =>
    sections.get(`p${index}_sts`)?.settings.get("aws_session_token")?.value
  );
  const issued = scene.sts.issued.map(({ sessionToken }) => sessionToken);
  assert.deepEqual(written.toSorted(), issued.toSorted());
  assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
});

/**
 * The kills, spread evenly over the milliseconds of a run; most of them of the
 * executable, which reaches the write sooner.
 */
const ROUNDS = executable === undefined ? 12 : 24;

Deno.test("after a kill at any time the file is complete and the next run works", async () => {
  await using scene = await makeScene({ codeWindow: 200 });
  let before = await scene.home.read();
  for (let round = 0; round < ROUNDS; round++) {
    const code = scene.device.nextCode();
    const name = `sts_${round}`;
    const args = ["get", "-n", "default", "-sn", name, "-t", code];
    const child = scene.spawn(args);
    let hasEnded = false;
    child.status.then(() => hasEnded = true);
    const asked = scene.sts.requests.length;
    // Most rounds end near the write, some long before it.
    if (round % 4 !== 0) {
      while (scene.sts.requests.length === asked && !hasEnded) await sleep(1);
      await sleep(25 * round / ROUNDS);
    } else {
      await sleep(250 * round / ROUNDS);
    }
    try {
      child.kill("SIGKILL");
    } catch {
      // It was done already.
    }
    await child.output();
    const after = await scene.home.read();
    assert.ok(after.startsWith(before), "what was there stays");
    const added = after.slice(before.length);
    if (added !== "") {
      assert.match(added, new RegExp(`^# .*\n\\[${name}\\]\n[^]*\n# .*\\]\n$`));
    }
    before = after;
  }
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "default", "-t", code]);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
