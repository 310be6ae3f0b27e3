import assert from "node:assert/strict";
import type { SimulatedSts } from "./simulated_sts.ts";
import { type RefusalName, refusals } from "./sts_refusals.ts";
import { withSts } from "./sts_scene.ts";

/** These tests need many codes. */
const options = { codeWindow: 20 };

/** Asks the server without a signature, for behaviours that do not look at the request. */
function post(sts: SimulatedSts): Promise<Response> {
  return fetch(sts.url, { method: "POST", redirect: "manual" });
}

Deno.test("simulated STS can give each refusal without consuming the code", () =>
  withSts(options, async ({ sts, ask }) => {
    for (const name of Object.keys(refusals) as RefusalName[]) {
      const { status, code, message } = refusals[name];
      sts.tell({ kind: "refuse", refusal: name }, 1);
      await assert.rejects(ask(), { name: code, message });
      assert.equal(sts.requests.at(-1)?.status, status);
      assert.equal(sts.requests.at(-1)?.code, code);
      assert.equal(sts.requests.at(-1)?.codeSpent, false);
    }
    assert.equal(sts.spentCodes, 0);
    await ask();
    assert.equal(sts.spentCodes, 1);
  }));

Deno.test("simulated STS follows its behaviours in order, and the last without a limit", () =>
  withSts(options, async ({ sts }) => {
    sts.tell({ kind: "server error", status: 500, moment: "before" }, 2);
    sts.tell({ kind: "refuse", refusal: "throttling" }, 1);
    const statuses = [];
    for (let i = 0; i < 4; i++) {
      const response = await post(sts);
      await response.body?.cancel();
      statuses.push(response.status);
    }
    assert.deepEqual(statuses, [500, 500, 400, 403]);

    sts.tell({ kind: "web page" });
    for (let i = 0; i < 3; i++) {
      assert.match(await (await post(sts)).text(), /terms of use/);
    }
    sts.tell({ kind: "honest" });
    assert.match(await (await post(sts)).text(), /MissingAuthentication/);
  }));

Deno.test("simulated STS lets the AWS SDK through after throttling it once", () =>
  withSts(options, async ({ sts, ask }) => {
    sts.tell({ kind: "refuse", refusal: "throttling" }, 1);
    await ask(undefined, { maxAttempts: 2 });
    assert.deepEqual(sts.requests.map(({ status }) => status), [400, 200]);
  }));

Deno.test("simulated STS consumes the code before a server error only if requested", () =>
  withSts(options, async ({ sts, ask }) => {
    sts.tell({ kind: "server error", status: 500, moment: "before" }, 1);
    await assert.rejects(ask());
    assert.equal(sts.requests.at(-1)?.status, 500);
    assert.equal(sts.spentCodes, 0);
    sts.tell({ kind: "server error", status: 503, moment: "after" }, 1);
    await assert.rejects(ask());
    assert.equal(sts.requests.at(-1)?.status, 503);
    assert.equal(sts.spentCodes, 1);
  }));

for (
  const { moment, spent } of [
    { moment: "before", spent: 0 },
    { moment: "after", spent: 1 },
    { moment: "amid", spent: 1 },
  ] as const
) {
  Deno.test(`simulated STS cuts the connection (${moment})`, () =>
    withSts(options, async ({ sts, ask }) => {
      sts.tell({ kind: "cut", moment });
      await assert.rejects(ask());
      assert.equal(sts.spentCodes, spent);
      assert.equal(sts.requests.length, 1);
      assert.equal(sts.requests[0]?.status, undefined);
    }));
}

Deno.test("simulated STS answers slowly, before the answer or amid it", () =>
  withSts(options, async ({ sts, ask }) => {
    for (const moment of ["before", "amid"] as const) {
      sts.tell({ kind: "slow", delayMs: 5, moment }, 1);
      await ask();
    }
  }));

Deno.test("simulated STS does not wait for slow answers when it is closed", () =>
  withSts(options, async ({ sts, ask }) => {
    sts.tell({ kind: "slow", delayMs: 3_600_000, moment: "before" }, 1);
    sts.tell({ kind: "slow", delayMs: 3_600_000, moment: "amid" }, 1);
    const asked = Promise.allSettled([ask(), ask()]);
    while (sts.spentCodes < 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await sts.close();
    for (const { status } of await asked) assert.equal(status, "rejected");
  }));

Deno.test("simulated STS can be a captive portal", () =>
  withSts(options, async ({ sts, ask }) => {
    sts.tell({ kind: "web page" }, 1);
    await assert.rejects(ask());
    sts.tell({ kind: "redirect" }, 1);
    const response = await post(sts);
    await response.body?.cancel();
    assert.equal(response.status, 302);
    const location = response.headers.get("location") ?? "";
    const page = await fetch(new URL(location, sts.url));
    assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
    assert.match(await page.text(), /terms of use/);
    assert.equal(sts.spentCodes, 0);

    sts.tell({ kind: "redirect", status: 307 });
    const repeating = await post(sts);
    await repeating.body?.cancel();
    assert.equal(repeating.status, 307);
  }));

Deno.test("simulated STS can give any other answer", () =>
  withSts(options, async ({ sts }) => {
    sts.tell({
      kind: "raw",
      status: 418,
      contentType: "text/plain",
      body: "tea",
    });
    const response = await post(sts);
    assert.equal(response.status, 418);
    assert.equal(response.headers.get("content-type"), "text/plain");
    assert.equal(await response.text(), "tea");
  }));

Deno.test("simulated STS can truncate its XML", () =>
  withSts(options, async ({ sts, ask }) => {
    sts.tell({ kind: "truncated XML" });
    await assert.rejects(ask());
    assert.equal(sts.requests[0]?.status, 200);
    assert.equal(sts.spentCodes, 1);
  }));

Deno.test("simulated STS adds unknown elements to valid XML", () =>
  withSts(options, async ({ sts, ask }) => {
    sts.tell({ kind: "unknown elements" });
    const { Credentials } = await ask();
    assert.equal(Credentials?.SessionToken, sts.issued[0]?.sessionToken);
    const refused = await (await post(sts)).text();
    assert.match(refused, /<Error novelty="1"><Novelty>/);
  }));

Deno.test("simulated STS leaves out and replaces elements of its answer", () =>
  withSts(options, async ({ sts, ask }) => {
    const untrusted = "abc\r\ncredential_process = x\n<&>";
    sts.tell({
      kind: "altered",
      without: ["SecretAccessKey"],
      replaced: { SessionToken: untrusted, Expiration: "2001-02-03T04:05:06Z" },
    });
    const { Credentials } = await ask();
    assert.equal(Credentials?.SecretAccessKey, undefined);
    assert.equal(Credentials?.AccessKeyId, sts.issued[0]?.accessKeyId);
    assert.equal(Credentials?.SessionToken, untrusted);
    assert.equal(Credentials?.Expiration?.getUTCFullYear(), 2001);

    sts.tell({ kind: "altered", replaced: { Expiration: "tomorrow" } });
    await assert.rejects(ask());
    assert.equal(sts.spentCodes, 2);
  }));

for (
  const { size, bytes } of [
    { size: "of 20 MB", bytes: 20_000_000 },
    { size: "without end", bytes: Infinity },
  ]
) {
  Deno.test(`simulated STS gives an answer ${size}`, () =>
    withSts(options, async ({ sts }) => {
      sts.tell({ kind: "oversized", bytes });
      const response = await post(sts);
      assert.equal(response.headers.get("content-length"), null);
      let received = 0;
      for await (const chunk of response.body ?? []) {
        received += chunk.length;
        if (received > 30_000_000) break;
      }
      assert.ok(received > 20_000_000);
    }));
}
