import assert from "node:assert/strict";
import { commandsOf } from "../../src/cli/commands_of.ts";
import { makeApplication } from "../../src/cli/commands.ts";
import { optionNames } from "../../src/cli/option_names.ts";
import { optionsOf } from "../../src/cli/options.ts";
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
  [["get", "-nwork"], ["get", "--profile=work"]],
  [["get", "-na=b"], ["get", "--profile=a=b"]],
  [["get", "-t012345", "-d900"], [
    "get",
    "--totp-token=012345",
    "--duration=900",
  ]],
  [["get", "-c/x", "-v1"], ["get", "--credential-file=/x", "--verbose=1"]],
  [["get", "-n", "-n2"], ["get", "--profile", "-n2"]],
  [["get", "--prof", "x"], ["get", "--profile", "x"]],
  [["get", "--profile_n=x"], ["get", "--profile=x"]],
  [["get", "--cred", "x"], ["get", "--credential-file", "x"]],
  [["get", "--t", "1"], ["get", "--totp-token", "1"]],
  [["get", "--role", "x"], ["get", "--role", "x"]],
  [["clean", "--d"], ["clean", "--dry-run"]],
  [["get", "-n", "a", "-t", "1", "--profile=b"], [
    "get",
    "--totp-token",
    "1",
    "--profile=b",
  ]],
  [["list", "--json", "--json"], ["list", "--json"]],
  [["get", "-n", "-n", "b"], ["get", "--profile", "--profile", "b"]],
];

Deno.test("the options that are read without the parser are those of the table", () => {
  for (const [name, command] of commandsOf(makeApplication(() => {}))) {
    const { flags = {} } = command.parameters;
    if (Object.keys(flags).length === 0) continue;
    const table = optionsOf(command)
      .map(({ long, placeholder }) => [long, placeholder !== undefined]);
    assert.deepEqual(
      Object.fromEntries(optionNames(name)),
      Object.fromEntries(table),
      name,
    );
  }
});

for (const [typed, meant] of CASES) {
  Deno.test(`normalizeArgs() takes "${typed.join(" ")}" for "${meant.join(" ")}"`, () => {
    assert.deepEqual(normalizeArgs(typed), meant);
  });
}
