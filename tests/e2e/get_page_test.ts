/** `get --page` as a process of its own, with its permissions. */
import assert from "node:assert/strict";
import { makeScene } from "../support/scene.ts";
import { spawnUpdsts } from "../support/updsts.ts";

/** The documented hosts of `deno run`, with the address of the page. */
const NET = ["sts.amazonaws.com:443", "127.0.0.1:0"];

Deno.test("get --page gets a session with its own permissions", async () => {
  await using scene = await makeScene();
  const { home, env, device, sts } = scene;
  const child = spawnUpdsts(["get", "-n", "default", "--page", "--json"], {
    home: home.path,
    env,
    net: NET,
  });
  await child.stdin.close();
  let stderr = "";
  let answered: Promise<Response> | undefined;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    stderr += text;
    const url = /^\{"page_url":"(.*)"\}$/m.exec(stderr)?.[1];
    if (!url || answered) continue;
    const body = new URLSearchParams({
      code: device.nextCode(),
      action: "allow",
    });
    answered = fetch(url, { method: "POST", body });
  }
  assert.match(await (await answered)?.text() ?? stderr, /saved the session/);
  const stdout = await new Response(child.stdout).json();
  assert.equal((await child.status).code, 0, stderr);
  assert.equal(stdout.updated_profile_name, "default_sts");
  assert.ok((await home.read()).includes(sts.issued[0]!.sessionToken));
});

for (const stderr of ["null", "a pipe without a reader"] as const) {
  Deno.test(`get --page ends at once where standard error is ${stderr}`, async () => {
    await using scene = await makeScene();
    const { home, env, sts } = scene;
    const before = await home.read();
    const child = spawnUpdsts(
      ["get", "-n", "default", "--page"],
      { home: home.path, env, net: NET },
      stderr === "null" ? "null" : "piped",
    );
    if (stderr !== "null") await child.stderr.cancel();
    await child.stdin.close();
    assert.equal(await new Response(child.stdout).text(), "");
    assert.equal((await child.status).code, 2);
    assert.equal(sts.requests.length, 0);
    assert.equal(await home.read(), before);
  });
}
