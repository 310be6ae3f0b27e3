import assert from "node:assert/strict";
import { expiredFindings } from "../../src/credentials/doctor/expired_findings.ts";
import { expiredSessions } from "../../src/credentials/block_sessions.ts";
import { readExpiry } from "../../src/credentials/expiry.ts";
import { readKeys } from "../../src/credentials/read_keys.ts";
import { parse } from "../../src/credentials/parse.ts";
import { profileInfos } from "../../src/credentials/profile_info.ts";
import { BEGIN, END } from "./samples.ts";

const MOMENT = new Date("2025-10-05T06:30:00Z");
const LOCAL = new Date(2025, 9, 5, 6, 30);
const BEFORE = new Date("2025-10-05T06:00:00Z");
const AFTER = new Date("2025-10-07T07:00:00Z");

const KEYS = `aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = secret
aws_session_token = token
`;

for (
  const [tool, settings, expiration] of [
    [
      "saml2aws",
      "x_security_token_expires = 2025-10-05T15:30:00+09:00",
      MOMENT,
    ],
    ["okta-aws-cli", "x_security_token_expires = 2025-10-05T06:30:00Z", MOMENT],
    ["aws-mfa", "expiration = 2025-10-05 06:30:00", MOMENT],
    ["awsume", "expiration = 2025-10-05 06:30:00\nautoawsume = true", LOCAL],
    ["awsume", "expiration = 2025-10-05T06:30:00Z\nautoawsume = true", MOMENT],
    ["no tool", "expiration = soon", undefined],
    ["no tool", "expiration =", undefined],
    ["no tool", "region = eu-west-1", undefined],
    // expiration_datetime takes precedence, even if it cannot be read.
    [
      "updsts",
      "expiration = 2020-01-01 00:00:00\nexpiration_datetime = 2025-10-05T06:30:00Z",
      MOMENT,
    ],
    [
      "updsts",
      "expiration = 2020-01-01 00:00:00\nexpiration_datetime = soon",
      undefined,
    ],
  ] as [string, string, Date | undefined][]
) {
  const title = settings.replace("\n", ", ");
  Deno.test(`the expiry of ${tool} is read: ${title}`, () => {
    const document = parse(`[a]\n${KEYS}${settings}\n`);
    const section = document.sections.get("a")!;
    const read = (key: string) => section.settings.get(key)?.value;
    assert.deepEqual(readExpiry(read)?.date, expiration);
    assert.deepEqual(
      readKeys(document, section, new Date(0)).expiration,
      expiration,
    );
    const [info] = profileInfos(document, AFTER);
    assert.equal(info!.expired, expiration ? true : null);
    assert.equal(
      profileInfos(document, new Date(0))[0]!.expired,
      expiration ? false : null,
    );
  });
}

const FOREIGN = `[other]\n${KEYS}expiration = 2025-10-05 06:30:00\n`;

Deno.test("an expiry of another tool is shown with an offset, and masked if it is not a date", () => {
  const shown = (text: string) =>
    profileInfos(parse(text), BEFORE)[0]!.expiration_datetime!;
  assert.match(shown(FOREIGN), /T.*[+-]\d\d:\d\d$/);
  assert.deepEqual(new Date(shown(FOREIGN)), MOMENT);
  assert.equal(
    shown("[a]\nx_security_token_expires = CANARY\n"),
    "******** (6 chars)",
  );
});

Deno.test("doctor finds an expired session of another tool", () => {
  const codes = (now: Date) =>
    expiredFindings(parse(FOREIGN), () => true, now).map(({ code }) => code);
  assert.deepEqual(codes(BEFORE), []);
  assert.deepEqual(codes(AFTER), ["session_expired"]);
});

Deno.test("clean ignores the expiry of another tool, also in a block", () => {
  const document = parse(
    `${FOREIGN}${BEGIN}\n[default_sts]\n${KEYS}expiration = 2025-10-05 06:30:00\n${END}`,
  );
  assert.equal(document.blocks.length, 1);
  assert.deepEqual(expiredSessions(document, AFTER), []);
});
