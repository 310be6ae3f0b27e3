import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import { readFileOnce } from "../../src/file/read_file.ts";
import { failure, success } from "../../src/mcp/tool_results.ts";

function textOf(result: ReturnType<typeof failure>): string {
  const [content] = result.content;
  assert.equal(content?.type, "text");
  return content.text;
}

Deno.test("a result is the same as text and as data, and the text has no control characters", () => {
  const result = success([{ profile_name: "a\u202e\u001b[2J" }]);
  assert.deepEqual(result.structuredContent, {
    result: [{ profile_name: "a\u202e\u001b[2J" }],
  });
  assert.equal(
    textOf(result),
    '[{"profile_name":"a\\u202e\\u001b[2J"}]',
  );
});

Deno.test("the message of an unexpected error is not shown", () => {
  for (const error of [new Error("canary"), "canary", { message: "canary" }]) {
    const result = failure(error, undefined);
    assert.equal(result.isError, true);
    assert.match(textOf(result), /^internal error in updsts\n/);
    assert.doesNotMatch(JSON.stringify(result), /canary/);
  }
});

Deno.test("the cause of a failure is not shown", () => {
  const error = new UpdstsError("internal", "what happened", "do this", {
    cause: new Error("canary"),
  });
  assert.equal(textOf(failure(error, undefined)), "what happened\ndo this");
});

Deno.test("the MFA code is removed from the text of a failure", () => {
  const error = new UpdstsError("usage", 'no "123456"', "not 123456");
  assert.equal(textOf(failure(error, "123456")), 'no "******"\nnot ******');
});

Deno.test("a failure's hint names the tool's parameters and no option", async () => {
  const error = await readError("/");
  assert.equal(
    textOf(failure(error, undefined)),
    "/ is not a regular file\nsave the credentials to a regular file, and name it as cred_file " +
      "if it is in the same directory, else in the server's configuration, which only the user can change",
  );
});

async function readError(path: string): Promise<unknown> {
  return await readFileOnce(path).then(
    () => assert.fail("it was read"),
    (error) => error,
  );
}

Deno.test("the text of a failure has a limited length", () => {
  const error = new UpdstsError("usage", "x".repeat(1e6), "y".repeat(1e6));
  assert.ok(textOf(failure(error, undefined)).length < 2100);
});
