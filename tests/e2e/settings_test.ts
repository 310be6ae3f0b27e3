/** What is set and can't be used is refused before a code is asked for. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { derOf, utf16 } from "../support/encodings.ts";
import { makeScene, type Scene } from "../support/scene.ts";
import { startSocksProxy } from "../support/socks_proxy.ts";
import { executable } from "../support/updsts.ts";

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
  env: (scene) => ({ HTTPS_PROXY: url(host(scene)) }),
  error: /^updsts: error: the proxy URL in HTTPS_PROXY is not /,
}));

const CASES: Case[] = [
  ...proxies,
  {
    name: "a broken proxy in lower case beside a good one",
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
    name: "a section of services that is not there",
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
    name: "an endpoint that is no URL",
    env: always({ AWS_ENDPOINT_URL: "localhost:4566" }),
    error: /the STS endpoint is not an http or https URL/,
  },
  {
    name: "a CA bundle that is not there",
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
      "odd.pem": typeof make === "string" ? make : make(pem),
    });
    return [
      {
        name: `an AWS_CA_BUNDLE ${name}`,
        env: always({ AWS_CA_BUNDLE: "~/.aws/odd.pem" }),
        files,
        error,
      },
      {
        name: `a ca_bundle ${name}`,
        env: always({ AWS_CA_BUNDLE: "" }),
        config: "[default]\nca_bundle = ~/.aws/odd.pem\n",
        files,
        error,
      },
    ];
  }),
];

for (const { name, env, config, files, error } of CASES) {
  Deno.test(`get refuses ${name} before a code is asked for`, async () => {
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
      const run = await scene.run(["get", "-n", "default", ...code], {
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

const USABLE: [
  name: string,
  config: string,
  env: (scene: Scene) => Record<string, string>,
  /** Where Deno needs a permission for the proxy. */
  isExplicit?: true,
][] = [
  [
    "AWS_CA_BUNDLE with a leading ~",
    "",
    always({ AWS_CA_BUNDLE: "~/.aws/ca.pem" }),
  ],
  [
    "ca_bundle with a leading ~",
    "[default]\nca_bundle = ~/.aws/ca.pem\n",
    always({ AWS_CA_BUNDLE: "" }),
  ],
  [
    "no config by AWS_CONFIG_FILE=/dev/null",
    "[default]\nregion = eu-west-1\n",
    always({ AWS_CONFIG_FILE: "/dev/null" }),
  ],
  [
    "https_proxy in place of a broken HTTPS_PROXY",
    "",
    ({ proxy }) => ({ HTTPS_PROXY: "bro ken", https_proxy: proxy.url }),
    true,
  ],
  [
    "https_proxy in place of another ALL_PROXY",
    "",
    ({ proxy }) => ({
      HTTPS_PROXY: "",
      ALL_PROXY: "socks5://127.0.0.1:1",
      https_proxy: proxy.url,
    }),
    true,
  ],
  [
    "ALL_PROXY",
    "",
    ({ proxy }) => ({ HTTPS_PROXY: "", ALL_PROXY: proxy.url }),
  ],
];

for (const [name, config, env, isExplicit] of USABLE) {
  Deno.test({
    name: `get follows ${name}`,
    ignore: Deno.build.os === "windows",
    async fn() {
      await using scene = await makeScene();
      const file = join(scene.home.path, ".aws", "config");
      if (config) await Deno.writeTextFile(file, config);
      const code = scene.device.nextCode();
      const net = ["sts.amazonaws.com:443"];
      const run = await scene.run(["get", "-n", "default", "-t", code], {
        env: env(scene),
        net: isExplicit ? [...net, host(scene)] : net,
      });
      assert.equal(run.stderr, "");
      assert.equal(run.status, 0);
      assert.deepEqual(scene.proxy.tunnels.map(({ host }) => host), [
        "sts.amazonaws.com",
      ]);
    },
  });
}

Deno.test("get asks through a SOCKS5 proxy", async () => {
  await using scene = await makeScene();
  await using socks = await startSocksProxy(scene.sts.port);
  const code = scene.device.nextCode();
  const run = await scene.run(["get", "-n", "default", "-t", code], {
    env: { HTTPS_PROXY: `socks5h://${socks.host}` },
    net: ["sts.amazonaws.com:443", socks.host],
  });
  assert.equal(run.stderr, "");
  assert.equal(run.status, 0);
  assert.deepEqual(socks.asked, ["sts.amazonaws.com"]);
});

Deno.test("get needs the permission for a proxy that Deno would not choose", {
  // The executable works out its permissions itself.
  ignore: executable !== undefined,
}, async () => {
  await using scene = await makeScene();
  const run = await scene.run(["get", "-n", "default", ...LATE], {
    env: { https_proxy: scene.proxy.url, HTTPS_PROXY: "bro ken" },
  });
  assert.equal(run.status, 1);
  assert.ok(run.stderr.includes(`give --allow-net=${host(scene)}`));
});

for (
  const [what, env, error] of [
    [
      "host",
      { HTTPS_PROXY: "", AWS_ENDPOINT_URL: "https://sts.internal" },
      /cannot resolve sts\.internal\n/,
    ],
    [
      "proxy",
      { HTTPS_PROXY: "http://me:CANARY@proxy.invalid:3128" },
      /cannot resolve the proxy proxy\.invalid:3128\n/,
    ],
    [
      "host that the proxy refuses to connect to",
      { AWS_REGION: "us-west-2" },
      /the proxy 127\.0\.0\.1:\d+ refused the connection to sts\.us-west-2\.amazonaws\.com\n/,
    ],
    [
      "refusing proxy",
      { HTTPS_PROXY: "http://me:CANARY@127.0.0.1:1" },
      /cannot connect to the proxy 127\.0\.0\.1:1\n/,
    ],
    [
      "refusing SOCKS proxy",
      { HTTPS_PROXY: "socks5h://127.0.0.1:1" },
      /cannot connect to the proxy 127\.0\.0\.1:1\n/,
    ],
  ] as const
) {
  Deno.test(`get names the ${what} that it can't reach`, async () => {
    await using scene = await makeScene();
    const code = scene.device.nextCode();
    const run = await scene.run(["get", "-n", "default", "-t", code], {
      env,
      net: [
        "sts.amazonaws.com:443",
        "sts.us-west-2.amazonaws.com:443",
        "sts.internal:443",
        "127.0.0.1:1",
      ],
    });
    assert.equal(run.status, 1);
    assert.match(run.stderr, error);
    assert.doesNotMatch(run.stderr, /CANARY/);
  });
}
