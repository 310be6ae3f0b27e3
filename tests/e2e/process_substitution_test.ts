import assert from "node:assert/strict";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { makeHome, updstsCommand, updstsEnv } from "../support/updsts.ts";

const hasBash = Deno.build.os !== "windows" && canRun("bash", "-c", ":");

for (
  const command of [
    ["list"],
    ["export", "-n", "default", "--format", "env"],
    ["get", "-n", "default", "-t", "012345"],
    ["clean"],
    ["doctor"],
  ]
) {
  Deno.test(ignoreWithout("bash", {
    name: `${command[0]} explains why it refuses -c <(command)`,
    async fn() {
      await using home = await makeHome("[default]\n");
      const { code, stdout, stderr } = await new Deno.Command("bash", {
        args: [
          "-c",
          '"$@" -c <(cat "$0")',
          home.credentials,
          ...updstsCommand(command, { home: home.path }),
        ],
        clearEnv: true,
        env: { PATH: "/usr/bin:/bin", ...updstsEnv({ home: home.path }) },
        stdin: "null",
      }).output();
      const decoder = new TextDecoder();
      const lines = decoder.decode(stderr).split("\n");
      assert.match(
        lines.at(-3)!,
        /^updsts: error: \/dev\/fd\/\d+ is not a regular file$/,
      );
      assert.match(
        lines.at(-2)!,
        /^updsts: hint: save the credentials to a regular file, and name it with -c$/,
      );
      assert.doesNotMatch(lines.join("\n"), /cannot read .*config/);
      assert.equal(decoder.decode(stdout), "");
      assert.equal(code, 1);
    },
  }, hasBash));
}
