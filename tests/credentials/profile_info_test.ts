import assert from "node:assert/strict";
import fc from "fast-check";
import { mask } from "../../src/credentials/mask_values.ts";
import { parse } from "../../src/credentials/parse.ts";
import {
  type ProfileInfo,
  profileInfos,
} from "../../src/credentials/profile_info.ts";
import { soundFile, wildFile } from "./generators.ts";
import {
  BEGIN,
  END,
  NEW_BLOCK,
  NEW_SECRET,
  NEW_TOKEN,
  OLD_SECRET,
  OLD_TOKEN,
} from "./samples.ts";

const NOW = new Date("2025-10-05T06:00:00Z");
const ARN = "arn:aws:iam::123456789012:mfa/me";
const UNKNOWN: Omit<ProfileInfo, "profile_name"> = {
  aws_access_key_id: null,
  aws_secret_access_key: null,
  aws_session_token: null,
  mfa_device_arn: null,
  totp_secret_name: null,
  expiration_datetime: null,
  managed: false,
  expired: null,
};

function info(text: string, now = NOW): ProfileInfo[] {
  return profileInfos(parse(text), now);
}

Deno.test("a source profile and its session are shown with their secrets masked", () => {
  const source = `[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${OLD_SECRET}
mfa_device_arn = ${ARN}
totp_secret_name = aws-default
`;
  assert.deepEqual(info(source + NEW_BLOCK), [
    {
      ...UNKNOWN,
      profile_name: "default",
      aws_access_key_id: "AKIAIOSFODNN7EXAMPLE",
      aws_secret_access_key: "******** (40 chars)",
      mfa_device_arn: ARN,
      totp_secret_name: "aws-default",
    },
    {
      ...UNKNOWN,
      profile_name: "default_sts",
      aws_access_key_id: "ASIANEWNEWNEWNEWNEW1",
      aws_secret_access_key: mask(NEW_SECRET),
      aws_session_token: mask(NEW_TOKEN),
      expiration_datetime: "2025-10-05T15:30:00+09:00",
      managed: true,
      expired: false,
    },
  ]);
});

Deno.test("profiles come in file order, [DEFAULT] not among them", () => {
  const text = "[b]\n[2]\n[DEFAULT]\n[__proto__]\n[a]\n[1]\n";
  assert.deepEqual(
    info(text).map(({ profile_name }) => profile_name),
    ["b", "2", "__proto__", "a", "1"],
  );
  assert.deepEqual(info(""), []);
  assert.deepEqual(info("[a]"), [{ ...UNKNOWN, profile_name: "a" }]);
});

Deno.test("a profile expires exactly at its expiration", () => {
  const expired = (now: string) =>
    info(NEW_BLOCK, new Date(now)).map(({ expired }) => expired);
  assert.deepEqual(expired("2025-10-05T06:29:59.999Z"), [false]);
  assert.deepEqual(expired("2025-10-05T06:30:00Z"), [true]);
  assert.deepEqual(expired("2026-01-01T00:00:00Z"), [true]);
});

Deno.test("a value that is not a date is masked, and the expiry is unknown", () => {
  const values = [OLD_SECRET, "soon", "2025-13-01T00:00:00Z"];
  for (const value of values) {
    const [profile] = info(`[a]\nexpiration_datetime = ${value}\n`);
    assert.equal(profile?.expiration_datetime, mask(value));
    assert.equal(profile?.expired, null);
  }
});

Deno.test("a value that an indented line continues is masked", () => {
  const values: [keyof ProfileInfo, string][] = [
    ["aws_access_key_id", "AKIAIOSFODNN7EXAMPLE"],
    ["mfa_device_arn", ARN],
    ["totp_secret_name", "aws"],
    ["expiration_datetime", "2025-10-05T15:30:00+09:00"],
  ];
  for (const [key, value] of values) {
    const swallowed = `aws_secret_access_key = ${OLD_SECRET}`;
    const [profile] = info(`[a]\n${key} = ${value}\n\n  ${swallowed}\n`);
    assert.equal(profile?.[key], mask(`${value}\n\n${swallowed}`));
    assert.equal(profile?.aws_secret_access_key, null);
  }
});

Deno.test("secrets on a wrong line are masked", () => {
  const [profile] = info(`[a]
aws_access_key_id = ${OLD_SECRET}
mfa_serial = ${OLD_TOKEN}
totp_secret_name = JBSWY3DPEHPK3PXP
`);
  assert.deepEqual(profile, {
    ...UNKNOWN,
    profile_name: "a",
    aws_access_key_id: mask(OLD_SECRET),
    mfa_device_arn: mask(OLD_TOKEN),
    totp_secret_name: mask("JBSWY3DPEHPK3PXP"),
  });
});

Deno.test("the value of a secret key is masked in every format", () => {
  for (const value of ["AKIAIOSFODNN7EXAMPLE", ARN, "aws"]) {
    const [profile] = info(
      `[a]\naws_secret_access_key = ${value}\naws_session_token = ${value}\n`,
    );
    assert.equal(profile?.aws_secret_access_key, mask(value));
    assert.equal(profile?.aws_session_token, mask(value));
  }
});

Deno.test("unknown keys and their values are not shown", () => {
  const [profile] = info(
    `[a]\naws_security_token = ${OLD_TOKEN}\npassword = ${OLD_SECRET}\n`,
  );
  assert.deepEqual(profile, { ...UNKNOWN, profile_name: "a" });
});

Deno.test("the mfa_device_arn of a profile may also be its mfa_serial", () => {
  const device = (text: string) => info(text)[0]?.mfa_device_arn;
  assert.equal(device(`[a]\nmfa_serial = ${ARN}\n`), ARN);
  assert.equal(device(`[DEFAULT]\nmfa_serial = ${ARN}\n[a]\n`), ARN);
});

Deno.test("a profile is managed if its header is between the tags of a block", () => {
  const text = `[a]\n${BEGIN}\n[b]\n[c]\n${END}\n[d]\n${BEGIN}\n[e]\n`;
  assert.deepEqual(
    info(text).map(({ profile_name, managed }) => [profile_name, managed]),
    [["a", false], ["b", true], ["c", true], ["d", false], ["e", false]],
  );
});

Deno.test("for every file, no secret in it is shown", () => {
  const keys = fc.constantFrom(
    ...["aws_secret_access_key", "aws_session_token", "aws_security_token"],
    ...["aws_access_key_id", "mfa_device_arn", "mfa_serial", "my_password"],
    ...["expiration_datetime", "totp_secret_name"],
  );
  const at = fc.nat({ max: 12 });
  const file = fc.oneof(soundFile, wildFile);
  fc.assert(
    fc.property(file, keys, at, fc.boolean(), (text, key, at, isIndented) => {
      const lines = text.split("\n");
      const line = `${isIndented ? "   " : ""}${key} = ${OLD_SECRET}`;
      lines.splice(at, 0, line);
      const shown = JSON.stringify(info(lines.join("\n")));
      for (let i = 0; i + 8 <= OLD_SECRET.length; i++) {
        assert.ok(!shown.includes(OLD_SECRET.slice(i, i + 8)), shown);
      }
    }),
    { numRuns: 1000 },
  );
});
