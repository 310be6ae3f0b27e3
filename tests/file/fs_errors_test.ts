import assert from "node:assert/strict";
import { fileFailure } from "../../src/file/fs_errors.ts";
import { hintOf } from "../support/hint_of.ts";

for (
  const [os, path, why, hint] of [
    [
      "windows",
      "Z:\\x",
      "it is on a network drive",
      "copy the file to a local drive, or give --allow-all",
    ],
    [
      "linux",
      "/proc/self/environ",
      "updsts opens no files in /dev, /proc or /sys",
      "copy the file to another directory, or give --allow-all",
    ],
  ] as const
) {
  Deno.test(`the reason is given why Deno does not open ${path} on ${os}`, () => {
    const cause = new Deno.errors.NotCapable(
      `Requires all access to "${path}", run again with the --allow-all flag`,
    );
    const what = `cannot read ${path}`;
    const code = "file_unreadable";
    const error = fileFailure(code, what, cause, undefined, os);
    assert.equal(error.message, `${what}: ${why}`);
    assert.equal(hintOf(error), hint);
  });
}
