import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveAllowedPath } from "../../src/mcp/allowed_path.ts";
import { ignoreWithoutSymlinks } from "../support/symlinks.ts";

/** A directory like `~/.aws`, with more in it than credentials files. */
async function withDirectory(
  test: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const name of ["credentials", "other", "config", "settings.ini"]) {
      await Deno.writeTextFile(join(directory, name), "");
    }
    await Deno.mkdir(join(directory, "cli"));
    await Deno.writeTextFile(join(directory, "cli", "alias"), "");
    await Deno.symlink("cli", join(directory, "way"), { type: "dir" });
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const refused = (message: RegExp) => ({ code: "path_refused", message });

Deno.test(ignoreWithoutSymlinks({
  name: "an agent can name a file beside the credentials file, by any path",
  fn: () =>
    withDirectory(async (directory) => {
      const opened = join(directory, "credentials");
      await Deno.symlink("other", join(directory, "link"), { type: "file" });
      for (
        const [given, path] of [
          ["other", "other"],
          ["./cli/../other", "other"],
          [join(directory, "other"), "other"],
          ["link", "other"],
          ["credentials", "credentials"],
          ["missing", "missing"],
          ["config.bak", "config.bak"],
        ] as const
      ) {
        const real = await resolveAllowedPath(
          given,
          opened,
          join(directory, "config"),
        );
        assert.equal(real, join(directory, path));
      }
    }),
}));

Deno.test(ignoreWithoutSymlinks({
  name: "an agent cannot name a file in a subdirectory",
  fn: () =>
    withDirectory(async (directory) => {
      const opened = join(directory, "credentials");
      await Deno.symlink("cli/alias", join(directory, "link"), {
        type: "file",
      });
      for (
        const given of [
          "cli/alias",
          "cli/missing",
          "way/alias",
          "link",
          "cli",
          "x/y",
        ]
      ) {
        await assert.rejects(
          resolveAllowedPath(given, opened, undefined),
          refused(/^cred_file is not a file in the directory/),
          given,
        );
      }
    }),
}));

Deno.test("an agent cannot name a file with a control character or a line break", () =>
  withDirectory(async (directory) => {
    for (const each of ["\n", "\x1b", "\x85", "\u2028"]) {
      await assert.rejects(
        resolveAllowedPath(
          `a${each}b`,
          join(directory, "credentials"),
          undefined,
        ),
        refused(/^cred_file is not a file in the directory/),
      );
    }
  }));

Deno.test(ignoreWithoutSymlinks({
  name: "the config is not accepted as credentials file, by any name",
  fn: (t) =>
    withDirectory(async (directory) => {
      const at = (name: string) => join(directory, name);
      const opened = at("credentials");
      await Deno.symlink("settings.ini", at("symlink"), { type: "file" });
      await Deno.link(at("settings.ini"), at("hard"));
      await Deno.symlink(at("settings.ini"), at("by-symlink"), {
        type: "file",
      });
      await Deno.symlink(directory, at("again"), { type: "dir" });
      const cases: [given: string, config: string | undefined][] = [
        ["config", undefined],
        ["CONFIG", undefined],
        ["config", at("settings.ini")],
        ["settings.ini", at("settings.ini")],
        ["symlink", at("settings.ini")],
        ["hard", at("settings.ini")],
        ["settings.ini", at("by-symlink")],
        ["missing", at("missing")],
        ["Missing", at("missing")],
        ["missing", at("again/missing")],
        ["credentials", at("credentials")],
      ];
      for (const [given, config] of cases) {
        await t.step(
          `${given} where it is ${config?.slice(directory.length)}`,
          () =>
            assert.rejects(
              resolveAllowedPath(given, opened, config),
              refused(/^cred_file is the AWS config/),
            ),
        );
      }
      // Another file of that name elsewhere is none of its business.
      assert.equal(
        await resolveAllowedPath("other", opened, "/elsewhere/other"),
        at("other"),
      );
    }),
}));

Deno.test("a lock or a temporary file of updsts is not accepted as credentials file", () =>
  withDirectory(async (directory) => {
    const opened = join(directory, "credentials");
    for (const what of ["lock", "new", "LOCK", "trial", "refresh"]) {
      await assert.rejects(
        resolveAllowedPath(`.credentials.updsts-${what}`, opened, undefined),
        refused(/^cred_file is a file of updsts itself/),
      );
    }
  }));

Deno.test("an agent cannot name a path that Windows reads as another one", () =>
  withDirectory(async (directory) => {
    const opened = join(directory, "credentials");
    for (const given of ["config::$DATA", "config.", "other ", "D:other"]) {
      await assert.rejects(
        resolveAllowedPath(given, opened, undefined, "windows"),
        { code: "settings_invalid", message: /^the path (config|other|D:)/ },
        given,
      );
    }
  }));
