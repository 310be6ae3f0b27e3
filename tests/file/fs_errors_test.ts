import assert from "node:assert/strict";
import { fileFailure } from "../../src/file/fs_errors.ts";
import { hintOf } from "../support/hint_of.ts";

Deno.test("a file on a network drive of Windows is named as one", () => {
  const text =
    'Requires all access to "Z:\\x", run again with the --allow-all flag';
  const cause = new Deno.errors.NotCapable(text);
  const error = fileFailure("file_unreadable", "cannot read Z:\\x", cause);
  assert.equal(error.message, "cannot read Z:\\x: it is on a network drive");
  assert.match(
    hintOf(error),
    /^copy the file to a local drive, or give --allow-all$/,
  );
});

Deno.test("the directories are named in which Deno opens a file only with all permissions", () => {
  const text =
    'Requires all access to "/proc/1/environ", run again with the --allow-all flag';
  const cause = new Deno.errors.NotCapable(text);
  const error = fileFailure("file_unreadable", "cannot read x", cause);
  assert.equal(
    error.message,
    "cannot read x: updsts opens no files in /dev, /proc and /sys",
  );
  assert.match(hintOf(error), /^save the credentials to a regular file/);
});
