import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { partitionArn, Profiles } from "../../src/credentials/profiles.ts";
import {
  type ChainFault,
  roleChain,
} from "../../src/credentials/role_chain.ts";
import { hasBotocore, profilesOfBotocore, SKIPPED } from "./botocore.ts";
import { BEGIN, END } from "./samples.ts";
import { ignoreWithout } from "../support/programs.ts";

function profilesOf(credentials: string, config = ""): Profiles {
  return new Profiles(parse(credentials), parse(config));
}

/** Config files that name one profile twice. */
const TWICE: [profile: string, config: string, expected: object][] = [
  ["default", "[default]\na = 1\n[profile default]\nb = 2\n", { b: "2" }],
  ["default", "[profile default]\nb = 2\n[default]\na = 1\n", { a: "1" }],
  ["me", '[profile me]\na = 1\n[profile "me"]\nb = 2\n', { b: "2" }],
  ["me", "[profile 'me']\nb = 2\n[profile me]\na = 1\n", { a: "1" }],
];

for (const [profile, config, expected] of TWICE) {
  Deno.test(`the later profile of ${JSON.stringify(config)} takes precedence`, () => {
    const profiles = profilesOf("", config);
    const read = ["a", "b"].map((key) => [key, profiles.get(profile, key)])
      .filter(([, value]) => value !== undefined);
    assert.deepEqual(Object.fromEntries(read), expected);
  });
}

Deno.test(ignoreWithout("botocore", {
  name: `botocore reads the later profile too${SKIPPED}`,
  async fn() {
    const read = await profilesOfBotocore(TWICE.map(([, config]) => config));
    TWICE.forEach(([profile, config, expected], i) => {
      assert.deepEqual(read[i]![profile], expected, config);
    });
  },
}, hasBotocore));

Deno.test("the names are those of the credentials file, then those of the config alone", () => {
  const profiles = profilesOf(
    "[z]\n[a]\n",
    "[default]\n[profile a]\n[profile \"b c\"]\n[profile 'd']\nrole_arn = x\n[profile k]\naws_access_key_id = x\n[e]\n[sso-session f]\n[services g]\n",
  );
  assert.deepEqual(profiles.names(), ["z", "a", "default", "b c", "d", "k"]);
});

Deno.test("a setting is that of the credentials file, of its [DEFAULT], or of the config", () => {
  const profiles = profilesOf(
    "[DEFAULT]\nk = d\nl = d\n[a]\nK = v\n",
    "[profile a]\nk = c\nl = c\nm = c\n[profile b]\nm = b\n",
  );
  const read = (name: string) =>
    ["k", "l", "m", "n"].map((key) => profiles.get(name, key));
  assert.deepEqual(read("a"), ["v", "d", "c", undefined]);
  assert.deepEqual(read("b"), [undefined, undefined, "b", undefined]);
  assert.deepEqual(["a", "b", "c"].map((name) => profiles.has(name)), [
    true,
    true,
    false,
  ]);
});

Deno.test("the MFA device is mfa_device_arn, else mfa_serial, else aws_mfa_device", () => {
  const device = (credentials: string, config?: string) =>
    profilesOf(credentials, config).find("a")?.mfaDevice;
  assert.equal(device("[a]\nmfa_serial = 1\nmfa_device_arn = 2\n"), "2");
  assert.equal(device("[a]\nmfa_device_arn =\nmfa_serial = 1\n"), "1");
  assert.equal(device("[a]\nMFA_Serial: 1\n"), "1");
  assert.equal(device("[a]\naws_mfa_device = 1\n"), "1");
  assert.equal(device("[a]\naws_mfa_device = 1\nmfa_serial = 2\n"), "2");
  assert.equal(device("[DEFAULT]\nmfa_serial = 1\n[a]\n"), "1");
  assert.equal(device("[a]\n", "[profile a]\nmfa_serial = 1\n"), "1");
  assert.equal(device("[a]\n"), undefined);
  assert.equal(device("[a]\n[b]\nmfa_serial = 1\n"), undefined);
});

Deno.test("the partition is that of the MFA device, else of the role", () => {
  const arn = (config: string) =>
    partitionArn(profilesOf("", `[profile a]\n${config}`).find("a")!);
  assert.equal(arn("role_arn = r\nmfa_serial = d\n"), "d");
  assert.equal(arn("role_arn = r\n"), "r");
  assert.equal(arn(""), "");
});

Deno.test("a session has its own settings, else those of its source profile", () => {
  const profiles = profilesOf(
    `[a]\nregion = r\nca_bundle = b\n${BEGIN.replace("default", "a")}\n` +
      `[s]\nregion = s\n${END}\n[t]\n`,
    "[profile a]\nendpoint_url = u\n",
  );
  assert.deepEqual(
    ["a", "s", "t"].map((name) => profiles.sourceProfileOf(name)),
    [
      undefined,
      "a",
      undefined,
    ],
  );
  const settings = profiles.sessionSettings("s")!;
  assert.equal(settings.get("region"), "s");
  assert.equal(settings.get("ca_bundle"), "b");
  assert.equal(settings.endpointUrl("sts"), "u");
  assert.equal(profiles.sessionSettings("t")?.get("region"), undefined);
  assert.equal(profiles.sessionSettings("x"), undefined);
});

/** What a chain from `a` ends with. */
const CHAINS: [
  config: string,
  names: string[],
  fault: ChainFault | undefined,
][] = [
  ["", [], { kind: "missing", name: "a" }],
  ["[profile a]\nsource_profile = b\n", ["a"], undefined],
  [
    "[profile a]\nrole_arn = r\nsource_profile = b\n",
    ["a"],
    { kind: "missing", name: "b" },
  ],
  ["[profile a]\nrole_arn = r\n", ["a"], { kind: "no_source_profile" }],
  [
    "[profile a]\nrole_arn = r\nsource_profile = b\n  c\n",
    ["a"],
    { kind: "missing", name: "b\nc" },
  ],
  [
    "[profile a]\nrole_arn = r\nsource_profile = b\ncredential_source = Environment\n",
    ["a"],
    { kind: "role_without_mfa", setting: "credential_source" },
  ],
  [
    "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n",
    ["a", "b"],
    { kind: "cycle", name: "a" },
  ],
];

for (const [config, names, fault] of CHAINS) {
  Deno.test(`the chain of ${JSON.stringify(config)} ends with ${fault?.kind ?? "keys"}`, () => {
    const chain = roleChain(profilesOf("", config), "a");
    assert.deepEqual(chain.profiles.map(({ name }) => name), names);
    assert.deepEqual(chain.fault, fault);
  });
}

Deno.test("10,000 roles of one source profile are each read once", () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `p${i}`);
  const config = names.map((name) =>
    `[profile ${name}]\nrole_arn = r\nsource_profile = base\n`
  );
  const profiles = profilesOf("[base]\n", config.join(""));
  const sources = names.map((name) =>
    roleChain(profiles, name).profiles.at(-1)
  );
  assert.deepEqual([...new Set(sources)], [profiles.find("base")]);
});
