import assert from "node:assert/strict";
import fc from "fast-check";
import { sessionFindings } from "../../src/credentials/doctor/session_findings.ts";
import { expiredSessions } from "../../src/credentials/block_sessions.ts";
import {
  formatExpiration,
  parseExpiration,
  readExpiry,
} from "../../src/credentials/expiry.ts";
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
    sessionFindings(parse(FOREIGN), () => true, now).map(({ code }) => code);
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

for (
  const written of [
    "2025-10-05T15:30:00+09:00",
    "2025-10-05T15:30:00+0900",
    "2025-10-05 15:30:00+09:00",
    "2025-10-05 15:30:00+0900",
    "2025-10-05T15:30+09:00",
    "2025-10-05T06:30:00Z",
    "2025-10-05T06:30:00+00:00",
    "2025-10-05T06:30:00-00:00",
    "2025-10-05T06:30:00.000Z",
    "2025-10-05T06:30:00.000000Z",
    "2025-10-05T06:30:00.000000999Z",
    "2025-10-05T03:00:00-03:30",
    "2025-10-04T20:30:00-1000",
    "2025-10-05T12:15:00+05:45",
  ]
) {
  Deno.test(`the expiration ${written} is parsed`, () => {
    assert.deepEqual(parseExpiration(written), MOMENT);
  });
}

Deno.test("an expiration without an offset is local time", () => {
  const local = new Date(2025, 9, 5, 15, 30, 0);
  for (const written of ["2025-10-05T15:30:00", "2025-10-05 15:30"]) {
    assert.deepEqual(parseExpiration(written), local);
  }
});

for (
  const written of [
    "",
    "soon",
    "2025-10-05",
    "2025",
    "1759645800",
    "15:30:00",
    "2025-10-05T15:30:00+09:00 # c",
    " 2025-10-05T15:30:00+09:00",
    "2025-10-05T15:30:00+09:00\n",
    "2025-10-05T15:30:00+09:00\naws_secret_access_key = x",
    "2025-10-05 15:30:00Z (aws_secret_access_key)",
    "2025-10-05T15:30:00 +09:00",
    "2025-10-05  15:30:00",
    "2025-10-05T15:30:00+9",
    "2025-13-05T15:30:00Z",
    "2025-00-05T15:30:00Z",
    "2025-10-00T15:30:00Z",
    "2025-10-32T15:30:00Z",
    "2025-02-30T15:30:00Z",
    "2025-10-05T15:30:00+99:00",
    "2025-10-05T25:30:00Z",
    "2025-10-05T15:60:00Z",
    "2025-10-05T15:30:61Z",
    "2025-10-05t15:30:00z",
    "20251005T153000Z",
    "Sun, 05 Oct 2025 06:30:00 GMT",
    "٢٠٢٥-10-05T15:30:00Z",
  ]
) {
  Deno.test(`the expiration ${JSON.stringify(written)} is rejected`, () => {
    assert.equal(parseExpiration(written), undefined);
  });
}

for (
  const [offset, written] of [
    [540, "2025-10-05T15:30:00+09:00"],
    [0, "2025-10-05T06:30:00+00:00"],
    [-0, "2025-10-05T06:30:00+00:00"],
    [345, "2025-10-05T12:15:00+05:45"],
    [-210, "2025-10-05T03:00:00-03:30"],
    [-30, "2025-10-05T06:00:00-00:30"],
    [-600, "2025-10-04T20:30:00-10:00"],
    [840, "2025-10-05T20:30:00+14:00"],
  ] as const
) {
  Deno.test(`${offset} minutes east of Greenwich the time is written as ${written}`, () => {
    assert.equal(formatExpiration(MOMENT, offset), written);
  });
}

Deno.test("an expiration is written with the offset of the local time zone", () => {
  const written = formatExpiration(MOMENT);
  assert.match(written, /^2025-10-0[456]T\d\d:\d\d:00[+-]\d\d:\d\d$/);
  const local = new Date(MOMENT.getTime());
  assert.equal(Number(written.slice(11, 13)), local.getHours());
  assert.equal(Number(written.slice(8, 10)), local.getDate());
  assert.deepEqual(parseExpiration(written), MOMENT);
  const inTokyo = new Date(MOMENT.getTime());
  inTokyo.getTimezoneOffset = () => -540;
  assert.equal(formatExpiration(inTokyo), "2025-10-05T15:30:00+09:00");
});

Deno.test("fractions of a second are cut off, never rounded up", () => {
  const late = new Date("2025-10-05T06:30:00.999Z");
  assert.equal(formatExpiration(late, 0), "2025-10-05T06:30:00+00:00");
});

Deno.test("a written expiration is read back as the same second, with any offset", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_102_444_800 }),
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
      (seconds, offset) => {
        const date = new Date(seconds * 1000);
        const written = formatExpiration(date, offset);
        assert.match(written, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
        assert.deepEqual(parseExpiration(written), date);
      },
    ),
  );
});
