/** Settings that cannot be used are refused before an MFA code is asked for. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { derOf, utf16 } from "../support/encodings.ts";
import { makeScene, type Scene } from "../support/scene.ts";

/** The code is read when it is needed; missing, it gives another status. */
const LATE = ["-t", "-", "--if-expires-within", "600"];

interface Case {
  name: string;
  env?: (scene: Scene) => Record<string, string>;
  /** `~/.aws/config`. */
  config?: string | Uint8Array;
  /** More files in `~/.aws`, made of the CA bundle. */
  files?: (caPem: string) => Record<string, string | Uint8Array>;
  error: RegExp;
}

const always = (env: Record<string, string>) => () => env;
const host = ({ proxy }: Scene) => new URL(proxy.url).host;

const PROXIES: Record<string, (at: string) => string> = {
  "a backslash in its name": (at) => `http://CORP\\jane:CANARY@${at}`,
  "a trailing blank": (at) => `http://${at} `,
  "a trailing CR": (at) => `http://${at}\r`,
  "one slash": (at) => `http:/${at}`,
  "SOCKS4": (at) => `socks4://${at}`,
  "a raw @ in its password": (at) => `http://me:CANARY@x@${at}`,
  "a raw # in its password": (at) => `http://me:CANARY#x@${at}`,
};

const proxies = Object.entries(PROXIES).map(([name, url]): Case => ({
  name: `a proxy with ${name}`,
  env: (scene) => ({ https_proxy: "", HTTPS_PROXY: url(host(scene)) }),
  error: /^updsts: error: the proxy URL in HTTPS_PROXY is not /,
}));

const CASES: Case[] = [
  ...proxies,
  {
    name: "an invalid proxy in lower case beside a valid one",
    env: always({ https_proxy: "http://me:CANARY@x@host:1" }),
    error: /the proxy URL in https_proxy is not valid\n.*%40 for @, %23 for #/,
  },
  {
    name: "an availability zone as the region",
    env: always({ AWS_REGION: "us-east-1a" }),
    error: /us-east-1a is not an AWS region\n.*set the region to us-east-1\n/,
  },
  {
    name: "a region that no partition has",
    config: "[default]\nregion = mars-north-1\n",
    error: /mars-north-1 is not an AWS region/,
  },
  {
    name: "a missing section of services",
    config: "[default]\nservices = mine\n",
    error: /the config has no \[services mine\], which the profile "default"/,
  },
  {
    name: "a config in UTF-16",
    config: utf16("[default]\r\nregion = eu-west-1\r\n"),
    error: /cannot read \S+config: it is encoded in UTF-16/,
  },
  {
    name: "a directory as the config",
    env: ({ home }) => ({ AWS_CONFIG_FILE: join(home.path, ".aws") }),
    error: /cannot read \S+\.aws: it is not a regular file\n/,
  },
  {
    name: "a config that is too large",
    config: new Uint8Array(8 * 1024 * 1024 + 1).fill(0x0a),
    error: /cannot read \S+config: it is larger than 8 MiB\n/,
  },
  {
    name: "a switch that is neither true nor false",
    env: always({ AWS_USE_FIPS_ENDPOINT: "yes" }),
    error: /AWS_USE_FIPS_ENDPOINT is neither true nor false/,
  },
  {
    name: "an endpoint that is not a URL",
    env: always({ AWS_ENDPOINT_URL: "localhost:4566" }),
    error: /the STS endpoint is not an http or https URL/,
  },
  {
    name: "a missing CA bundle",
    env: always({ AWS_CA_BUNDLE: "~/none.pem" }),
    error: /cannot read the CA bundle \S+none\.pem/,
  },
  ...([
    [
      "that is empty",
      "",
      /the CA bundle \S+ is empty|cannot read the CA bundle/,
    ],
    ["in DER format", derOf, /is in DER format.*\n.*openssl x509 -inform DER/],
    ["in UTF-16", utf16, /is encoded in UTF-16\n.*iconv/],
    [
      "of trusted certificates",
      (pem: string) => pem.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE"),
      /has BEGIN TRUSTED CERTIFICATE.*\n.*openssl x509 -in/,
    ],
  ] as const).flatMap(([name, make, error]): Case[] => {
    const files = (pem: string) => ({
      "bundle.pem": typeof make === "string" ? make : make(pem),
    });
    return [
      {
        name: `an AWS_CA_BUNDLE ${name}`,
        env: always({ AWS_CA_BUNDLE: "~/.aws/bundle.pem" }),
        files,
        error,
      },
      {
        name: `a ca_bundle ${name}`,
        env: always({ AWS_CA_BUNDLE: "" }),
        config: "[default]\nca_bundle = ~/.aws/bundle.pem\n",
        files,
        error,
      },
    ];
  }),
];

for (const { name, env, config, files, error } of CASES) {
  Deno.test(`get refuses ${name} before the prompt`, async () => {
    await using scene = await makeScene();
    const directory = join(scene.home.path, ".aws");
    const pem = await Deno.readTextFile(join(directory, "ca.pem"));
    const all = { ...files?.(pem), ...(config ? { config } : {}) };
    for (const [file, content] of Object.entries(all)) {
      const bytes = typeof content === "string"
        ? new TextEncoder().encode(content)
        : content;
      await Deno.writeFile(join(directory, file), bytes);
    }
    const before = await scene.home.read();
    for (const code of [LATE, ["-t", scene.device.nextCode()]]) {
      const run = await scene.runInProcess(["get", "-n", "default", ...code], {
        env: env?.(scene) ?? {},
      });
      assert.match(run.stderr, error);
      assert.match(run.stderr, /\nupdsts: hint: /);
      assert.doesNotMatch(run.stderr, /CANARY/);
      assert.equal(run.status, 1);
    }
    assert.deepEqual(scene.proxy.tunnels, []);
    assert.deepEqual(scene.sts.requests, []);
    assert.equal(await scene.home.read(), before);
  });
}
