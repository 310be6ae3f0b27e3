/** Settings of the environment and of the config, with the shipped permissions. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene, type Scene } from "../support/scene.ts";
import { startSocksProxy } from "../support/socks_proxy.ts";
import { executable, writeSettled } from "../support/updsts.ts";
import { ignoreOnWindows, ignoreWithout } from "../support/programs.ts";

/** The code is read when it is needed; missing, it gives another status. */
const LATE = ["-t", "-", "--if-expires-within", "600"];

const always = (env: Record<string, string>) => () => env;
const host = ({ proxy }: Scene) => new URL(proxy.url).host;

/** Each kind once, and what permissions decide; the rest is in tests/sts. */
const REFUSED: [
  name: string,
  env: (scene: Scene) => Record<string, string>,
  error: RegExp,
][] = [
  [
    "a proxy with a raw @ in its password",
    (scene) => ({ HTTPS_PROXY: `http://me:CANARY@x@${host(scene)}` }),
    // On Windows the names of variables have no case.
    /^updsts: error: the proxy URL in HTTPS_PROXY is not valid\n/i,
  ],
  [
    "a directory as the config",
    ({ home }) => ({ AWS_CONFIG_FILE: join(home.path, ".aws") }),
    /cannot read \S+\.aws: it is not a regular file\n/,
  ],
  [
    "a missing CA bundle",
    always({ AWS_CA_BUNDLE: "~/none.pem" }),
    /cannot read the CA bundle \S+none\.pem/,
  ],
  [
    "an empty CA bundle",
    always({ AWS_CA_BUNDLE: "~/.aws/empty.pem" }),
    /the CA bundle \S+ is empty|cannot read the CA bundle/,
  ],
];

for (const [name, env, error] of REFUSED) {
  Deno.test(`get refuses ${name} before it asks for an MFA code`, async () => {
    await using scene = await makeScene();
    await Deno.writeTextFile(join(scene.home.path, ".aws/empty.pem"), "");
    const before = await scene.home.read();
    const run = await scene.run(["get", "-n", "default", ...LATE], {
      env: env(scene),
    });
    assert.match(run.stderr, error);
    assert.doesNotMatch(run.stderr, /CANARY/);
    assert.equal(run.status, 1);
    assert.deepEqual(scene.proxy.tunnels, []);
    assert.equal(await scene.home.read(), before);
  });
}

Deno.test(ignoreWithout("Windows", {
  name: "a home directory that is relative to a drive is refused",
  async fn() {
    await using scene = await makeScene();
    for (const command of ["get", "list", "doctor", "status"]) {
      const run = await scene.run([command], {
        env: { USERPROFILE: "C:x" },
      });
      assert.match(
        run.stderr,
        /^updsts: error: the path C:x\\.aws\\credentials is relative to the cur/,
        command,
      );
      assert.equal(run.status, 1);
    }
  },
}, Deno.build.os === "windows"));

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
  Deno.test(ignoreOnWindows("variables that differ in case alone", {
    name: `get follows ${name}`,
    async fn() {
      await using scene = await makeScene();
      const file = join(scene.home.path, ".aws", "config");
      if (config) await writeSettled(file, config);
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
  }));
}

Deno.test("get sends the request through a SOCKS5 proxy", async () => {
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

Deno.test(ignoreOnWindows("variables that differ in case alone", {
  name: "get needs permission for a proxy that Deno would not use",
  // The executable works out its permissions itself.
  ignore: executable !== undefined,
  async fn() {
    await using scene = await makeScene();
    const run = await scene.run(["get", "-n", "default", ...LATE], {
      env: { https_proxy: scene.proxy.url, HTTPS_PROXY: "bro ken" },
    });
    assert.equal(run.status, 1);
    assert.ok(run.stderr.includes(`give --allow-net=${host(scene)}`));
  },
}));

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
  Deno.test(`get names the ${what} that it cannot connect to`, async () => {
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
