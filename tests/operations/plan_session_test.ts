import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { Profiles } from "../../src/credentials/profiles.ts";
import { UpdstsError } from "../../src/errors.ts";
import type { SessionRequest } from "../../src/operations/session_types.ts";
import {
  planSession,
  type SessionPlan,
} from "../../src/operations/plan_session.ts";
import { findProfile } from "../../src/operations/profile_errors.ts";
import { hintOf } from "../support/hint_of.ts";

const ARN = "arn:aws:iam::123456789012:role/";
const DEVICE = "arn:aws:iam::123456789012:mfa/";
const KEYS = `[base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY
`;

function find(
  config: string,
  request: Partial<SessionRequest> = {},
  credentials = KEYS,
): SessionPlan {
  const whole = { profileName: "admin", stsProfileName: "x", ...request };
  const profiles = new Profiles(parse(credentials), parse(config));
  return planSession(profiles, whole, NOW);
}

const NOW = new Date("2025-10-05T06:00:00Z");

function failure(work: () => unknown): UpdstsError {
  try {
    work();
  } catch (error) {
    if (error instanceof UpdstsError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const ADMIN = `[profile admin]
role_arn = ${ARN}admin
source_profile = base
mfa_serial = ${DEVICE}admin
`;
const CHAIN = `[profile admin]
role_arn = ${ARN}admin
source_profile = mid
[profile mid]
role_arn = ${ARN}mid
source_profile = base
mfa_serial = ${DEVICE}mid
`;

Deno.test("a profile's role is assumed with its source's keys and its own device", () => {
  const config = `${ADMIN}region = eu-west-1
external_id = a:b
role_session_name = me
duration_seconds = 43200
`;
  const { keys, roles, settings, duration } = find(config);
  assert.equal(keys?.accessKeyId, "AKIAIOSFODNN7EXAMPLE");
  assert.equal(keys?.mfaDevice, `${DEVICE}admin`);
  assert.deepEqual(roles, [
    { arn: `${ARN}admin`, sessionName: "me", externalId: "a:b" },
  ]);
  assert.equal(duration, 43_200);
  assert.equal(settings.get("region"), "eu-west-1");
  assert.equal(find(config, { duration: 900 }).duration, 900);
});

Deno.test("a role has one hour and the session name updsts by default", () => {
  const { roles, duration } = find(ADMIN);
  assert.equal(roles[0]?.sessionName, "updsts");
  assert.equal(roles[0]?.externalId, undefined);
  assert.equal(duration, 3600);
});

Deno.test("the roles of a chain come in the order in which they are assumed", () => {
  const { roles, keys } = find(CHAIN);
  assert.deepEqual(roles.map(({ arn }) => arn), [`${ARN}mid`, `${ARN}admin`]);
  assert.equal(keys?.mfaDevice, `${DEVICE}mid`);
});

/** The profile `admin` with so many roles up to `base`. */
function chainOf(roles: number): string {
  const name = (i: number) =>
    i === 0 ? "admin" : i === roles ? "base" : `p${i}`;
  return Array.from({ length: roles }, (_, i) =>
    `[profile ${name(i)}]
role_arn = ${ARN}${i}
source_profile = ${name(i + 1)}
mfa_serial = ${DEVICE}me
`).join("");
}

Deno.test("a chain of ten roles is followed", () => {
  const { roles } = find(chainOf(10));
  assert.deepEqual(
    roles.map(({ arn }) => arn),
    Array.from({ length: 10 }, (_, i) => `${ARN}${9 - i}`),
  );
});

Deno.test("a requested role is assumed after those of the profile", () => {
  const role = { arn: `${ARN}typed`, sessionName: "me" };
  const { roles, duration } = find(`${ADMIN}duration_seconds = 900\n`, {
    role,
  });
  assert.deepEqual(roles.map(({ arn }) => arn), [`${ARN}admin`, `${ARN}typed`]);
  assert.equal(duration, 3600);
});

Deno.test("a source's own keys override its role, and a profile may be its own source", () => {
  const own = `[base]
role_arn = ${ARN}own
source_profile = base
mfa_serial = ${DEVICE}own
`;
  const credentials = KEYS + own.replace("[base]\n", "");
  const names = (source: SessionPlan) => source.roles.map(({ arn }) => arn);
  const find_ = (config: string, request: Partial<SessionRequest>) =>
    names(find(config, request, credentials));
  assert.deepEqual(find_(ADMIN, {}), [`${ARN}admin`]);
  assert.deepEqual(find_("", { profileName: "base" }), [`${ARN}own`]);
  const role = { arn: `${ARN}typed` };
  assert.deepEqual(find_("", { profileName: "base", role }), [`${ARN}typed`]);
});

const DEVICES: [name: string, config: string, credentials: string, string][] = [
  ["its source", ADMIN.replace(/mfa_serial.*\n/, ""), "base", "base"],
  ["the first role's before its source", CHAIN, "base", "mid"],
  [
    "its source before a later role",
    ADMIN.replace("base", "mid") +
    `[profile mid]\nrole_arn = ${ARN}mid\nsource_profile = base\n`,
    "base",
    "base",
  ],
  [
    "a later role where no other names one",
    ADMIN.replace("base", "mid") +
    `[profile mid]\nrole_arn = ${ARN}mid\nsource_profile = base\n`,
    "",
    "admin",
  ],
];

for (const [name, config, base, expected] of DEVICES) {
  Deno.test(`the MFA device is that of ${name}`, () => {
    const credentials = base ? `${KEYS}mfa_device_arn = ${DEVICE}base\n` : KEYS;
    const { keys } = find(config, {}, credentials);
    assert.equal(keys?.mfaDevice, DEVICE + expected);
  });
}

Deno.test("without a duration, duration_seconds of a profile with keys is used from either file", () => {
  const request = { profileName: "base" };
  const device = `mfa_serial = ${DEVICE}me\n`;
  const seconds = "duration_seconds = 129600\n";
  const inConfig = `[profile base]\n${device}${seconds}`;
  const inCredentials = KEYS + device + seconds.replace("129600", "7200");
  const role = { arn: `${ARN}typed` };
  assert.equal(find(inConfig, request).duration, 129_600);
  assert.equal(find(inConfig, request, inCredentials).duration, 7200);
  assert.equal(find(inConfig, { ...request, duration: 900 }).duration, 900);
  assert.equal(find(inConfig, { ...request, role }).duration, 3600);
  assert.equal(find(`${ADMIN}${inConfig}`).duration, 3600);
});

interface Refused {
  name: string;
  config: string;
  request?: Partial<SessionRequest>;
  credentials?: string;
  message: RegExp;
  hint?: RegExp;
}

const REFUSED: Refused[] = [
  {
    name: "a profile that does not exist, with a close name in the config",
    config: ADMIN,
    request: { profileName: "admn" },
    message: /^there is no profile "admn" in the credentials file$/,
    hint: /did you mean "admin"\?/,
  },
  {
    name: "a chain whose last profile does not exist",
    config: CHAIN,
    credentials: "[x]\n",
    message: /no profile "base" .*the chain "admin" -> "mid" -> "base" ends/,
    hint: /source_profile of the profile "mid"/,
  },
  {
    name: "a profile of the chain without a source profile",
    config: CHAIN.replace("source_profile = base\n", ""),
    message:
      /^the profile "mid", at the end of "admin" -> "mid", has a role_arn and no source_profile$/,
  },
  {
    name: "a profile of the chain whose header is that of the credentials file",
    config: CHAIN.replace("[profile mid]", "[mid]"),
    message:
      /^line 4 of the config: AWS tools do not read \[mid\] as the profile "mid"$/,
    hint: /^rename the header to \[profile mid\]$/,
  },
  {
    name: "a missing profile whose name is close to another of its chain",
    config: CHAIN.replace("source_profile = base", "source_profile = adnin"),
    message: /no profile "adnin" .*the chain "admin" -> "mid" -> "adnin" ends/,
    hint: /source_profile of the profile "mid"/,
  },
  {
    name: "a chain that ends in a profile of the config without keys",
    config: `${CHAIN}[profile base]\nregion = x\n`,
    credentials: "[x]\n",
    message:
      /^the profile "base" has no aws_access_key_id, no aws_secret_access_key$/,
  },
  {
    name: "a source_profile that an indented line continues",
    config: ADMIN.replace("mfa_serial", "  aws_secret_access_key = CANARY\nx"),
    message: /^source_profile of the profile "admin" is not a profile name$/,
    hint: /an indented line below it/,
  },
  {
    name: "a source_profile with a control character, although it exists",
    config: `${ADMIN.replace("base", "b\x1bx")}[profile b\x1bx]\nregion = x\n`,
    message: /^source_profile of the profile "admin" is not a profile name$/,
  },
  {
    name: "a cycle",
    config: CHAIN.replace("base", "admin"),
    message: /form a cycle: "admin" -> "mid" -> "admin"$/,
  },
  {
    name: "a cycle that begins later",
    config: `${CHAIN.replace("base", "low")}[profile low]
role_arn = ${ARN}low
source_profile = mid
`,
    message: /form a cycle: "admin" -> "mid" -> "low" -> "mid"$/,
  },
  {
    name: "more roles than the maximum",
    config: chainOf(11),
    message: /^more than 10 roles lead from the profile "admin" to /,
  },
  {
    name: "two hundred thousand roles",
    config: chainOf(200_000),
    message: /^more than 10 roles lead from the profile "admin" to /,
  },
  {
    name: "a profile without keys as its own source",
    config: ADMIN.replace("base", "admin"),
    message: /form a cycle: "admin" -> "admin"$/,
  },
  {
    name: "a role without a source profile",
    config: ADMIN.replace("source_profile = base\n", ""),
    message: /the profile "admin" has a role_arn and no source_profile/,
  },
  ...["credential_source", "web_identity_token_file"].map((key): Refused => ({
    name: `a role with a ${key} beside its source_profile`,
    config: CHAIN.replace("source", `${key} = x\nsource`),
    message: new RegExp(`profile "admin" has a role_arn and a ${key}$`),
    hint: /needs no MFA code/,
  })),
  {
    name: "an invalid role_arn",
    config: ADMIN.replace(ARN, "CANARY"),
    message: /in the profile "admin", the role's ARN does not look like/,
  },
  {
    name: "a role_session_name with spaces",
    config: `${ADMIN}role_session_name = CANARY name\n`,
    message: /in the profile "admin", the role's session name is not/,
  },
  {
    name: "an external id that an indented line continues",
    config: `${ADMIN}external_id = abc\n  CANARY = x\n`,
    message: /in the profile "admin", the role's external id is not/,
  },
  ...["899", "43201", "1h", "CANARY"].map((seconds): Refused => ({
    name: `duration_seconds = ${seconds}`,
    config: `${ADMIN}duration_seconds = ${seconds}\n`,
    message: /duration_seconds of the profile "admin" is not .* 900 to 43200$/,
    hint: /-d/,
  })),
  {
    name: "duration_seconds = 129601 of a profile with keys",
    config: `[profile base]\nduration_seconds = 129601\n`,
    request: { profileName: "base" },
    message: /duration_seconds of the profile "base" is not .* 900 to 129600$/,
    hint: /-d/,
  },
  {
    name: "duration_seconds of more than an hour for a chain",
    config: CHAIN.replace("source", "duration_seconds = 3601\nsource"),
    message: /duration_seconds of the profile "admin" is not .* 900 to 3600$/,
    hint: /a role that another role assumes/,
  },
  {
    name: "more than twelve hours for a role",
    config: ADMIN,
    request: { duration: 43_201 },
    message: /a session of a role is limited to 43200 seconds/,
  },
  {
    name: "more than an hour for a chain",
    config: CHAIN,
    request: { duration: 3601 },
    message: /a session of 2 chained roles is limited to 3600 seconds/,
    hint: /-d/,
  },
  {
    name: "more than an hour for a typed role on top of another",
    config: ADMIN,
    request: { duration: 3601, role: { arn: `${ARN}typed` } },
    message: /a session of 2 chained roles/,
  },
  {
    name: "--if-expires-within that no session of the profile outlasts",
    config: `${ADMIN}duration_seconds = 900\n`,
    request: { ifExpiresWithin: 900 },
    message: /a session of 900 seconds always expires within 900 seconds/,
  },
  {
    name: "a source that is a session",
    config: ADMIN,
    credentials: `${KEYS}aws_session_token = CANARY\n`,
    message:
      /the profile "base" has a long-term access key and the session token/,
  },
  {
    name:
      "a source that is a session, and names no MFA device like all of them",
    config: ADMIN.replace(/mfa_serial.*\n/, ""),
    credentials: `${KEYS}aws_session_token = CANARY\n`,
    message:
      /the profile "base" has a long-term access key and the session token/,
  },
  {
    name: "a chain that names no MFA device",
    config: ADMIN.replace(/mfa_serial.*\n/, ""),
    message: /the profile "base" has no mfa_device_arn/,
  },
];

for (const { name, config, request, credentials, message, hint } of REFUSED) {
  Deno.test(`planSession() refuses ${name}`, () => {
    const error = failure(() => find(config, request, credentials));
    assert.match(error.message, message);
    if (hint) assert.match(hintOf(error), hint);
    assert.doesNotMatch(error.message + hintOf(error), /CANARY/);
  });
}

Deno.test("for the keys of a role's profile findProfile() names its session", () => {
  const document = parse("[admin_sts]\n[admix]\n");
  const { message, hint } = failure(() => findProfile(document, "admin"));
  assert.equal(message, 'there is no profile "admin" in the credentials file');
  assert.equal(hint, 'did you mean "admin_sts"?');
});
