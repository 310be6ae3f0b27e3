import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { readSavedSession } from "../../src/operations/read_credentials.ts";

const FILE = `[x]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY
aws_session_token = CANARY
`;

function read(id: string) {
  return readSavedSession(
    {
      updated_profile_name: "x",
      aws_access_key_id: id,
      aws_token_expiration: "2030-01-01T00:00:00Z",
    },
    {
      store: { read: (use) => Promise.resolve(use(FILE)) },
      inspectConfig: () => Promise.resolve(parse("")),
      now: () => new Date(),
    },
  );
}

Deno.test("the session that was written is read", async () => {
  const { accessKeyId } = await read("ASIAIOSFODNN7EXAMPLE");
  assert.equal(accessKeyId, "ASIAIOSFODNN7EXAMPLE");
});

Deno.test("a session that another program wrote meanwhile is refused", async () => {
  await assert.rejects(read("ASIAIOSFODNN7ANOTHER"), {
    code: "file_busy",
    message: 'another program replaced the session of the profile "x"',
  });
});
