import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import type { RunRequest } from "../../src/page/pending_request.ts";
import { MfaPages } from "../../src/page/mfa_pages.ts";
import {
  allow,
  DETAILS,
  DEVICE,
  openPage,
  RESULT,
  send,
  show,
  SILENT,
  tryingCodes,
  withPage,
} from "./page.ts";
import { pageClosed } from "./page_closed.ts";
import { until } from "../support/until.ts";

Deno.test("each page has its own path", () =>
  withPage((one, requests) => {
    const other = openPage(requests, {}, "other");
    assert.notEqual(one.url, other.url);
    assert.match(one.url, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]{36}$/);
    return Promise.resolve();
  }));

Deno.test("the page says what is requested, in HTML that needs no script and may run none", () =>
  withPage(async ({ url }) => {
    const response = await fetch(url);
    const html = await response.text();
    const facts = html.match(/(?<=<dt>).*?(?=<\/dd>)/g)
      ?.map((fact) => fact.split("</dt><dd>"));
    assert.deepEqual(facts, [
      ["Profile", "default"],
      ["AWS account", "123456789012"],
      ["Role", "arn:aws:iam::210987654321:role/admin"],
      ["Saved as profile", "default_sts"],
      ["MFA device", DEVICE],
      ["Requested by", "agent 1.0"],
      ["Credentials file", "/home/me/other"],
      ["Valid for", "1 hour 30 minutes"],
    ]);
    assert.match(html, /<title>Allow an AWS session\? - updsts<\/title>/);
    assert.match(html, /This page waits for 10 minutes/);
    assert.match(html, /<label for="code">/);
    assert.equal(html.match(/<input/g)?.length, 1);
    assert.doesNotMatch(html, /<script|https?:/);
    const policy = response.headers.get("content-security-policy")!;
    const nonce = /<style nonce="([^"]+)">/.exec(html)?.[1];
    assert.equal(
      policy,
      `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(response.headers.get("referrer-policy"), "same-origin");
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  }));

Deno.test("the page says how the server limits agents", () =>
  withPage(async ({ url }) => {
    const html = await show(url);
    const policy = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    assert.ok(
      html.includes(`<dt>Limited by the policy</dt><dd>${policy}</dd>`),
    );
    assert.match(
      html,
      /<dt>Profiles that agents may use<\/dt><dd>&#34;dev&#34;, &#34;&#60;b&#62;&#34;<\/dd>/,
    );
  }, {
    details: {
      ...DETAILS,
      policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      allowedProfiles: ["dev", "<b>"],
    },
  }));

Deno.test("unknown and default values are not on the page", () =>
  withPage(async ({ url }) => {
    assert.doesNotMatch(
      await show(url),
      /AWS account|Role|Limited|agents may use|Requested|Credentials file|undefined/,
    );
  }, {
    details: {
      ...DETAILS,
      account: undefined,
      roles: [],
      client: undefined,
      credentialsFile: undefined,
    },
  }));

Deno.test("names on the page are escaped", () =>
  withPage(
    async ({ url }) => {
      const html = await show(url);
      assert.doesNotMatch(html, /<img|\u202e|"onload/);
      assert.match(html, /&#60;img src=x&#62;/);
    },
    {
      details: {
        ...DETAILS,
        profile: "<img src=x>\u202e",
        stsProfile: '"onload=x',
        client: "<img>",
      },
    },
  ));

Deno.test("the page gets the session when the form is sent, and then always shows the outcome", () => {
  const { tried, run } = tryingCodes();
  return withPage(async ({ url, pending }) => {
    const form = new URLSearchParams({ code: " １23\u00a0４56" });
    const response = await fetch(url, {
      method: "POST",
      body: form,
      redirect: "manual",
    });
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), new URL(url).pathname);
    await response.body?.cancel();
    assert.deepEqual(tried, ["123456"]);
    assert.deepEqual(await pending.outcome, RESULT);
    for (const html of [await show(url), await allow(url, "123456")]) {
      assert.match(html, /<title>Session saved - updsts</);
      assert.match(html, /<b>default_sts<\/b>/);
      assert.match(html, /valid until 2026-01-31 09:30 \(\+09:00\)/);
      assert.doesNotMatch(html, /<form|123456|ASIA/);
    }
    assert.deepEqual(tried, ["123456"]);
  }, { run });
});

Deno.test("text that is not six digits is not sent, and the page asks again", (t) => {
  const { tried, run } = tryingCodes();
  return withPage(async ({ url }) => {
    for (const code of ["", "12345", "1234567", "12345a", "%"]) {
      await t.step(code || "nothing", async () => {
        assert.match(
          await allow(url, code),
          /role="alert">an MFA code has six digits\. 3 tries are left/,
        );
      });
    }
    assert.deepEqual(tried, []);
    assert.match(await allow(url, "123456"), /Session saved/);
  }, { run });
});

Deno.test("a user has three tries, and the page shows why one failed", () => {
  const { tried, run } = tryingCodes();
  return withPage(async ({ url, pending }) => {
    const alert = /alert">STS rejected the MFA code \(AccessDenied\); wait for/;
    const first = await allow(url, "000001");
    assert.match(first, alert);
    assert.match(first, /2 tries are left/);
    assert.match(await allow(url, "000002"), /1 try is left/);
    const last = await allow(url, "000003");
    assert.match(last, alert);
    assert.match(last, /No tries are left/);
    assert.doesNotMatch(last, /<form/);
    await assert.rejects(pending.outcome, { code: "sts_refused" });
    assert.match(await allow(url, "123456"), /No tries are left/);
    assert.deepEqual(tried, ["000001", "000002", "000003"]);
  }, { run });
});

Deno.test("a wrong MFA code and then the right one give a session", () => {
  const { run } = tryingCodes();
  return withPage(async ({ url, pending }) => {
    assert.match(await allow(url, "000001"), /2 tries/);
    assert.match(await allow(url, "123456"), /Session saved/);
    assert.deepEqual(await pending.outcome, RESULT);
  }, { run });
});

Deno.test("a form that the rate limit refuses does not count as a try", () =>
  withPage(async ({ url }) => {
    for (let form = 0; form < 4; form++) {
      assert.match(await allow(url, "000001"), /5 requests.*3 tries are left/);
    }
  }, {
    run: () =>
      Promise.reject(new UpdstsError("too_many_calls", "5 requests to STS")),
  }));

Deno.test("an unexpected failure shows nothing of its message", () =>
  withPage(async ({ url }) => {
    const html = await allow(url, "123456");
    assert.match(html, /updsts failed unexpectedly\. 2 tries/);
    assert.doesNotMatch(html, /canary/);
  }, { run: () => Promise.reject(new Error("canary")) }));

Deno.test("a user who does not allow the request ends it at once", () => {
  const { tried, run } = tryingCodes();
  return withPage(async ({ url, pending }) => {
    const denied = assert.rejects(pending.outcome, {
      message: /the user did not allow/,
    });
    const html = await send(url, { code: "", action: "deny" });
    await denied;
    assert.match(html, /<title>Not allowed - updsts</);
    assert.match(await allow(url, "123456"), /You did not allow this request/);
    assert.deepEqual(tried, []);
  }, { run });
});

Deno.test("after its lifetime the page shows that the request has expired, and accepts no MFA code", () => {
  const { tried, run } = tryingCodes();
  return withPage(async ({ url, pending }) => {
    await assert.rejects(pending.outcome, {
      code: "usage",
      message: /^the request has expired/,
    });
    const response = await fetch(url);
    assert.equal(response.status, 410);
    assert.match(await response.text(), /has expired\. Ask your agent again/);
    assert.match(await allow(url, "123456"), /Request expired/);
    assert.deepEqual(tried, []);
  }, { run, lifetime: 50 });
});

Deno.test("during the request to STS a second form waits with the first and the page refreshes itself", () => {
  const sts = Promise.withResolvers<typeof RESULT>();
  let runs = 0;
  return withPage(async ({ url, pending }) => {
    const first = allow(url, "123456");
    await until(() => pending.state.kind === "working");
    const second = allow(url, "123456");
    const html = await show(url);
    assert.match(html, /<meta http-equiv="refresh" content="2">/);
    assert.match(html, /<title>Asking AWS - updsts</);
    await send(url, { action: "deny" });
    sts.resolve(RESULT);
    assert.match(await first, /Session saved/);
    assert.match(await second, /Session saved/);
    assert.equal(runs, 1);
  }, {
    run: () => {
      runs++;
      return sts.promise;
    },
  });
});

Deno.test("a try that succeeds after the page's lifetime counts, and one that fails is the last", async () => {
  for (const isRight of [true, false]) {
    const sts = Promise.withResolvers<typeof RESULT>();
    await withPage(async ({ url, pending }) => {
      const form = allow(url, "123456");
      await until(() => performance.now() > pending.expiresAt + 20);
      if (isRight) sts.resolve(RESULT);
      else sts.reject(new UpdstsError("sts_refused", "no"));
      assert.match(await form, isRight ? /Session saved/ : /No tries are left/);
    }, { run: () => sts.promise, lifetime: 200 });
  }
});

Deno.test("at the end of the server a user who has sent the form still gets the outcome", async () => {
  const requests = new MfaPages(SILENT);
  const sts = Promise.withResolvers<typeof RESULT>();
  const run: RunRequest = () => sts.promise;
  const { url, pending } = openPage(requests, { run });
  const waiting = openPage(requests, {}, "other");
  const form = allow(url, "123456");
  await until(() => pending.state.kind === "working");
  const closed = requests.close();
  await assert.rejects(waiting.pending.outcome, { code: "interrupted" });
  sts.resolve(RESULT);
  await closed;
  assert.match(await form, /Session saved/);
  await pageClosed(url);
  assert.equal(requests.open(waiting), undefined);
});

Deno.test("at the end of the server a try that STS has not answered is interrupted", async () => {
  const requests = new MfaPages(SILENT);
  const { url, pending } = openPage(requests, {
    run: (_code, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  });
  const form = allow(url, "123456").catch(() => {});
  await until(() => pending.state.kind === "working");
  await requests.close();
  await assert.rejects(pending.outcome, { code: "interrupted" });
  await form;
});

Deno.test("no more than eight pages wait at once, and an ended one makes room", () =>
  withPage(async (_, requests) => {
    const pages = Array.from(
      { length: 7 },
      (_, at) => openPage(requests, {}, `${at}`),
    );
    assert.equal(requests.open(pages[0]!), undefined);
    pages[0]!.pending.deny();
    openPage(requests, {}, "more");
    await Promise.resolve();
  }));

Deno.test("an outcome is for one call, unless the client comes back with the request's ID", () =>
  withPage(async ({ url, key, pending }, requests) => {
    assert.equal(requests.find("other"), undefined);
    assert.equal(requests.find(key)?.pending, pending);
    await allow(url, "123456");
    assert.equal(requests.find(key)?.pending, pending);
    pending.isCollected = true;
    assert.equal(requests.find(key), undefined);
    assert.equal(requests.get(pending.id, key)?.pending, pending);
    assert.equal(requests.get(pending.id, "other"), undefined);
    assert.equal(requests.get("made-up", key), undefined);
  }));

Deno.test("an expired request is not found again", () =>
  withPage(async ({ key, pending }, requests) => {
    await assert.rejects(pending.outcome);
    assert.equal(requests.find(key), undefined);
  }, { lifetime: 20 }));

Deno.test("a session that was made in another way ends the request", () =>
  withPage(async ({ url, pending }) => {
    pending.complete(RESULT);
    assert.match(await show(url), /Session saved/);
    assert.deepEqual(await pending.outcome, RESULT);
  }));
