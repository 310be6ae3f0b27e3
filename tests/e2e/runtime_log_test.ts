/** `DENO_LOG` is Deno's own variable: no permission keeps it from being read. */
import assert from "node:assert/strict";
import { makeScene } from "../support/scene.ts";

Deno.test("the log that DENO_LOG makes Deno write has no secret", async () => {
  const proxyCredentials = { username: "me", password: "CANARY-of-the-proxy" };
  await using scene = await makeScene({ proxyCredentials });
  const { host } = new URL(scene.proxy.url);
  const code = scene.device.nextCode();
  const { status, stdout, stderr } = await scene.run(
    ["get", "-n", "default", "-t", code],
    {
      env: {
        HTTPS_PROXY: `http://me:${proxyCredentials.password}@${host}`,
        DENO_LOG: "trace",
      },
    },
  );
  assert.equal(status, 0);
  assert.match(stderr, /TRACE/, "there is a log");
  const keys = (await scene.home.read()).matchAll(
    /^aws_(?:secret_access_key|session_token) = (.+)$/gm,
  );
  const secrets = [...keys].map(([, secret]) => secret!);
  assert.equal(secrets.length, 4);
  const credentials = Object.values(proxyCredentials).join(":");
  secrets.push(code, proxyCredentials.password, btoa(credentials));
  for (const secret of secrets) assert.ok(!(stdout + stderr).includes(secret));
});
