import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { sync, writeReplacement } from "../../src/file/atomic_write.ts";
import { systemReason } from "../../src/file/fs_errors.ts";
import { makeHome } from "../support/updsts.ts";
import { ignoreOnWindows } from "../support/programs.ts";

// The name is free when the old temporary file is removed, and taken right after.
Deno.test(ignoreOnWindows("symlinks", {
  name:
    "the temporary file is never written through a symlink put in its place",
  async fn() {
    await using home = await makeHome("a\n");
    const victim = join(home.path, "victim");
    await Deno.writeTextFile(victim, "untouched");
    const temporary = join(home.path, ".aws", "temporary");
    const { remove } = Deno;
    Deno.remove = async () => {
      await symlink(victim, temporary);
      throw new Deno.errors.NotFound();
    };
    try {
      await assert.rejects(
        writeReplacement(temporary, "secret", {
          path: home.credentials,
          info: undefined,
        }),
        { code: "EEXIST" },
      );
    } finally {
      Deno.remove = remove;
    }
    assert.equal(await Deno.readTextFile(victim), "untouched");
  },
}));

Deno.test("a sync that never ends is given up", async () => {
  const hanging = { sync: () => new Promise<never>(() => {}) };
  await assert.rejects(sync(hanging, 20), (error) => {
    assert.equal(systemReason(error).why, "the disk does not answer");
    return true;
  });
});
