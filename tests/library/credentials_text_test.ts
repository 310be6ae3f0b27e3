import assert from "node:assert/strict";
import {
  diagnose,
  editBlock,
  parseCredentials,
  profileInfos,
  readKeys,
  UpdstsError,
} from "../../mod.ts";

const EXPIRATION = new Date("2030-01-01T00:00:00Z");
const FILE = `[DEFAULT]
region = eu-west-1
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY-secret
mfa_serial = arn:aws:iam::123456789012:mfa/me
# \${{{ key=default [auto update by updsts]
[default_sts]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY-secret
aws_session_token = CANARY-token
expiration_datetime = ${EXPIRATION.toISOString()}
# $}}} [auto update by updsts]
`;
const BEFORE = { now: new Date(EXPIRATION.getTime() - 1) };
const AFTER = { now: EXPIRATION };

Deno.test("parseCredentials gives sections, blocks and defaults, with lines from 1", () => {
  const { sections, blocks, defaults, problems } = parseCredentials(FILE);
  assert.deepEqual(
    sections.map(({ name, line, source }) => ({ name, line, source })),
    [
      { name: "default", line: 3, source: undefined },
      { name: "default_sts", line: 8, source: "default" },
    ],
  );
  assert.equal(
    sections[0]?.settings.get("aws_access_key_id"),
    "AKIAIOSFODNN7EXAMPLE",
  );
  assert.deepEqual([...defaults], [["region", "eu-west-1"]]);
  assert.deepEqual(blocks, [{ source: "default", firstLine: 7, lastLine: 13 }]);
  assert.deepEqual(problems, []);
});

Deno.test("parseCredentials gives the problems of lines and of tags by line", () => {
  const { problems } = parseCredentials(
    "# ${{{ key=default [auto update by updsts]\n[default]\nkey\n",
  );
  assert.deepEqual(problems.map(({ line }) => line), [1, 3]);
  for (const { message, hint } of problems) assert.ok(message && hint);
});

Deno.test("changing a result of parseCredentials changes no later result", () => {
  const [section] = parseCredentials(FILE).sections;
  (section!.settings as Map<string, string>).clear();
  assert.ok(parseCredentials(FILE).sections[0]!.settings.size > 0);
});

Deno.test("editBlock changes, adds and removes settings of a block only", () => {
  const edited = editBlock(FILE, {
    source: "default",
    section: "default_sts",
    settings: {
      aws_session_token: "new",
      expiration_datetime: undefined,
      region: "eu-west-2",
    },
  });
  assert.equal(
    edited,
    FILE.replace("CANARY-token", "new\nregion = eu-west-2")
      .replace(/expiration_datetime.*\n/, ""),
  );
});

const BLOCK = { source: "default", section: "default_sts", settings: {} };
const KEY = "aws_session_token";

for (
  const [name, block, code] of [
    ["a source with a line break", { source: "a\n[x]" }, "usage"],
    ["a section with a bracket", { section: "a]" }, "usage"],
    ["the source as the section", { section: "default" }, "usage"],
    ["a key with a line break", { settings: { "a = b\nc": "d" } }, "usage"],
    ["a key in upper case", { settings: { REGION: "x" } }, "usage"],
    ["a value with a line break", { settings: { [KEY]: "a\nb = c" } }, "usage"],
    ["a value with a space", { settings: { [KEY]: "a b" } }, "usage"],
    ["a section of another source", { source: "other" }, "file_conflict"],
  ] as const
) {
  Deno.test(`editBlock refuses ${name}`, () => {
    assert.throws(
      () => editBlock(FILE, { ...BLOCK, ...block }),
      (error) => error instanceof UpdstsError && error.code === code,
    );
  });
}

Deno.test("profileInfos masks secrets and compares expiries with the time", () => {
  const [own, session] = profileInfos(FILE, BEFORE);
  assert.deepEqual(own, {
    profile: "default",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "******** (13 chars)",
    sessionToken: undefined,
    mfaDevice: "arn:aws:iam::123456789012:mfa/me",
    totpSecretName: undefined,
    expiration: undefined,
    isExpired: undefined,
    isManaged: false,
  });
  assert.deepEqual(
    [session?.expiration, session?.isExpired, session?.isManaged],
    [EXPIRATION, false, true],
  );
  assert.equal(profileInfos(FILE, AFTER)[1]?.isExpired, true);
  // By default it is the current time, which is before 2030 or not.
  assert.equal(profileInfos(FILE)[1]?.isExpired, EXPIRATION <= new Date());
  assert.ok(!JSON.stringify(profileInfos(FILE)).includes("CANARY"));
});

Deno.test("readKeys returns the keys in clear, without missing keys", () => {
  assert.deepEqual(readKeys(FILE, "default"), {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "CANARY-secret",
  });
  assert.deepEqual(readKeys(FILE, "default_sts", BEFORE), {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: "CANARY-secret",
    sessionToken: "CANARY-token",
    expiration: EXPIRATION,
  });
});

for (
  const [name, work, code] of [
    [
      "readKeys refuses an expired session",
      () => readKeys(FILE, "default_sts", AFTER),
      "profile_incomplete",
    ],
    [
      "readKeys refuses a profile that does not exist",
      () => readKeys(FILE, "work"),
      "profile_not_found",
    ],
    [
      "readKeys refuses a file that the AWS CLI rejects",
      () => readKeys(`${FILE}key\n`, "default"),
      "file_invalid",
    ],
    [
      "profileInfos refuses a file that the AWS CLI rejects",
      () => profileInfos("key\n"),
      "file_invalid",
    ],
  ] as const
) {
  Deno.test(name, () => {
    assert.throws(work, (error) => {
      assert.ok(error instanceof UpdstsError);
      assert.equal(error.code, code);
      assert.ok(!`${error.message} ${error.hint}`.includes("CANARY"));
      return true;
    });
  });
}

Deno.test("diagnose finds problems of the file, with lines from 1", () => {
  assert.deepEqual(diagnose(FILE.slice(FILE.indexOf("[default]")), BEFORE), []);
  const findings = diagnose(`${FILE}key\n`, AFTER);
  const codes = findings.map(({ code, line }) => `${code} ${line}`);
  assert.ok(codes.includes("parse_error 14"), codes.join());
  assert.ok(codes.includes("session_expired 8"), codes.join());
});

Deno.test("diagnose finds problems of the config and of the environment", () => {
  const options = {
    config: "[profile work]\nmfa_serial = arn:aws:iam::123456789012:user/me\n",
    environment: { AWS_PROFILE: "gone", AWS_ACCESS_KEY_ID: "CANARY" },
  };
  const findings = diagnose("[default]\n", options);
  assert.deepEqual(
    findings.map(({ code, file, line }) => [code, file, line]).sort(),
    [
      ["environment_incomplete", undefined, undefined],
      ["environment_profile", undefined, undefined],
      ["user_arn_as_mfa_device", "config", 2],
    ],
  );
  assert.ok(!JSON.stringify(findings).includes("CANARY"));
});
