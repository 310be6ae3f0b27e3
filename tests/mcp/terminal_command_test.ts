import assert from "node:assert/strict";
import { terminalCommand } from "../../src/mcp/terminal_command.ts";
import { ignoreWithout } from "../support/programs.ts";

const request = {
  profileName: "default",
  stsProfileName: "default_sts",
};

Deno.test("the command for the terminal says what differs from the usual, and no more", () => {
  assert.equal(terminalCommand(request, undefined), "updsts get -n default");
  assert.equal(
    terminalCommand(
      { ...request, stsProfileName: "work", duration: 900 },
      "/home/me/.aws/other",
    ),
    "updsts get -n default -sn work -d 900 -c /home/me/.aws/other",
  );
  // The profile of a role may say another duration than the usual one.
  assert.equal(
    terminalCommand({ ...request, duration: 3600 }, undefined),
    "updsts get -n default -d 3600",
  );
  assert.equal(
    terminalCommand({
      ...request,
      role: { arn: "ARN", sessionName: "me", externalId: "a:b" },
    }, undefined),
    "updsts get -n default --role-arn ARN --role-session-name me --external-id a:b",
  );
});

Deno.test(ignoreWithout("sh", {
  name: "a shell takes the command's words as they are, whatever is in them",
  ignore: Deno.build.os === "windows",
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
      const command = terminalCommand({
        ...request,
        profileName: name,
        stsProfileName: `${name}_sts`,
      }, undefined);
      const { stdout } = await new Deno.Command("sh", {
        args: ["-c", `updsts() { printf '%s\\n' "$3"; }; ${command}`],
      }).output();
      assert.equal(new TextDecoder().decode(stdout), `${name}\n`);
    }
  },
}));
