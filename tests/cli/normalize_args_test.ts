import assert from "node:assert/strict";
import { normalizeArgs } from "../../src/cli/normalize_args.ts";

const CASES: [typed: string[], meant: string[]][] = [
  [["-n", "x"], ["--profile", "x"]],
  [["--profile_name", "x"], ["--profile", "x"]],
  [["--profile-name=x"], ["--profile=x"]],
  [["--totp_token", "012345"], ["--totp-token", "012345"]],
  [["-t", "-"], ["--totp-token", "-"]],
  [["-t=012345"], ["--totp-token=012345"]],
  [["-sn", "a_b"], ["--sts-profile-name", "a_b"]],
  [["-sn=a_b"], ["--sts-profile-name=a_b"]],
  [["--sts_profile_name=a=b"], ["--sts-profile-name=a=b"]],
  [["--credential_file", "a_b"], ["--credential-file", "a_b"]],
  [["-c="], ["--credential-file", ""]],
  [["-n=a\nb"], ["--profile", "a\nb"]],
  [["get", "a_b", "--", "-n", "--a_b"], ["get", "a_b", "--", "-n", "--a_b"]],
  [["-"], ["-"]],
  [["-n", "-my_profile"], ["--profile", "-my_profile"]],
  [["-sn", "-a_b"], ["--sts-profile-name", "-a_b"]],
  [["-n", "-a_b=c_d"], ["--profile", "-a_b=c_d"]],
  [["-n=--a_b"], ["--profile=--a_b"]],
];

for (const [typed, meant] of CASES) {
  Deno.test(`normalizeArgs() takes "${typed.join(" ")}" for "${meant.join(" ")}"`, () => {
    assert.deepEqual(normalizeArgs(typed), meant);
  });
}
