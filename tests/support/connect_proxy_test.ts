import { GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import assert from "node:assert/strict";
import { type ConnectProxy, startConnectProxy } from "./connect_proxy.ts";
import { type SimulatedSts, startSimulatedSts } from "./simulated_sts.ts";
import { sdkClient } from "./sts_scene.ts";
import { makeTestCa } from "./test_ca.ts";
import { virtualMfaDevice } from "./totp.ts";

const credentials = { username: "proxy-user", password: "p@ss:word" };

/** A request handler of the AWS SDK whose requests go out through a client of Deno's. */
function handlerOf(client: Deno.HttpClient): FetchHttpHandler {
  return new FetchHttpHandler({
    requestInit: () => ({ client }) as RequestInit,
  });
}

/** A proxy that finds the STS of the whole world in the simulated one. */
function proxyTo(
  sts: SimulatedSts,
  needed?: typeof credentials,
): Promise<ConnectProxy> {
  return startConnectProxy({
    route: (host) =>
      host.endsWith(".amazonaws.com")
        ? { hostname: "127.0.0.1", port: sts.port }
        : undefined,
    ...(needed ? { credentials: needed } : {}),
  });
}

Deno.test("through the proxy, the AWS SDK finds the simulated STS at sts.amazonaws.com", async () => {
  const ca = makeTestCa();
  const tls = ca.certFor(["sts.amazonaws.com"]);
  await using sts = await startSimulatedSts({ tls });
  await using proxy = await proxyTo(sts);
  const user = sts.addUser();
  using client = Deno.createHttpClient({
    caCerts: [ca.caPem],
    proxy: { url: proxy.url },
  });

  await sdkClient(user, {
    useGlobalEndpoint: true,
    requestHandler: handlerOf(client),
  }).send(
    new GetSessionTokenCommand({
      SerialNumber: user.mfaSerial,
      TokenCode: virtualMfaDevice(user.totpSecret).nextCode(),
    }),
  );
  assert.deepEqual(proxy.tunnels, [
    { host: "sts.amazonaws.com", port: 443, authorized: true },
  ]);
  assert.equal(sts.requests[0]?.host, "sts.amazonaws.com");
  assert.equal(sts.spentCodes, 1);
});

Deno.test("through the proxy, a host the certificate does not name is not trusted", async () => {
  const ca = makeTestCa();
  const tls = ca.certFor(["sts.amazonaws.com"]);
  await using sts = await startSimulatedSts({ tls });
  await using proxy = await proxyTo(sts);
  using client = Deno.createHttpClient({
    caCerts: [ca.caPem],
    proxy: { url: proxy.url },
  });
  await assert.rejects(
    fetch("https://sts.eu-west-1.amazonaws.com/", { client }),
    TypeError,
  );
  assert.equal(proxy.tunnels[0]?.host, "sts.eu-west-1.amazonaws.com");
  assert.equal(sts.requests.length, 0);
});

Deno.test("HTTPS_PROXY and DENO_CERT lead another process to the simulated STS", async () => {
  const ca = makeTestCa();
  const tls = ca.certFor(["sts.amazonaws.com"]);
  await using sts = await startSimulatedSts({ tls });
  await using proxy = await proxyTo(sts, credentials);
  const caFile = await Deno.makeTempFile({ suffix: ".pem" });
  try {
    await Deno.writeTextFile(caFile, ca.caPem);
    const { username, password } = credentials;
    const withCredentials = new URL(proxy.url);
    withCredentials.username = username;
    withCredentials.password = encodeURIComponent(password);

    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: [
          "eval",
          "--no-config",
          'const answer = await fetch("https://sts.amazonaws.com/", { method: "POST" });' +
          "console.log(await answer.text());",
        ],
        env: {
          HTTPS_PROXY: withCredentials.href,
          NO_PROXY: "",
          DENO_CERT: caFile,
        },
      },
    ).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    assert.match(
      new TextDecoder().decode(stdout),
      /<Code>MissingAuthenticationToken<\/Code>/,
    );
    assert.equal(proxy.tunnels.at(-1)?.authorized, true);
  } finally {
    await Deno.remove(caFile);
  }
});

Deno.test("the proxy answers 403 for a host without a route", async () => {
  await using proxy = await startConnectProxy({ route: () => undefined });
  using client = Deno.createHttpClient({ proxy: { url: proxy.url } });
  await assert.rejects(
    fetch("https://example.com:8443/", { client }),
    TypeError,
  );
  assert.deepEqual(proxy.tunnels, [
    { host: "example.com", port: 8443, authorized: true },
  ]);
  const plain = await fetch("http://example.com/", { client });
  await plain.body?.cancel();
  assert.equal(plain.status, 403);
});

Deno.test("the proxy answers 407 without the right credentials", async () => {
  await using sts = await startSimulatedSts();
  await using proxy = await proxyTo(sts, credentials);
  for (
    const { basicAuth, status } of [
      { basicAuth: undefined, status: 407 },
      { basicAuth: { ...credentials, password: "wrong" }, status: 407 },
      { basicAuth: credentials, status: 403 },
    ]
  ) {
    using client = Deno.createHttpClient({
      proxy: { url: proxy.url, ...(basicAuth ? { basicAuth } : {}) },
    });
    const plain = await fetch("http://sts.amazonaws.com/", {
      client,
      method: "POST",
    });
    await plain.body?.cancel();
    // 403 is the answer of STS, to a request without a signature.
    assert.equal(plain.status, status);
    await assert.rejects(
      fetch("https://sts.amazonaws.com/", { client }),
      TypeError,
    );
  }
  const authorized = [false, false, true];
  assert.deepEqual(proxy.plainRequests.map((r) => r.authorized), authorized);
  assert.deepEqual(proxy.tunnels.map((r) => r.authorized), authorized);
  assert.equal(sts.requests.length, 1);
});

Deno.test("the proxy forwards plain requests with their Host header and without its own credentials", async () => {
  await using sts = await startSimulatedSts();
  await using proxy = await proxyTo(sts, credentials);
  const user = sts.addUser();
  using client = Deno.createHttpClient({
    proxy: { url: proxy.url, basicAuth: credentials },
  });
  await sdkClient(user, {
    endpoint: "http://sts.amazonaws.com",
    requestHandler: handlerOf(client),
  })
    .send(new GetSessionTokenCommand({}));
  assert.deepEqual(proxy.plainRequests, [{
    host: "sts.amazonaws.com",
    port: 80,
    authorized: true,
    method: "POST",
    url: "http://sts.amazonaws.com/",
  }]);
  assert.equal(sts.requests[0]?.host, "sts.amazonaws.com");
  assert.equal(sts.requests[0]?.headers["proxy-authorization"], undefined);
});

Deno.test("simulated STS requires requests signed for the region of the host", async () => {
  await using sts = await startSimulatedSts();
  await using proxy = await proxyTo(sts);
  const user = sts.addUser();
  using client = Deno.createHttpClient({ proxy: { url: proxy.url } });
  const ask = (host: string, region: string) =>
    sdkClient(user, {
      endpoint: `http://${host}`,
      region,
      requestHandler: handlerOf(client),
    })
      .send(new GetSessionTokenCommand({}));

  await ask("sts.amazonaws.com", "us-east-1");
  await ask("sts.eu-west-1.amazonaws.com", "eu-west-1");
  await ask("sts.us-gov-west-1.amazonaws.com", "us-gov-west-1");
  await ask("sts-fips.us-west-2.amazonaws.com", "us-west-2");
  for (const host of ["sts.amazonaws.com", "sts.us-east-1.amazonaws.com"]) {
    await assert.rejects(ask(host, "eu-west-1"), {
      name: "SignatureDoesNotMatch",
      message: /valid region/,
    });
  }
});
