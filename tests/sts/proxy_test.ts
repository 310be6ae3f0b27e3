import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import { explainSettings } from "../../src/sts/explain_setting.ts";
import { type Proxy, proxyFor } from "../../src/sts/proxy.ts";
import { hintOf } from "../support/hint_of.ts";
import { SETTINGS } from "./settings.ts";

function find(
  env: Record<string, string>,
  endpoint?: string,
): Proxy | undefined {
  return explainSettings(() =>
    proxyFor((name) => env[name], { ...SETTINGS, endpoint })
  );
}

const USABLE: Record<string, string> = {
  "http://proxy:8080": "proxy:8080",
  "http://proxy": "proxy:80",
  "https://proxy": "proxy:443",
  "HTTP://proxy.example.:8080/": "proxy.example:8080",
  "http://proxy:8080/path": "proxy:8080",
  "proxy:8080": "proxy:8080",
  "proxy": "proxy:80",
  "http://127.0.0.1:3128": "127.0.0.1:3128",
  "http://[::1]:3128": "[::1]:3128",
  "http://me:pw@proxy:8080": "proxy:8080",
  "me:pw@proxy:8080": "proxy:8080",
  "http://me:@proxy:8080": "proxy:8080",
  "http://CORP%5Cme:p%40w%23@proxy:8080": "proxy:8080",
  "http://me:a:b!$&'()*+,;=~@proxy:8080": "proxy:8080",
  "socks5://proxy": "proxy:1080",
  "socks5h://me:pw@proxy:1": "proxy:1",
};

for (const [text, host] of Object.entries(USABLE)) {
  Deno.test(`${text} is a proxy that Deno uses too`, () => {
    const proxy = find({ HTTPS_PROXY: text })!;
    assert.equal(proxy.host, host);
    assert.equal(proxy.isExplicit, text.startsWith("socks"));
    // Fails where Deno would go on without the proxy.
    Deno.createHttpClient({ proxy: { url: proxy.url } }).close();
  });
}

const UNUSABLE = [
  "http://CORP\\jane:CANARY@host:8080",
  "http://host:8080 ",
  " http://host:8080",
  "http://host:8080\r",
  "http://host:8080\n",
  "http:/host:8080",
  "http:host:8080",
  "http://",
  "//host:8080",
  " ",
  "socks4://host:8080",
  "socks://host:8080",
  "SOCKS5://host:8080",
  "ftp://host:8080",
  "unix:/CANARY",
  '"http://host:8080"',
  "http://host:80a",
  "http://host:99999",
  "http://host:",
  "http://[:::]:80",
  "host:8080/path",
  "http://CANARY@host:8080",
  "http://me:CANARY@x@host:8080",
  "http://me:CANARY#x@host:8080",
  "http://me:CANARY/x@host:8080",
  "http://me:CANARY?x@host:8080",
  "http://me:CANARY x@host:8080",
  "http://me:CANARY\u00e4@host:8080",
  "http://me:CANARY{@host:8080",
  "http://me:CANARY[@host:8080",
  "http://me:CANARY^@host:8080",
  "http://host:8080/{",
  "http://host:8080?CANARY",
  "http://*:80",
  "http://a,b:80",
];

for (const text of UNUSABLE) {
  Deno.test(`${JSON.stringify(text)} is refused as a proxy, without repeating it`, () => {
    for (const name of ["https_proxy", "HTTPS_PROXY", "all_proxy"]) {
      assert.throws(() => find({ [name]: text }), (error) => {
        assert.ok(error instanceof UpdstsError);
        assert.equal(error.code, "settings_invalid");
        assert.ok(error.message.includes(name));
        assert.doesNotMatch(error.message + hintOf(error), /CANARY|host/);
        assert.equal(
          /percent-encoding/.test(hintOf(error)),
          text.includes("@"),
        );
        return true;
      });
    }
  });
}

const GOOD = "http://good:1";
const OTHER = "http://other:2";

const CHOICES: [
  env: Record<string, string>,
  endpoint: string | undefined,
  expected: Partial<Proxy> | undefined,
][] = [
  [{ https_proxy: GOOD }, undefined, { variable: "https_proxy" }],
  // Deno would take the upper-case one, and ALL_PROXY before both.
  [{ https_proxy: GOOD, HTTPS_PROXY: OTHER }, undefined, {
    variable: "https_proxy",
    isExplicit: true,
  }],
  [{ https_proxy: GOOD, HTTPS_PROXY: "bro ken" }, undefined, {
    variable: "https_proxy",
    isExplicit: true,
  }],
  [{ https_proxy: GOOD, HTTPS_PROXY: GOOD, ALL_PROXY: GOOD }, undefined, {
    isExplicit: false,
  }],
  [{ HTTPS_PROXY: GOOD, all_proxy: "socks5://x" }, undefined, {
    host: "good:1",
    isExplicit: true,
  }],
  [{ https_proxy: "", HTTPS_PROXY: GOOD }, undefined, { isExplicit: false }],
  [{ all_proxy: GOOD, ALL_PROXY: OTHER }, undefined, {
    variable: "all_proxy",
    isExplicit: true,
  }],
  [{ http_proxy: "bro ken", HTTP_PROXY: "bro ken" }, undefined, undefined],
  [{ https_proxy: "bro ken" }, "http://example.com", undefined],
  [{ HTTP_PROXY: GOOD }, "http://example.com", { variable: "HTTP_PROXY" }],
  [{ HTTP_PROXY: GOOD }, "https://example.com", undefined],
];

for (const [env, endpoint, expected] of CHOICES) {
  Deno.test(`of ${JSON.stringify(env)} curl's choice is taken for ${endpoint ?? "STS"}`, () => {
    const proxy = find(env, endpoint);
    if (expected === undefined) return assert.equal(proxy, undefined);
    for (const [key, value] of Object.entries(expected)) {
      assert.equal(proxy?.[key as keyof Proxy], value, key);
    }
  });
}

const LISTS: [list: string, endpoint: string | undefined, exempt: boolean][] = [
  ["sts.amazonaws.com", undefined, true],
  ["amazonaws.com", undefined, true],
  [".amazonaws.com", undefined, true],
  [" localhost , .amazonaws.com ", undefined, true],
  ["*", undefined, true],
  ["azonaws.com", undefined, false],
  ["sts.amazonaws.com:443", undefined, false],
  ["", undefined, false],
  [",", undefined, false],
  ["127.0.0.1", "https://127.0.0.1:1", true],
  ["127.0.0.0/8", "https://127.0.0.1:1", true],
  ["128.0.0.0/8", "https://127.0.0.1:1", false],
  ["127.0.0.0/33", "https://127.0.0.1:1", false],
  ["0.0.0.0/0", "https://127.0.0.1:1", true],
  ["*", "https://127.0.0.1:1", false],
  ["::1", "https://[::1]:1", true],
];

for (const [list, endpoint, isExempt] of LISTS) {
  Deno.test(`NO_PROXY="${list}" ${isExempt ? "exempts" : "does not exempt"} ${endpoint ?? "STS"}`, () => {
    for (const name of ["NO_PROXY", "no_proxy"]) {
      const proxy = find({ HTTPS_PROXY: GOOD, [name]: list }, endpoint);
      assert.equal(proxy === undefined, isExempt, name);
    }
  });
}

Deno.test("an invalid proxy is ignored for a host in NO_PROXY", () => {
  const env = { HTTPS_PROXY: "bro ken", NO_PROXY: ".amazonaws.com" };
  assert.equal(find(env), undefined);
});

Deno.test("NO_PROXY and no_proxy have to agree on the host", () => {
  const both = (NO_PROXY: string, no_proxy: string) =>
    find({ HTTPS_PROXY: GOOD, NO_PROXY, no_proxy });
  assert.throws(() => both("x", ".amazonaws.com"), /NO_PROXY and no_proxy/);
  assert.throws(() => both("", ".amazonaws.com"), /NO_PROXY and no_proxy/);
  assert.throws(() => both(".amazonaws.com", "x"), /NO_PROXY and no_proxy/);
  assert.equal(both("x", "y")?.host, "good:1");
});
