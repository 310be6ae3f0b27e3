import assert from "node:assert/strict";
import { parseArgs } from "../../src/cli/parse_args.ts";
import { getCommandLine } from "../../src/platform/get_command_line.ts";
import { ignoreWithout } from "../support/programs.ts";

const request = {
  profileName: "default",
  stsProfileName: "default_sts",
};

Deno.test("the command line has only the options that differ from their default", () => {
  assert.equal(getCommandLine(request), "updsts get -n default");
  assert.equal(
    getCommandLine({ profileName: "default" }),
    "updsts get -n default",
  );
  assert.equal(
    getCommandLine({
      ...request,
      stsProfileName: "work",
      duration: 900,
      credentialsFile: "/home/me/.aws/other",
    }),
    "updsts get -n default -sn work -d 900 -c /home/me/.aws/other",
  );
  // The profile of a role may say another duration than the usual one.
  assert.equal(
    getCommandLine({ ...request, duration: 3600 }),
    "updsts get -n default -d 3600",
  );
  assert.equal(
    getCommandLine({
      ...request,
      role: { arn: "ARN", sessionName: "me", externalId: "a:b" },
    }),
    "updsts get -n default --role-arn ARN --role-session-name me --external-id a:b",
  );
});

// These names cannot come from src/cli/options.ts: the MCP server uses them too.
Deno.test("the command line's parser knows every option that is recommended", () => {
  const line = getCommandLine({
    profileName: "one",
    otherProfiles: ["two"],
    stsProfileName: "three",
    duration: 900,
    role: { arn: "ARN", sessionName: "me", externalId: "id" },
    mfaDevice: "device",
    scope: {
      policyArns: ["policy"],
      sourceIdentity: "identity",
      tags: [{ key: "key", value: "value" }],
      transitiveTagKeys: ["key"],
    },
    credentialsFile: "file",
  });
  const { command, values, fault } = parseArgs(line.split(" ").slice(1));
  assert.equal(fault, undefined);
  assert.equal(command, "get");
  assert.deepEqual(values, {
    profiles: ["one", "two"],
    stsProfileName: "three",
    duration: "900",
    roleArn: "ARN",
    roleSessionName: "me",
    externalId: "id",
    mfaSerial: "device",
    policyArn: ["policy"],
    sourceIdentity: "identity",
    tag: ["key=value"],
    transitiveTag: ["key"],
    credentialFile: "file",
  });
});

Deno.test("the command line starts the program of this installation, quoted for the system", () => {
  const session = { ...request, stsProfileName: "it's work" };
  assert.equal(
    getCommandLine(session, ["/opt/my updsts/updsts"], "linux"),
    "'/opt/my updsts/updsts' get -n default -sn 'it'\\''s work'",
  );
  assert.equal(
    getCommandLine(session, ["C:\\my programs\\updsts.exe"], "windows"),
    "& 'C:\\my programs\\updsts.exe' get -n default -sn 'it''s work'",
  );
  assert.equal(
    getCommandLine(request, ["C:\\updsts.exe"], "windows"),
    "C:\\updsts.exe get -n default",
  );
});

Deno.test(ignoreWithout("sh", {
  name: "a shell passes every name in the command line unchanged",
  async fn() {
    for (
      const name of [
        "two words",
        "it's",
        "$(touch x)",
        "`id`",
        "a;b",
        "*",
        "~",
        "\\",
        '"',
        "#",
        "ä",
      ]
    ) {
      const command = getCommandLine({
        ...request,
        profileName: name,
        stsProfileName: `${name}_sts`,
      });
      const { stdout } = await new Deno.Command("sh", {
        args: ["-c", `updsts() { printf '%s\\n' "$3"; }; ${command}`],
      }).output();
      assert.equal(new TextDecoder().decode(stdout), `${name}\n`);
    }
  },
}));
