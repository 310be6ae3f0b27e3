import assert from "node:assert/strict";
import { defaultProfiles } from "../../src/credentials/default_profile.ts";
import { parse } from "../../src/credentials/parse.ts";
import { Profiles } from "../../src/credentials/profiles.ts";
import { BEGIN, END } from "./samples.ts";

const KEYS = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n" +
  "aws_secret_access_key = CANARY\n";
const DEVICE = "mfa_serial = arn:aws:iam::123456789012:mfa/me\n";
const SESSION = `${
  KEYS.replace("AKIA", "ASIA")
}aws_session_token = CANARY\n${DEVICE}`;

const CASES: [
  name: string,
  credentials: string,
  config: string,
  expected: string[],
][] = [
  ["default with a device", `[default]\n${KEYS}${DEVICE}`, "", ["default"]],
  [
    "default before another profile",
    `[work]\n${KEYS}${DEVICE}[default]\n${KEYS}${DEVICE}`,
    "",
    ["default"],
  ],
  [
    "default whose device is in the config",
    `[work]\n${KEYS}${DEVICE}[default]\n${KEYS}`,
    `[default]\n${DEVICE}`,
    ["default"],
  ],
  ["default with a device and no keys", "", `[default]\n${DEVICE}`, [
    "default",
  ]],
  [
    "the only profile with a device",
    `[default]\n${KEYS}[work]\n${KEYS}${DEVICE}[other]\n${KEYS}`,
    "",
    ["work"],
  ],
  [
    "the only profile with keys",
    `[work]\n${KEYS}${DEVICE}`,
    `[profile admin]\nrole_arn = x\nsource_profile = work\n${DEVICE}`,
    ["work"],
  ],
  ["a profile of the config", "", `[profile work]\n${KEYS}${DEVICE}`, ["work"]],
  [
    "a profile whose device is that of aws-mfa",
    `[work-long-term]\n${KEYS}${
      DEVICE.replace("mfa_serial", "aws_mfa_device")
    }`,
    "",
    ["work-long-term"],
  ],
  [
    "no session",
    `[work]\n${KEYS}${DEVICE}[a]\n${SESSION}${BEGIN}\n[default_sts]\n${KEYS}${DEVICE}${END}\n`,
    `[profile b]\n${SESSION}[profile c]\n${SESSION.replace("ASIA", "AKIA")}`,
    ["work"],
  ],
  [
    "all of several profiles",
    `[b]\n${KEYS}${DEVICE}[default]\n${KEYS}`,
    `[profile a]\n${KEYS}${DEVICE}`,
    ["b", "a"],
  ],
  ["nothing where no profile has a device", `[default]\n${KEYS}`, "", []],
];

for (const [name, credentials, config, expected] of CASES) {
  Deno.test(`without a name, get chooses ${name}`, () => {
    const profiles = new Profiles(parse(credentials), parse(config));
    assert.deepEqual(defaultProfiles(profiles), expected);
  });
}
