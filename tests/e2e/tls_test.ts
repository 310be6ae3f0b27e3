/** A certificate that is refused is explained, and no code is sent. */
import assert from "node:assert/strict";
import { join } from "node:path";
import net from "node:net";
import { HOSTS, makeScene, type SceneOptions } from "../support/scene.ts";

const DAY = 24 * 60 * 60_000;
const STS = "sts\\.amazonaws\\.com";

function valid(from: number, until: number): SceneOptions {
  return {
    certificate: (ca) =>
      ca.certFor(HOSTS, {
        notBefore: new Date(Date.now() + from * DAY),
        notAfter: new Date(Date.now() + until * DAY),
      }),
  };
}

interface Case {
  name: string;
  scene?: SceneOptions;
  env?: Record<string, string>;
  error: RegExp;
}

const CASES: Case[] = [
  {
    name: "from an unknown authority",
    env: { AWS_CA_BUNDLE: "" },
    error: new RegExp(`the certificate of ${STS} is from an unknown authority`),
  },
  {
    name: "for another host",
    scene: { certificate: (ca) => ca.certFor(["sts.example.com"]) },
    error: new RegExp(`the certificate of ${STS} is for another host`),
  },
  {
    name: "that has expired",
    scene: valid(-2, -1),
    error: new RegExp(`the certificate of ${STS} has expired`),
  },
  {
    name: "that is not valid yet",
    scene: valid(1, 2),
    error: new RegExp(`the certificate of ${STS} is not valid yet`),
  },
];

for (const { name, scene: options, env = {}, error } of CASES) {
  Deno.test(`get explains a certificate ${name}`, async () => {
    await using scene = await makeScene(options);
    await explains(scene, env, error);
    assert.equal(scene.sts.requests.length, 0);
  });
}

/** What servers of TLS 1.1 and of other ciphers answer with. */
const ALERTS: [name: string, bytes: number[], error: RegExp][] = [
  [
    "a server of TLS 1.1",
    [0x15, 3, 1, 0, 2, 2, 70],
    new RegExp(`${STS} does not support TLS 1\\.2 or later`),
  ],
  [
    "a server that refuses the handshake",
    [0x15, 3, 1, 0, 2, 2, 40],
    new RegExp(`the TLS handshake with ${STS} failed`),
  ],
  [
    "a server without TLS",
    [...new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n")],
    new RegExp(`${STS} does not speak TLS`),
  ],
];

for (const [name, bytes, error] of ALERTS) {
  Deno.test(`get explains ${name}`, async () => {
    const server = net.createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(new Uint8Array(bytes)));
    });
    await new Promise<void>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve())
    );
    const { port } = server.address() as net.AddressInfo;
    {
      await using scene = await makeScene({ port });
      await explains(scene, {}, error);
    }
    await new Promise((resolve) => server.close(resolve));
  });
}

async function explains(
  scene: Awaited<ReturnType<typeof makeScene>>,
  env: Record<string, string>,
  error: RegExp,
): Promise<void> {
  const before = await scene.home.read();
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "default", "-t", code], { env });
  assert.equal(run.status, 1);
  assert.match(run.stderr, error);
  assert.equal(
    run.stderr.includes("AWS_CA_BUNDLE"),
    error.source.includes("unknown authority"),
    run.stderr,
  );
  assert.equal(await scene.home.read(), before);
  assert.deepEqual(await scene.home.names(), ["ca.pem", "credentials"]);
}

Deno.test("get names DENO_CERT before the prompt if Deno cannot read its file", async () => {
  await using scene = await makeScene();
  const late = ["-t", "-", "--if-expires-within", "600"];
  for (const bundle of [{ AWS_CA_BUNDLE: "" }, {}]) {
    const run = await scene.run(["get", "-n", "default", ...late], {
      env: { ...bundle, DENO_CERT: join(scene.home.path, "none.pem") },
    });
    assert.match(run.stderr, /\nupdsts: hint: .*DENO_CERT/);
    assert.equal(run.status, 1);
  }
  assert.deepEqual(scene.sts.requests, []);
});
