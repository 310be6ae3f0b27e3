import assert from "node:assert/strict";
import { COMMAND_OPTIONS } from "../../src/cli/options.ts";
import type { Fault, Flags, Values } from "../../src/cli/command_line_types.ts";
import { namesOf, parseArgs } from "../../src/cli/parse_args.ts";

const CASES: [typed: string[], values: Values][] = [
  [["get", "-n", "x"], { profiles: ["x"] }],
  [["get", "--profile_name", "x"], { profiles: ["x"] }],
  [["get", "--profile-name=x"], { profiles: ["x"] }],
  [["get", "--totp_token", "012345"], { totpToken: "012345" }],
  [["get", "-n", "007"], { profiles: ["007"] }],
  [["get", "-t", "-"], { totpToken: "-" }],
  [["get", "-t=012345"], { totpToken: "012345" }],
  [["get", "-sn", "a_b"], { stsProfileName: "a_b" }],
  [["get", "-sn=a_b"], { stsProfileName: "a_b" }],
  [["get", "--sts_profile_name=a=b"], { stsProfileName: "a=b" }],
  [["get", "--stsProfileName", "a"], { stsProfileName: "a" }],
  [["get", "--credential_file", "a_b"], { credentialFile: "a_b" }],
  [["get", "-c="], { credentialFile: "" }],
  [["get", "-c", "", "-sn", ""], { credentialFile: "", stsProfileName: "" }],
  [["get", "-n=a\nb"], { profiles: ["a\nb"] }],
  [["get", "-n", "a\nb"], { profiles: ["a\nb"] }],
  [["get", "-n", "-my_profile"], { profiles: ["-my_profile"] }],
  [["get", "-sn", "-a_b"], { stsProfileName: "-a_b" }],
  [["get", "-n", "-a_b=c_d"], { profiles: ["-a_b=c_d"] }],
  [["get", "-n=--a_b"], { profiles: ["--a_b"] }],
  [["get", "-n", "--a_b"], { profiles: ["--a_b"] }],
  [["get", "-nwork"], { profiles: ["work"] }],
  [["get", "-na=b"], { profiles: ["a=b"] }],
  [["get", "-t012345", "-d900"], { totpToken: "012345", duration: "900" }],
  [["get", "-d", "-900"], { duration: "-900" }],
  [["get", "-c/x", "-v1"], { credentialFile: "/x", verbose: "1" }],
  [["get", "-n", "-n2"], { profiles: ["-n2"] }],
  [["get", "--prof", "x"], { profiles: ["x"] }],
  [["get", "--profile_n=x"], { profiles: ["x"] }],
  [["get", "--cred", "x"], { credentialFile: "x" }],
  [["get", "--t", "1"], { totpToken: "1" }],
  [["get", "--to-terminal", "--to", "1"], {
    toTerminal: true,
    totpToken: "1",
  }],
  [["get", "-n", "012345"], { profiles: ["012345"] }],
  [["clean", "--d"], { dryRun: true }],
  [["get", "-n", "a", "-t", "1", "--profile=b"], {
    totpToken: "1",
    profiles: ["a", "b"],
  }],
  [["get", "a", "-n", "b", "c"], { profiles: ["b", "a", "c"] }],
  [["whoami", "-n", "a", "-v", "1", "--profile=b"], {
    verbose: "1",
    profile: "b",
  }],
  [["list", "--json", "--json"], { json: true }],
  [["list", "--json", "--json=no"], { json: false }],
  [["get", "x"], { profiles: ["x"] }],
  [["get", "-t", "1", "x", "-d", "900"], {
    totpToken: "1",
    profiles: ["x"],
    duration: "900",
  }],
  [["get", "x", "-n", "x"], { profiles: ["x", "x"] }],
  [["whoami", "x", "-n", "x"], { profile: "x" }],
  [["get", "--", "-n"], { profiles: ["-n"] }],
  [["whoami", "x"], { profile: "x" }],
  [["export", "x"], { profile: "x" }],
  [["clean", "x"], { profile: "x" }],
];

for (const [typed, values] of CASES) {
  Deno.test(`parseArgs() reads "${typed.join(" ")}"`, () => {
    assert.deepEqual(parseArgs(typed), {
      command: typed[0],
      values,
      operands: [],
      unfinished: undefined,
      fault: undefined,
    });
  });
}

/** In each the values are those that the rest of the line gives. */
const FAULTS: [
  typed: string[],
  kind: Fault["kind"],
  option: string,
  values: Values,
][] = [
  [["get", "--role", "x"], "unknown option", "--role", { profiles: ["x"] }],
  [
    ["get", "--nosuch=x", "-c", "a"],
    "unknown option",
    "--nosuch",
    { credentialFile: "a" },
  ],
  [["export", "--to-t"], "unknown option", "--to-t", {}],
  [["get", "-sx"], "unknown option", "-sx", {}],
  [["doctor", "-n", "a"], "unknown option", "-n", {}],
  [
    ["get", "-n", "-t", "012345"],
    "missing value",
    "--profile",
    { totpToken: "012345" },
  ],
  [["get", "-n", "-n", "b"], "missing value", "--profile", { profiles: ["b"] }],
  [
    ["get", "-n", "--profile_name=b"],
    "missing value",
    "--profile",
    { profiles: ["b"] },
  ],
  [["get", "-n", "--", "b"], "missing value", "--profile", { profiles: ["b"] }],
  [["list", "--json=maybe"], "unexpected value", "--json", { json: false }],
  [
    ["whoami", "a", "-n", "b"],
    "different values",
    "--profile",
    { profile: "a" },
  ],
  [["whoami", "a", "b"], "different values", "--profile", { profile: "b" }],
];

for (const [typed, kind, option, values] of FAULTS) {
  Deno.test(`parseArgs() finds the fault of "${typed.join(" ")}"`, () => {
    const line = parseArgs(typed);
    assert.deepEqual(line.fault, { kind, option });
    assert.deepEqual(line.values, values);
  });
}

Deno.test("parseArgs() reads no options after --", () => {
  const { operands, values } = parseArgs(["mcp", "a_b", "--", "-n", "--a_b"]);
  assert.deepEqual(operands, ["a_b", "-n", "--a_b"]);
  assert.deepEqual(values, {});
});

Deno.test("parseArgs() returns the last option if its value is missing", () => {
  const { unfinished } = parseArgs(["get", "--nosuch", "-c"]);
  assert.equal(unfinished, "credentialFile");
  assert.equal(parseArgs(["get", "-n", "-c", "a"]).unfinished, undefined);
});

Deno.test("parseArgs() keeps each value of a repeatable option", () => {
  const { values } = parseArgs(["list", "-n", "a", "--profile_name=b", "c"]);
  assert.deepEqual(values, { profiles: ["a", "b", "c"] });
});

Deno.test("parseArgs() accepts a line without a command", () => {
  assert.equal(parseArgs([]).command, "");
  const { command, values, operands } = parseArgs([
    "--json",
    "-n",
    "a",
    "list",
  ]);
  assert.equal(command, "");
  assert.deepEqual(values, { json: true, profile: "a" });
  assert.deepEqual(operands, ["list"]);
  assert.deepEqual(parseArgs(["constructor", "x"]).operands, ["x"]);
});

Deno.test("the option names of a command are unique", () => {
  for (const keys of Object.values(COMMAND_OPTIONS)) {
    const typed = keys.flatMap(namesOf);
    assert.equal(new Set(typed).size, typed.length);
  }
});

// A command's flags are only the options that it has.
const flags: Flags<"doctor"> = {};
// @ts-expect-error: doctor has no profile
void flags.profile;
