import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import type {
  RequestDetails,
  RunRequest,
} from "../../src/mcp/pending_request.ts";
import { type Entry, PendingRequests } from "../../src/mcp/pending_requests.ts";
import { pageClosed } from "./page_closed.ts";
import { until } from "../support/until.ts";

const DEVICE = "arn:aws:iam::123456789012:mfa/me";
const DETAILS: RequestDetails = {
  profile: "default",
  stsProfile: "default_sts",
  account: "123456789012",
  roles: ["arn:aws:iam::210987654321:role/admin"],
  mfaDevice: DEVICE,
  client: "agent 1.0",
  credentialsFile: "/home/me/other",
  duration: 5400,
};
const RESULT = {
  updated_profile_name: "default_sts",
  aws_access_key_id: "ASIAEXAMPLEEXAMPLE22",
  aws_token_expiration: "2026-01-31T09:30:00+09:00",
};
const SILENT = { warn() {}, info() {}, debug() {} };

interface Options {
  details?: RequestDetails;
  run?: RunRequest;
  lifetime?: number;
}

function openPage(
  requests: PendingRequests,
  { details = DETAILS, run = () => Promise.resolve(RESULT) }: Options = {},
  key = "key",
): Entry {
  const session = { mfaDevice: DEVICE, roles: [], duration: 3600 };
  const entry = requests.open({ key, session, details, run });
  assert.ok(entry);
  return entry;
}

async function withPage(
  test: (page: Entry, requests: PendingRequests) => Promise<void>,
  options: Options = {},
): Promise<void> {
  const requests = new PendingRequests(SILENT, options.lifetime);
  const page = openPage(requests, options);
  try {
    await test(page, requests);
  } finally {
    await requests.close();
    await pageClosed(page.url);
  }
}

/** Sends bytes as they are: `fetch` sets the Host header by itself. */
async function raw({ url }: Entry, request: string): Promise<string> {
  const port = Number(new URL(url).port);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const writer = connection.writable.getWriter();
  await writer.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text().catch(() => "");
}

/** The text of the page as a browser shows it after a form was sent. */
async function send(
  url: string,
  form: Record<string, string>,
): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  return await response.text();
}

async function show(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

const allow = (url: string, code: string) =>
  send(url, { code, action: "allow" });

/** The codes that are tried; each fails but `123456`. */
function tryingCodes(): { tried: string[]; run: RunRequest } {
  const tried: string[] = [];
  return {
    tried,
    run(code) {
      tried.push(code);
      if (code === "123456") return Promise.resolve(RESULT);
      const message = "STS rejected the MFA code (AccessDenied)";
      return Promise.reject(
        new UpdstsError("sts_refused", message, "wait for the next one"),
      );
    },
  };
}

Deno.test("no page has the path of another", () =>
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

Deno.test("what is not known or not special is not on the page", () =>
  withPage(async ({ url }) => {
    assert.doesNotMatch(
      await show(url),
      /AWS account|Role|Requested|Credentials file|undefined/,
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

Deno.test("names on the page are text, whatever is in them", () =>
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

Deno.test("the page gets the session when the form is sent, and shows the outcome ever after", () => {
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

Deno.test("text that is not six digits is not tried, and the page asks again", (t) => {
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

Deno.test("a user has three tries, and is told why one failed", () => {
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

Deno.test("a form that came too early for the limit of STS requests is no try", () =>
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

Deno.test("after its time the page says that the request has expired, and takes no MFA code", () => {
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

Deno.test("while STS is asked, a second form waits with the first and the page refreshes itself", () => {
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

Deno.test("a try that succeeds after the page's time still counts, and one that fails is the last", async () => {
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
  const requests = new PendingRequests(SILENT);
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
  const requests = new PendingRequests(SILENT);
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

Deno.test("a body without end is not read to its end", () =>
  withPage(async ({ url }) => {
    const body = `code=${"1".repeat(100_000)}`;
    const response = await fetch(url, { method: "POST", body });
    assert.equal(response.status, 400);
    await response.body?.cancel();
  }));

Deno.test("who does not know the path gets nothing", () =>
  withPage(async ({ url }) => {
    const { origin, pathname } = new URL(url);
    const paths = ["/", "/favicon.ico", `${pathname}/`, pathname.slice(0, -1)];
    for (const path of paths) {
      for (const method of ["GET", "POST"]) {
        const body = method === "POST" ? "code=123456" : null;
        const response = await fetch(origin + path, { method, body });
        assert.equal(response.status, 404);
        assert.equal(await response.text(), "");
      }
    }
    const put = await fetch(url, { method: "PUT", body: "code=123456" });
    assert.equal(put.status, 405);
    await put.body?.cancel();
  }));

const BODY = "code=123456";

Deno.test("a web page whose host's name points at this computer gets nothing", () => {
  const { tried, run } = tryingCodes();
  return withPage(async (page) => {
    const { pathname, port, host } = new URL(page.url);
    for (const name of [`evil.example:${port}`, `localhost:${port}`, "x"]) {
      const answer = await raw(
        page,
        `POST ${pathname} HTTP/1.1\r\nHost: ${name}\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`,
      );
      assert.match(answer, /^HTTP\/1\.1 404 /);
    }
    const ours = await raw(
      page,
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    assert.match(ours, /^HTTP\/1\.1 200 /);
    assert.deepEqual(tried, []);
  }, { run });
});

Deno.test("a form that another site's page sends is refused, and the page's own is not", async (t) => {
  const { tried, run } = tryingCodes();
  await withPage(async (page) => {
    const { pathname, host, origin } = new URL(page.url);
    const post = (headers: string) =>
      raw(
        page,
        `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${headers}Content-Length: ${BODY.length}\r\n\r\n${BODY}`,
      );
    const foreign = {
      "another origin": "Origin: https://evil.example\r\n",
      "another port": "Origin: http://127.0.0.1:1\r\n",
      "a hidden origin": "Origin: null\r\n",
      "another site": "Sec-Fetch-Site: cross-site\r\n",
      "another port of this computer": "Sec-Fetch-Site: same-site\r\n",
      "a link": "Sec-Fetch-Site: none\r\n",
    };
    for (const [what, headers] of Object.entries(foreign)) {
      await t.step(what, async () => {
        assert.match(await post(headers), /^HTTP\/1\.1 403 /);
        assert.deepEqual(tried, []);
      });
    }
    const own = `Origin: ${origin}\r\nSec-Fetch-Site: same-origin\r\n`;
    assert.match(await post(own), /^HTTP\/1\.1 303 /);
    assert.deepEqual(tried, ["123456"]);
  }, { run });
});

Deno.test("a request that no browser sends for the page is refused, and no MFA code is tried", (t) => {
  const { tried, run } = tryingCodes();
  return withPage(async (page) => {
    const { pathname, host } = new URL(page.url);
    const post = `POST ${pathname} HTTP/1.1\r\n`;
    const ours = `Host: ${host}\r\n`;
    const body = `\r\n${BODY}`;
    const requests = {
      "no request line": `nonsense\r\n\r\n`,
      "another protocol": `POST ${pathname} HTTP/2.0\r\n${ours}\r\n`,
      "no host": `${post}Content-Length: 11\r\n${body}`,
      "two hosts": `${post}${ours}Host: x\r\nContent-Length: 11\r\n${body}`,
      "two origins":
        `${post}${ours}Origin: http://${host}\r\nOrigin: x\r\nContent-Length: 11\r\n${body}`,
      "two lengths":
        `${post}${ours}Content-Length: 11\r\nContent-Length: 0\r\n${body}`,
      "a negative length": `${post}${ours}Content-Length: -1\r\n${body}`,
      "a body in pieces":
        `${post}${ours}Transfer-Encoding: chunked\r\n\r\nb\r\ncode=123456\r\n0\r\n\r\n`,
      "headers without end": `${post}${ours}X: ${"x".repeat(100_000)}`,
    };
    for (const [what, request] of Object.entries(requests)) {
      await t.step(what, async () => {
        assert.match(await raw(page, request), /^HTTP\/1\.1 400 /);
      });
    }
    assert.deepEqual(tried, []);
    const answer = await raw(
      page,
      `${post}${ours}content-LENGTH:11\r\n${body} and more`,
    );
    assert.match(answer, /^HTTP\/1\.1 303 /);
    assert.deepEqual(tried, ["123456"]);
  }, { run });
});

Deno.test("connections that send nothing do not keep the user from the page, nor take every descriptor", () =>
  withPage(async ({ url }) => {
    const port = Number(new URL(url).port);
    const connect = () => Deno.connect({ hostname: "127.0.0.1", port });
    const silent = await Promise.all(Array.from({ length: 60 }, connect));
    try {
      const response = await fetch(url);
      assert.equal(response.status, 200);
      await response.body?.cancel();
      let closed = 0;
      for (const connection of silent) {
        const ended = () => void closed++;
        connection.read(new Uint8Array(1)).then(ended, ended);
      }
      await until(() => closed >= 60 - 16);
    } finally {
      silent.forEach((connection) => connection.close());
    }
  }));

Deno.test("where no connection can be accepted the request ends, and the next one gets another server", async () => {
  const { listen } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    listener.accept = () =>
      Promise.reject(new Error("Too many open files (os error 24)"));
    return listener;
  }) as typeof listen;
  const requests = new PendingRequests(SILENT);
  try {
    const { url, pending } = openPage(requests);
    await assert.rejects(pending.outcome, {
      code: "usage",
      message: /accepts no more connections/,
    });
    await pageClosed(url);
  } finally {
    Deno.listen = listen;
  }
  const { url } = openPage(requests);
  assert.match(await show(url), /<form/);
  await requests.close();
});
