import assert from "node:assert/strict";
import { OLD_BLOCK } from "../credentials/samples.ts";
import { makeScene, usualFile } from "../support/scene.ts";
import { keepWriting } from "../support/slow_writer.ts";

const COMMANDS: [args: string[], output: RegExp][] = [
  [["list"], /^default .*\n {2}default_sts .*\nother .*\n/m],
  [["export", "-n", "other", "--format", "env"], /AKIAOTHER/],
  [["get", "-n", "other_user", "-t", "CODE"], /other_user_sts/],
  [["clean"], /^removed default_sts, expired /],
  [["doctor", "--fix"], /^fixed: the session \[default_sts\]/m],
];

for (const [args, output] of COMMANDS) {
  Deno.test(`${args[0]} waits for a program that writes the file in place`, async () => {
    await using scene = await makeScene({
      file: (user) =>
        `${usualFile(user)}${OLD_BLOCK}${
          usualFile(user).replace("[default]", "[other_user]")
            .replace(/\[other\][^]*/, "")
        }`,
    });
    const original = await scene.home.read();
    const writing = keepWriting(scene.home.credentials, original);
    const { status, stdout, stderr } = await scene.run(
      args.map((arg) => arg === "CODE" ? scene.device.nextCode() : arg),
    );
    await writing;
    assert.equal(status, 0, stderr);
    assert.match(stdout + stderr, output);
    const text = await scene.home.read();
    for (const line of original.replace(OLD_BLOCK, "").split("\n")) {
      assert.ok(text.split("\n").includes(line), line);
    }
  });
}
