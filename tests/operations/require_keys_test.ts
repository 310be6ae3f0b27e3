import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { Profiles } from "../../src/credentials/profiles.ts";
import { UpdstsError } from "../../src/errors.ts";
import {
  planSession,
  type SessionPlan,
} from "../../src/operations/plan_session.ts";
import { hintOf } from "../support/hint_of.ts";

const DEVICE = "arn:aws:iam::123456789012:mfa/";
const KEYS = `[base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY
`;
const ADMIN = `[profile admin]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = base
mfa_serial = ${DEVICE}admin
`;

interface Files {
  config: string;
  credentials?: string;
  profileName?: string;
}

function find(
  { config, credentials = KEYS, profileName = "base" }: Files,
): SessionPlan {
  const profiles = new Profiles(parse(credentials), parse(config));
  return planSession(
    profiles,
    { profileName, stsProfileName: "x" },
    new Date(),
  );
}

Deno.test("the keys may be in the config, and the device that of aws-mfa", () => {
  const config = KEYS.replace("[base]", "[profile base]") +
    `aws_mfa_device = ${DEVICE}me\n`;
  for (const credentials of ["", "[base]\nregion = eu-west-1\n"]) {
    const source = find({ config, credentials });
    assert.equal(source.keys?.accessKeyId, "AKIAIOSFODNN7EXAMPLE");
    assert.equal(source.keys?.mfaDevice, `${DEVICE}me`);
    assert.equal(source.profile, "base");
    assert.equal(source.isInConfig, true);
  }
  assert.equal(
    find({ config: config + ADMIN, profileName: "admin" }).isInConfig,
    false,
  );
});

interface Refused extends Files {
  name: string;
  message: RegExp;
  hint?: RegExp;
}

const REFUSED: Refused[] = [
  ...([
    ["sso_session", "IAM Identity Center", "aws sso login"],
    ["sso_start_url", "IAM Identity Center", "aws sso login"],
    ["sso_account_id", "IAM Identity Center", "aws sso login"],
    ["login_session", 'a sign-in with "aws login"', "aws login"],
    ["credential_process", "another program", "aws sts get-caller-identity"],
    ["credential_source", "the environment, ", "aws sts get-caller-identity"],
    [
      "web_identity_token_file",
      "a web identity token",
      "aws sts get-caller-identity",
    ],
  ] as const).flatMap(([key, what, renewal]) => {
    const refused = (profileName: string, name: string): Refused => ({
      name,
      config: `${ADMIN}[profile base]\n${key} = CANARY\n`,
      credentials: "[x]\n",
      profileName,
      message: new RegExp(
        `^the profile "base" has no access keys: it gets its .*${what}.*\\(${key}\\)$`,
      ),
      hint: new RegExp(`"${renewal} --profile base"`),
    });
    return [
      refused("base", `a profile with ${key}`),
      refused("admin", `a role whose source profile has ${key}`),
    ];
  }),
  {
    name: "a profile with sso_session in the credentials file",
    config: "[profile admin]\n",
    profileName: "admin",
    credentials: "[admin]\nsso_session = CANARY\nregion = eu-west-1\n",
    message: /^the profile "admin" has no access keys: .* \(sso_session\)$/,
  },
  {
    name: "a profile whose name needs quotes in the command that renews it",
    config: '[profile "it\'s me"]\nsso_session = CANARY\n',
    profileName: "it's me",
    message: /\(sso_session\)$/,
    hint: /"aws sso login --profile NAME"/,
  },
  {
    name: "the header of the config in the credentials file",
    config: "",
    credentials: KEYS.replace("[base]", "\n[profile base]"),
    message:
      /^line 2 of the credentials file: AWS tools do not read \[profile base\] as the profile "base"$/,
    hint: /^rename the header to \[base\]$/,
  },
  {
    name: "the header of the credentials file in the config",
    config: KEYS.replace("base", "my base"),
    credentials: "",
    profileName: "my base",
    message: /^line 1 of the config: .* read \[my base\] as the profile/,
    hint: /^rename the header to \[profile "my base"\]$/,
  },
  {
    name: "keys below the header of the other file",
    config: `[base]\n${KEYS.replace("[base]\n", "")}`,
    credentials: `[base]\nmfa_device_arn = ${DEVICE}me\n`,
    message: /^line 1 of the config: AWS tools do not read \[base\]/,
  },
  {
    name: "an MFA device below the header of the other file",
    config: `[base]\nmfa_serial = ${DEVICE}me\n`,
    message: /^line 1 of the config: AWS tools do not read \[base\]/,
  },
  {
    name:
      "a profile without an MFA device, whatever else is below such a header",
    config: "[base]\nregion = eu-west-1\n",
    message: /^the profile "base" has no mfa_device_arn$/,
  },
  {
    name: "a profile without keys, with other settings below such a header",
    config: `[base]\nregion = eu-west-1\n`,
    credentials: `[base]\nmfa_serial = ${DEVICE}me\n`,
    message: /^the profile "base" has no aws_access_key_id, /,
  },
  {
    name: "a key id in the credentials file and its secret in the config",
    config: `[profile base]\naws_secret_access_key = CANARY\n`,
    credentials: KEYS.replace(/aws_secret.*\n/, `mfa_serial = ${DEVICE}me\n`),
    message: /^the profile "base" has no aws_secret_access_key$/,
  },
];

for (const { name, message, hint, ...files } of REFUSED) {
  Deno.test(`planSession() refuses ${name}`, () => {
    assert.throws(() => find(files), (error) => {
      assert.ok(error instanceof UpdstsError);
      assert.match(error.message, message);
      if (hint) assert.match(hintOf(error), hint);
      assert.doesNotMatch(error.message + hintOf(error), /CANARY/);
      return true;
    });
  });
}
