import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { Profiles } from "../../src/credentials/profiles.ts";
import { existingSession } from "../../src/operations/kept_session.ts";

const NOW = new Date("2025-10-05T06:00:00Z");
const BLOCK = `# \${{{ key=me [auto update by updsts]
[me_sts]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY-secret
aws_session_token = CANARY-token
expiration_datetime = 2025-10-05T15:10:00+09:00
# $}}} [auto update by updsts]
`;

function look(
  text: string,
  ifExpiresWithin?: number,
  now = NOW,
  role?: string,
) {
  const request = {
    profileName: "me",
    stsProfileName: "me_sts",
    duration: 3600,
    ifExpiresWithin,
  };
  return existingSession(
    new Profiles(parse(text), parse("")),
    request,
    role,
    now,
  );
}

Deno.test("existingSession() shows the session in the file, and no secret", () => {
  const session = look(BLOCK, 599);
  assert.equal(session?.updated_profile_name, "me_sts");
  assert.equal(session?.aws_access_key_id, "ASIAIOSFODNN7EXAMPLE");
  assert.equal(
    new Date(session?.aws_token_expiration ?? "").getTime(),
    NOW.getTime() + 600_000,
  );
  assert.doesNotMatch(JSON.stringify(session), /CANARY/);
});

Deno.test("existingSession() masks an invalid access key id", () => {
  const text = BLOCK.replace("ASIAIOSFODNN7EXAMPLE", "CANARY");
  assert.equal(look(text, 0)?.aws_access_key_id, "******** (6 chars)");
});

const NEEDED: [name: string, text: string, seconds?: number, now?: Date][] = [
  ["that ends within the time to the second", BLOCK, 600],
  ["that has expired", BLOCK, 0, new Date("2025-10-05T06:10:00Z")],
  ["without ifExpiresWithin", BLOCK],
  ["that is not there", "[me]\n", 0],
  ["of another source profile", BLOCK.replace("key=me", "key=you"), 0],
  ["outside a block", BLOCK.replaceAll(/^#.*\n/gm, ""), 0],
  ["without a token", BLOCK.replace(/aws_session_token.*\n/, ""), 0],
  ["with an empty secret", BLOCK.replace("CANARY-secret", ""), 0],
  ["without an expiry", BLOCK.replace(/expiration_datetime.*\n/, ""), 0],
  ["whose expiry is not a date", BLOCK.replace("2025-10-05", "2025-13-05"), 0],
];

for (const [name, text, seconds, now] of NEEDED) {
  Deno.test(`existingSession() ignores a session ${name}`, () => {
    assert.equal(look(text, seconds, now), undefined);
  });
}

Deno.test("existingSession() uses a role's session for that role only", () => {
  const role = "arn:aws:iam::123456789012:role/admin";
  const text = BLOCK.replace(/(?=# \$}}})/, `assumed_role_arn = ${role}\n`);
  assert.ok(look(text, 0, NOW, role));
  assert.equal(look(text, 0, NOW, `${role}s`), undefined);
  assert.equal(look(text, 0, NOW), undefined);
  assert.equal(look(BLOCK, 0, NOW, role), undefined);
});
