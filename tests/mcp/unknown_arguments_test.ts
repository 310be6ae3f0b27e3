import assert from "node:assert/strict";
import { parametersOf } from "../../src/mcp/tool_descriptions.ts";
import { checkUnknownArguments } from "../../src/mcp/unknown_arguments.ts";

const SILENT = { warn() {}, info() {}, debug() {} };
const check = (name: string) =>
  checkUnknownArguments(
    { [name]: 1 },
    parametersOf("updsts_update_sts_credential"),
    SILENT,
  );

for (
  const [name, parameter] of [
    ["stsProfileName", "sts_profile_name"],
    ["sts-profile-name", "sts_profile_name"],
    ["sts_profile", "sts_profile_name"],
    ["profile", "profile_name"],
    ["profilename", "profile_name"],
    ["totp_code", "totp_token"],
    ["duration_seconds", "duration"],
    ["durations", "duration"],
    ["roleArn", "role_arn"],
    ["role", "role_arn"],
    ["credential_file", "cred_file"],
  ] as const
) {
  Deno.test(`${name} is refused, since ${parameter} may be meant`, () => {
    assert.throws(() => check(name), {
      code: "usage",
      message: `there is no parameter "${name}"`,
      hint: `did you mean ${parameter}?`,
    });
  });
}

for (
  const name of [
    ...["wait_for_previous", "toolCallId", "task_progress", "user_context"],
    ...["region", "_meta", "id", "name", "reason", "__proto__", ""],
    "x".repeat(100_000),
  ]
) {
  Deno.test(`${name.slice(0, 20)} is ignored`, () => check(name));
}
