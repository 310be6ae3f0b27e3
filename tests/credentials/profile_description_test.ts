import assert from "node:assert/strict";
import {
  describedInfo,
  describeProfile,
  type ProfileDescription,
} from "../../src/credentials/profile_description.ts";
import { parse } from "../../src/credentials/parse.ts";
import { Profiles } from "../../src/credentials/profiles.ts";
import { BEGIN, END } from "./samples.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const KEYS = `aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
`;
const SESSION = `aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
aws_session_token = ${SECRET}
`;
const ROLE = "arn:aws:iam::210987654321:role/path/admin";
const DEVICE = "arn:aws:iam::123456789012:mfa/me";

function describe(credentials: string, config = ""): ProfileDescription {
  const profiles = new Profiles(parse(credentials), parse(config));
  const description = describeProfile(profiles, profiles.find("a")!);
  const info = describedInfo(profiles, description, new Date(0));
  assert.ok(!JSON.stringify({ description, info }).includes(SECRET));
  return description;
}

/** Says what is expected of the profile `a`. */
const CASES: [
  title: string,
  credentials: string,
  config: string,
  expected: Partial<ProfileDescription>,
][] = [
  [
    "keys and a device of the config are a user's",
    `[a]\n${KEYS}`,
    `[profile a]\nmfa_serial = ${DEVICE}\n`,
    { kind: "user", mfaDevice: DEVICE, missing: [], hasSession: false },
  ],
  [
    "half of the keys is a user's too",
    `[a]\naws_secret_access_key = ${SECRET}\n`,
    "",
    { kind: "user", missing: ["aws_access_key_id"] },
  ],
  [
    "the two files don't have a half each",
    "[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    `[profile a]\n${KEYS}`,
    { kind: "user", missing: ["aws_secret_access_key"] },
  ],
  [
    "keys in a block are a session of the block's profile",
    `${BEGIN}\n[a]\n${SESSION}assumed_role_arn = ${ROLE}\n${END}\n`,
    "",
    { kind: "session", source: "default", role: ROLE, hasSession: true },
  ],
  [
    "an empty section in a block is one without keys",
    `${BEGIN}\n[a]\nregion = x\n${END}\n`,
    "",
    { kind: "session", missing: [], hasSession: false },
  ],
  [
    "long-term access keys in a block are a user's",
    `${BEGIN}\n[a]\n${KEYS}${END}\n`,
    "",
    { kind: "user", source: undefined },
  ],
  [
    "temporary credentials of another tool have no source",
    `[a]\n${SESSION.replace("aws_session", "aws_security")}`,
    "",
    { kind: "session", source: undefined, missing: [], hasSession: true },
  ],
  [
    "a long-term access key with the token of another key is a user's",
    `[a]\n${KEYS}aws_session_token = ${SECRET}\n`,
    "",
    { kind: "user", missing: [] },
  ],
  [
    "a session without its token",
    `[a]\n${SESSION.replace(/.*token.*\n/, "")}`,
    "",
    { kind: "session", missing: ["aws_session_token"] },
  ],
  [
    "a role takes precedence over keys, with the device of its source",
    `[a]\n${KEYS}[b]\n${KEYS}mfa_serial = ${DEVICE}\n`,
    `[profile a]\nrole_arn = ${ROLE}\nsource_profile = b\n`,
    {
      kind: "role",
      source: "b",
      role: ROLE,
      mfaDevice: DEVICE,
      missing: [],
      hasSession: false,
    },
  ],
  [
    "a source profile that does not exist is not shown",
    "",
    `[profile a]\nrole_arn = ${ROLE}\nsource_profile = ${SECRET}\n`,
    { kind: "role", source: undefined },
  ],
  [
    "the ARN of a role that may be a secret is not shown",
    "",
    `[profile a]\nrole_arn = ${SECRET}\nsource_profile = a\n`,
    { kind: "role", role: undefined },
  ],
  [
    "a role of an EC2 instance",
    "",
    `[profile a]\nrole_arn = ${ROLE}\ncredential_source = Ec2InstanceMetadata\n`,
    { kind: "role", setting: "credential_source" },
  ],
  [
    "a permission set of IAM Identity Center",
    "",
    "[profile a]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = Admin\n",
    { kind: "sso", sso: { account: "123456789012", role: "Admin" } },
  ],
  [
    "SSO settings that may be a secret are not shown",
    "",
    `[profile a]\nsso_account_id = ${SECRET}\nsso_role_name = ${SECRET}\n`,
    { kind: "sso", sso: { account: undefined, role: undefined } },
  ],
  [
    "another program gets the credentials",
    "",
    `[profile a]\ncredential_process = ${SECRET}\n`,
    { kind: "other", setting: "credential_process" },
  ],
  ["a region alone", "[a]\nregion = x\n", "", { kind: "other" }],
];

for (const [title, credentials, config, expected] of CASES) {
  Deno.test(`a profile is described: ${title}`, () => {
    const found = describe(credentials, config);
    const shown = Object.fromEntries(
      Object.keys(expected).map((
        key,
      ) => [key, found[key as keyof typeof found]]),
    );
    assert.deepEqual(shown, expected);
  });
}

Deno.test("ten thousand roles of one profile are described in linear time", () => {
  const config = Array.from(
    { length: 10_000 },
    (_, at) => `[profile r${at}]\nrole_arn = ${ROLE}\nsource_profile = a\n`,
  ).join("");
  const profiles = new Profiles(parse(`[a]\n${KEYS}`), parse(config));
  const names = profiles.names().filter((name) =>
    describeProfile(profiles, profiles.find(name)!).source === "a"
  );
  assert.equal(names.length, 10_000);
});
