import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import { failure, success } from "../../src/mcp/results.ts";

function textOf(result: ReturnType<typeof failure>): string {
  const [content] = result.content;
  assert.equal(content?.type, "text");
  return content.text;
}

Deno.test("a result is the same as text and as data, and its text only shows", () => {
  const result = success([{ profile_name: "a\u202e\u001b[2J" }]);
  assert.deepEqual(result.structuredContent, {
    result: [{ profile_name: "a\u202e\u001b[2J" }],
  });
  assert.equal(
    textOf(result),
    '[{"profile_name":"a\\u202e\\u001b[2J"}]',
  );
});

Deno.test("a failure that we did not word ourselves is not passed on", () => {
  for (const error of [new Error("canary"), "canary", { message: "canary" }]) {
    const result = failure(error, undefined);
    assert.equal(result.isError, true);
    assert.match(textOf(result), /^a fault of updsts itself\n/);
    assert.doesNotMatch(JSON.stringify(result), /canary/);
  }
});

Deno.test("a failure's cause is not passed on", () => {
  const error = new UpdstsError("internal", "what happened", "do this", {
    cause: new Error("canary"),
  });
  assert.equal(textOf(failure(error, undefined)), "what happened\ndo this");
});

Deno.test("the code comes out of a failure's text, wherever it got in", () => {
  const error = new UpdstsError("usage", 'no "123456"', "not 123456");
  assert.equal(textOf(failure(error, "123456")), 'no "******"\nnot ******');
});

Deno.test("a hint for the command line becomes one for a model", () => {
  for (
    const [hint, words] of [
      [
        'show the profiles with "updsts list"',
        "show the profiles with updsts_get_credential_info_list",
      ],
      [
        "choose another name with -sn",
        "choose another name as sts_profile_name",
      ],
      ["another name (-sn): a to z", "another name (sts_profile_name): a to z"],
      ["choose fewer seconds with -d", "choose fewer seconds as duration"],
      [
        "ask with -d or duration_seconds",
        "ask as duration or duration_seconds",
      ],
      ["fewer for --if-expires-within", "fewer for if_expires_within"],
    ] as const
  ) {
    const error = new UpdstsError("usage", "no", hint);
    assert.equal(textOf(failure(error, undefined)), `no\n${words}`);
  }
});

Deno.test("a failure's text can't be made longer than a model should read", () => {
  const error = new UpdstsError("usage", "x".repeat(1e6), "y".repeat(1e6));
  assert.ok(textOf(failure(error, undefined)).length < 2100);
});
