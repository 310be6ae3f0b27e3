import assert from "node:assert/strict";
import { hintText as cliHint } from "../src/cli/hints.ts";
import {
  command,
  getCommand,
  type Hint,
  hint,
  type HintPart,
  parameter,
  permission,
  withParameter,
} from "../src/errors.ts";
import { hintText as libraryHint } from "../src/library/hints.ts";
import { hintText as mcpHint } from "../src/mcp/hints.ts";

interface Wording {
  readonly part: HintPart;
  readonly cli: string;
  readonly mcp: string;
  readonly library: string;
}

/** Every kind of part; the type check fails where one is missing. */
const WORDINGS: Record<HintPart["kind"], readonly Wording[]> = {
  parameter: [
    {
      part: parameter("stsProfileName"),
      cli: "-sn",
      mcp: "sts_profile_name",
      library: "stsProfileName",
    },
    {
      part: parameter("ifExpiresWithin"),
      cli: "--if-expires-within",
      mcp: "if_expires_within",
      library: "ifExpiresWithin",
    },
  ],
  with_parameter: [
    {
      part: withParameter("stsProfileName"),
      cli: "with -sn",
      mcp: "as sts_profile_name",
      library: "as stsProfileName",
    },
    {
      part: withParameter("duration"),
      cli: "with -d",
      mcp: "as duration",
      library: "as duration",
    },
    {
      part: withParameter("mfaCode"),
      cli: "with -t CODE, or with -t - on standard input",
      mcp: "as totp_token",
      library: "as mfaCode",
    },
    {
      part: withParameter("credentialsFile"),
      cli: "with -c",
      mcp:
        "as cred_file if it is in the same directory, else in the server's configuration, which only the user can change",
      library: "as credentialsFile",
    },
    {
      part: withParameter("defaultCredentialsFile"),
      cli: "with -c",
      mcp: "in the server's configuration, which only the user can change",
      library: "as credentialsFile",
    },
    {
      part: withParameter("credentialsFile", "/my file"),
      cli: `with "-c '/my file'"`,
      mcp:
        `as cred_file "/my file" if it is in the same directory, else in the server's configuration, which only the user can change`,
      library: 'as credentialsFile "/my file"',
    },
  ],
  command: [
    {
      part: command("list"),
      cli: '"updsts list"',
      mcp: "updsts_get_credential_info_list",
      library: "profileInfos()",
    },
    {
      part: command("clean"),
      cli: '"updsts clean"',
      mcp: '"updsts clean" (which the user runs in a terminal)',
      library: '"updsts clean" in a terminal',
    },
    {
      part: command("doctor_fix"),
      cli: '"updsts doctor --fix"',
      mcp: '"updsts doctor --fix" (which the user runs in a terminal)',
      library: '"updsts doctor --fix" in a terminal',
    },
  ],
  get: [
    {
      part: getCommand(),
      cli: '"updsts get"',
      mcp: "updsts_update_sts_credential",
      library: "getSession()",
    },
    {
      part: getCommand({
        profileName: "default",
        stsProfileName: "work",
        role: { arn: "ARN" },
      }),
      cli: '"updsts get -n default -sn work --role-arn ARN"',
      mcp:
        'updsts_update_sts_credential {"profile_name":"default","sts_profile_name":"work","role_arn":"ARN"}',
      library: "getSession()",
    },
    {
      // With the quotes around the command, a shell would run what is in it.
      part: getCommand({ profileName: "$(id)" }),
      cli: '"updsts get"',
      mcp: 'updsts_update_sts_credential {"profile_name":"$(id)"}',
      library: "getSession()",
    },
  ],
  permission: [
    {
      part: permission("--allow-net=a:443"),
      cli: "give --allow-net=a:443",
      mcp:
        "ask the user to add --allow-net=a:443 to the server's configuration",
      library: "give the program --allow-net=a:443",
    },
    {
      part: permission(),
      cli: "start updsts again: it determines its permissions at the start",
      mcp:
        "ask the user to restart this server: it determines its permissions at the start",
      library: "start the program again",
    },
  ],
};

for (const { part, cli, mcp, library } of Object.values(WORDINGS).flat()) {
  Deno.test(`each interface formats the hint ${JSON.stringify(part)}`, () => {
    const whole = hint`do this ${part}, then that`;
    assert.equal(cliHint(whole), `do this ${cli}, then that`);
    assert.equal(mcpHint(whole), `do this ${mcp}, then that`);
    assert.equal(libraryHint(whole), `do this ${library}, then that`);
  });
}

Deno.test("a hint of text alone is the same in every interface", () => {
  for (const text of [cliHint, mcpHint, libraryHint]) {
    assert.equal(text("try again"), "try again");
  }
});

Deno.test("a hint can contain other hints", () => {
  const inner: Hint = hint`use ${parameter("duration")}`;
  const outer = hint`${"first"}; ${inner}; then ${"try again"}`;
  assert.equal(libraryHint(outer), "first; use duration; then try again");
});
