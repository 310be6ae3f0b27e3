import assert from "node:assert/strict";
import { startSimulatedSts } from "./simulated_sts.ts";
import { makeTestCa } from "./test_ca.ts";

Deno.test("a client trusts a server with a certificate of the test CA only if it has the CA", async () => {
  const ca = makeTestCa();
  await using sts = await startSimulatedSts({
    tls: ca.certFor(["127.0.0.1", "localhost"]),
  });
  const otherCa = makeTestCa();
  using trusting = Deno.createHttpClient({ caCerts: [ca.caPem] });
  using trustingAnother = Deno.createHttpClient({ caCerts: [otherCa.caPem] });

  for (const url of [sts.url, `https://localhost:${sts.port}`]) {
    const response = await fetch(url, { method: "POST", client: trusting });
    await response.body?.cancel();
    assert.equal(response.status, 403);
    await assert.rejects(fetch(url, { client: trustingAnother }), TypeError);
    await assert.rejects(fetch(url), TypeError);
  }
});
