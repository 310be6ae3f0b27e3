/** Who can use a page, and what a flood of connections does. */
import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import { type MfaPage, MfaPages } from "../../src/page/mfa_pages.ts";
import { openPage, send, show, SILENT, tryingCodes, withPage } from "./page.ts";
import { pageClosed } from "./page_closed.ts";
import { until } from "../support/until.ts";

/** Sends bytes as they are: `fetch` sets the Host header by itself. */
async function raw({ url }: MfaPage, request: string): Promise<string> {
  const port = Number(new URL(url).port);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const writer = connection.writable.getWriter();
  await writer.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text().catch(() => "");
}

Deno.test("a body without end is not read to its end", () =>
  withPage(async ({ url }) => {
    const body = `code=${"1".repeat(100_000)}`;
    const response = await fetch(url, { method: "POST", body });
    assert.equal(response.status, 400);
    await response.body?.cancel();
  }));

Deno.test("a request without the path gets nothing", () =>
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

Deno.test("a request with another Host header gets nothing", () => {
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

Deno.test("silent connections block neither the page nor all file descriptors", () =>
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

Deno.test("if no connection can be accepted the request ends, and the next one gets another server", async () => {
  const { listen } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    listener.accept = () =>
      Promise.reject(new Error("Too many open files (os error 24)"));
    return listener;
  }) as typeof listen;
  const requests = new MfaPages(SILENT);
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

Deno.test("if the server fails while an MFA code is tried, its rejection ends the request", async () => {
  const { listen } = Deno;
  const failed = Promise.withResolvers<never>();
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const accept = listener.accept.bind(listener);
    let accepted = 0;
    listener.accept = () => accepted++ === 0 ? accept() : failed.promise;
    return listener;
  }) as typeof listen;
  const requests = new MfaPages(SILENT);
  try {
    const { url, pending } = openPage(requests, {
      async run() {
        failed.reject(new Error("Too many open files (os error 24)"));
        await pageClosed(url);
        throw new UpdstsError("sts_refused", "STS rejected the MFA code");
      },
    });
    void send(url, { code: "123456" }).catch(() => {});
    await assert.rejects(pending.outcome, { message: /rejected the MFA code/ });
  } finally {
    Deno.listen = listen;
    await requests.close();
  }
});
