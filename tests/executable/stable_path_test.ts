import assert from "node:assert/strict";
import { resolve } from "node:path";
import { stablePath } from "../../src/executable/stable_path.ts";

Deno.test("the path of a package manager's version becomes the one that an upgrade keeps", () => {
  for (
    const [executable, stable] of [
      [
        "/opt/homebrew/Cellar/updsts/1.2.3_1/bin/updsts",
        "/opt/homebrew/opt/updsts/bin/updsts",
      ],
      [
        "/opt/homebrew/Caskroom/updsts/1.2.3/updsts",
        "/opt/homebrew/bin/updsts",
      ],
      [
        "/home/me/.local/share/mise/installs/updsts/1.2.3/bin/updsts",
        "/home/me/.local/share/mise/installs/updsts/latest/bin/updsts",
      ],
      [
        "C:\\Users\\me\\scoop\\apps\\updsts\\1.2.3\\updsts.exe",
        "C:\\Users\\me\\scoop\\apps\\updsts\\current\\updsts.exe",
      ],
      [
        "/usr/lib/node_modules/updsts/bin/updsts",
        "/usr/lib/node_modules/updsts/bin/updsts",
      ],
      ["/home/me/bin/updsts", "/home/me/bin/updsts"],
    ] as const
  ) {
    assert.equal(stablePath(executable, "updsts"), stable);
  }
});

Deno.test("a symlink that the executable was called by is kept", () => {
  const executable = "/home/me/updsts-1.2.3/updsts";
  for (const called of ["/home/me/bin/updsts", "./bin/updsts"]) {
    assert.equal(stablePath(executable, called), resolve(called));
  }
});

Deno.test("a path relative to the directory of a drive is not kept on Windows", () => {
  const executable = "C:\\Users\\me\\bin\\updsts.exe";
  const called = "C:bin\\updsts.exe";
  assert.equal(stablePath(executable, called, "windows"), executable);
  assert.equal(stablePath(executable, called, "linux"), resolve(called));
});
