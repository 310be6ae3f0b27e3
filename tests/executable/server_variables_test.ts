import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { serverVariables } from "../../src/executable/server_variables.ts";

const home = resolve("/home/me");

function variables(values: Record<string, string>, os = "linux") {
  return serverVariables(
    { env: (name) => values[name], home: () => home },
    os,
  );
}

Deno.test("the setup of an MCP client has the variables that the server reads, with absolute paths", () => {
  const kept = {
    AWS_REGION: "eu-west-1",
    AWS_USE_FIPS_ENDPOINT: "true",
    HTTPS_PROXY: "http://proxy.example.com:8080",
    no_proxy: "localhost",
  };
  const { env, unsafe } = variables({
    ...kept,
    AWS_CONFIG_FILE: "~/settings/config",
    AWS_CA_BUNDLE: "bundle.pem",
    AWS_SHARED_CREDENTIALS_FILE: "/passed/with/-c",
    HOME: home,
    TERM: "xterm",
    AWS_DEFAULT_REGION: "",
  });
  assert.deepEqual(env, {
    ...kept,
    AWS_CONFIG_FILE: join(home, "settings", "config"),
    AWS_CA_BUNDLE: resolve("bundle.pem"),
  });
  assert.deepEqual(unsafe, []);
});

Deno.test("the setup of an MCP client has no access keys and no password", () => {
  const secret = "S3CRET";
  const { env, unsafe } = variables({
    AWS_ACCESS_KEY_ID: secret,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: secret,
    AWS_PROFILE: "dev",
    HTTPS_PROXY: `http://me:${secret}@proxy.example.com:8080`,
    http_proxy: `me:${secret}@proxy.example.com:8080`,
    AWS_ENDPOINT_URL_STS: `https://me:${secret}@sts.example.com`,
  });
  assert.deepEqual(env, {});
  assert.deepEqual(
    unsafe,
    ["AWS_ENDPOINT_URL_STS", "HTTPS_PROXY", "http_proxy"],
  );
});

Deno.test("the setup of an MCP client has no URL that may contain a secret, and no unprintable characters", () => {
  const values = {
    ALL_PROXY: "http://user:S3CRET",
    HTTP_PROXY: "http://user:S3%40CRET",
    AWS_ENDPOINT_URL: "https://sts.example.com/?token=S3CRET",
    NO_PROXY: "localhost\x1b[2J",
    AWS_CONFIG_FILE: "/home/me/con\u202efig",
  };
  const { env, unsafe } = variables(values);
  assert.deepEqual(env, {});
  assert.deepEqual(unsafe.toSorted(), Object.keys(values).toSorted());
});

Deno.test("the setup of an MCP client has URLs of proxies and endpoints, also with an IPv6 address", () => {
  const values = {
    AWS_ENDPOINT_URL_STS: "https://sts.example.com/path/",
    HTTPS_PROXY: "proxy.example.com:8080",
    HTTP_PROXY: "http://[::1]:3128/",
    NO_PROXY: "localhost, .example.com, 10.0.0.0/8",
  };
  assert.deepEqual(variables(values), { env: values, unsafe: [] });
});

Deno.test("on Windows a proxy variable is kept once", () => {
  const proxy = "http://proxy.example.com:8080";
  const { env } = variables(
    { HTTPS_PROXY: proxy, https_proxy: proxy },
    "windows",
  );
  assert.deepEqual(env, { HTTPS_PROXY: proxy });
});

Deno.test("a path relative to the directory of a drive stays unchanged on Windows", () => {
  const values = { AWS_CA_BUNDLE: "C:x.pem" };
  assert.deepEqual(variables(values, "windows").env, values);
});
