import assert from "node:assert/strict";
import { type CodePage, openCodePage } from "../../src/mcp/code_page.ts";
import { until } from "../support/until.ts";

const FACTS = {
  profile: "default",
  device: "arn:aws:iam::123456789012:mfa/me",
  stsProfile: "default_sts",
  roles: ["arn:aws:iam::123456789012:role/admin"],
  duration: 3600,
};

async function withPage(
  test: (page: CodePage) => Promise<void>,
  facts = FACTS,
  lifetime = 60_000,
): Promise<void> {
  const page = openCodePage(facts, lifetime);
  try {
    await test(page);
  } finally {
    page.close();
    await isGone(page);
  }
}

/** Waits until nobody listens any more. */
async function isGone({ url }: CodePage): Promise<void> {
  const end = Date.now() + 5_000;
  while (Date.now() < end) {
    try {
      await (await fetch(url)).body?.cancel();
    } catch {
      return;
    }
  }
  assert.fail("the page is still served");
}

/** Sends bytes as they are: `fetch` sets the Host header by itself. */
async function raw({ url }: CodePage, request: string): Promise<string> {
  const port = Number(new URL(url).port);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const writer = connection.writable.getWriter();
  await writer.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text().catch(() => "");
}

const post = (url: string, body: string) =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  });

Deno.test("no page has the path of another", () =>
  withPage(({ url: one }) =>
    withPage(({ url: other }) => {
      assert.notEqual(new URL(one).pathname, new URL(other).pathname);
      return Promise.resolve();
    })
  ));

Deno.test("the page says what the code is for, in HTML that needs no script and may run none", () =>
  withPage(async ({ url }) => {
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]{36}$/);
    const response = await fetch(url);
    const html = await response.text();
    for (const fact of Object.values(FACTS)) {
      assert.ok(html.includes(String(fact)));
    }
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
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  }));

Deno.test("names on the page are text, whatever is in them", () =>
  withPage(
    async ({ url }) => {
      const html = await (await fetch(url)).text();
      assert.doesNotMatch(html, /<img|\u202e|"onload/);
      assert.match(html, /&#60;img src=x&#62;/);
    },
    { ...FACTS, profile: "<img src=x>\u202e", stsProfile: '"onload=x' },
  ));

Deno.test("a code is taken once, and then nobody is served any more", () =>
  withPage(async (page) => {
    const typed = encodeURIComponent(" ０12\u00a03４5");
    const response = await post(page.url, `code=${typed}`);
    assert.equal(response.status, 200);
    assert.doesNotMatch(await response.text(), /012/);
    assert.equal(await page.code, "012345");
    await isGone(page);
  }));

Deno.test("what is not six digits is not taken, and the page asks again", (t) =>
  withPage(async (page) => {
    const bodies = ["", "code=", "code=12345", "code=1234567", "code=12345a"];
    for (const body of [...bodies, "other=123456", "%"]) {
      await t.step(body || "nothing", async () => {
        const response = await post(page.url, body);
        assert.equal(response.status, 422);
        assert.match(await response.text(), /role="alert">That was not six/);
      });
    }
    await (await post(page.url, "code=123456")).body?.cancel();
    assert.equal(await page.code, "123456");
  }));

Deno.test("a body without end is not read to its end", () =>
  withPage(async ({ url }) => {
    const response = await post(url, `code=${"1".repeat(100_000)}`);
    assert.equal(response.status, 400);
    await response.body?.cancel();
  }));

Deno.test("who does not know the path gets nothing", () =>
  withPage(async ({ url }) => {
    const { origin, pathname } = new URL(url);
    for (
      const path of ["/", "/favicon.ico", `${pathname}/`, pathname.slice(0, -1)]
    ) {
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

Deno.test("a web page whose host's name points at this computer gets nothing", () =>
  withPage(async (page) => {
    const { pathname, port, host } = new URL(page.url);
    const body = "code=123456";
    for (const name of [`evil.example:${port}`, `localhost:${port}`, "x"]) {
      const answer = await raw(
        page,
        `POST ${pathname} HTTP/1.1\r\nHost: ${name}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
      assert.match(answer, /^HTTP\/1\.1 404 /);
    }
    const ours = await raw(
      page,
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    assert.match(ours, /^HTTP\/1\.1 200 /);
  }));

Deno.test("when the time is up the page closes, and says so to who waits", () =>
  withPage(
    async (page) => {
      await assert.rejects(page.code, {
        code: "usage",
        message: /closed before a code was typed/,
      });
      await isGone(page);
    },
    FACTS,
    50,
  ));

Deno.test("what no browser sends for the page is refused, and no code is taken", (t) =>
  withPage(async (page) => {
    const { pathname, host } = new URL(page.url);
    const post = `POST ${pathname} HTTP/1.1\r\n`;
    const ours = `Host: ${host}\r\n`;
    const body = "\r\ncode=123456";
    const requests = {
      "no request line": `nonsense\r\n\r\n`,
      "another protocol": `POST ${pathname} HTTP/2.0\r\n${ours}\r\n`,
      "no host": `${post}Content-Length: 11\r\n${body}`,
      "two hosts": `${post}${ours}Host: x\r\nContent-Length: 11\r\n${body}`,
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
    const answer = await raw(
      page,
      `${post}${ours}content-LENGTH:11\r\n${body} and more`,
    );
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.equal(await page.code, "123456");
  }));

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

Deno.test("where no connection can be accepted the page closes, and says so to who waits", async () => {
  const { listen } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    listener.accept = () =>
      Promise.reject(new Error("Too many open files (os error 24)"));
    return listener;
  }) as typeof listen;
  try {
    const page = openCodePage(FACTS, 60_000);
    await assert.rejects(page.code, {
      code: "usage",
      message: /accepts no more connections/,
    });
    await isGone(page);
  } finally {
    Deno.listen = listen;
  }
});
