/** Each kind of refusal once; tests/sts/refusals_test.ts has them all. */
import assert from "node:assert/strict";
import { makeScene } from "../support/scene.ts";
import type { Behaviour } from "../support/sts_behaviour.ts";

const CASES: [name: string, behaviour: Behaviour, error: RegExp][] = [
  [
    "a wrong secret key",
    { kind: "refuse", refusal: "wrongSecret" },
    /the secret key does not belong to the access key AKIA\w+ \(SignatureDoesNotMatch\)\n/,
  ],
  [
    "a connection that is cut",
    { kind: "cut", moment: "before" },
    /the connection to sts\.amazonaws\.com broke/,
  ],
  [
    "a redirect that would have the MFA code sent on",
    { kind: "redirect", status: 307 },
    /received a web page instead of a response/,
  ],
  [
    "a response without end",
    { kind: "oversized", bytes: Infinity },
    /too long to be from STS/,
  ],
];

for (const [name, behaviour, error] of CASES) {
  Deno.test(`get explains ${name}, and writes nothing`, async () => {
    await using scene = await makeScene();
    scene.sts.tell(behaviour);
    const before = await scene.home.read();
    const code = scene.device.nextCode();
    const run = await scene.run(["get", "-n", "default", "-t", code]);
    assert.equal(run.status, 1);
    assert.match(run.stderr, error);
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test("with --json a failure is one JSON document", async () => {
  await using stage = await makeScene();
  const code = stage.device.wrongCode();
  const run = await stage.run(["get", "-n", "default", "-t", code, "--json"]);
  assert.equal(run.status, 1);
  const { error } = JSON.parse(run.stderr);
  assert.deepEqual(Object.keys(error), ["code", "message", "hint"]);
  assert.equal(error.code, "sts_refused");
});
