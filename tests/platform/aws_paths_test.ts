import assert from "node:assert/strict";
import type { UpdstsError } from "../../src/errors.ts";
import { hintOf } from "../support/hint_of.ts";
import { join } from "node:path";
import {
  configPath,
  credentialPath,
} from "../../src/platform/required_paths.ts";
import { hasVariable } from "../../src/platform/aws_paths.ts";
import { homeOf } from "../../src/platform/environment.ts";
import { refuseAmbiguousPath } from "../../src/platform/required_paths.ts";
import { ignoreWithout } from "../support/programs.ts";

const HOME = Deno.build.os === "windows" ? "USERPROFILE" : "HOME";

function environment(env: Record<string, string>, home: string | undefined) {
  return { env: (name: string) => env[name], home: () => home };
}

Deno.test("the credentials file is ~/.aws/credentials", () => {
  assert.equal(
    credentialPath(environment({}, "/home/me")),
    join("/home/me", ".aws", "credentials"),
  );
});

Deno.test("AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE name others", () => {
  const env = { AWS_SHARED_CREDENTIALS_FILE: "/x", AWS_CONFIG_FILE: "/y" };
  assert.equal(credentialPath(environment(env, undefined)), "/x");
  assert.equal(configPath(environment(env, undefined)), "/y");
});

Deno.test("a ~ in these variables is the home directory, as for the AWS CLI", () => {
  const env = { AWS_SHARED_CREDENTIALS_FILE: "~/x" };
  assert.equal(
    credentialPath(environment(env, "/home/me")),
    join("/home/me", "x"),
  );
  const other = { AWS_SHARED_CREDENTIALS_FILE: "~x" };
  assert.equal(credentialPath(environment(other, "/home/me")), "~x");
});

Deno.test("an empty variable counts as not set", () => {
  const env = { AWS_SHARED_CREDENTIALS_FILE: "" };
  assert.equal(
    credentialPath(environment(env, "/home/me")),
    join("/home/me", ".aws", "credentials"),
  );
});

Deno.test("without a home directory the credentials file is an error and the config is missing", () => {
  assert.throws(() => credentialPath(environment({}, undefined)), (error) => {
    assert.equal((error as UpdstsError).code, "file_not_found");
    assert.equal(
      hintOf(error as UpdstsError),
      `set ${HOME}, let it be read with --allow-env=${HOME}, or name the file with -c`,
    );
    return true;
  });
  assert.equal(configPath(environment({}, undefined)), undefined);
});

Deno.test("a variable in these paths is refused, because the AWS CLI would read another file", () => {
  for (const path of ["$HOME/x", "${HOME}/x", "~/$USER", "/a/${B}/x"]) {
    const env = { AWS_SHARED_CREDENTIALS_FILE: path, AWS_CONFIG_FILE: path };
    for (const work of [credentialPath, configPath]) {
      assert.throws(() => work(environment(env, "/home/me")), {
        code: "settings_invalid",
        message: /^AWS_(SHARED_CREDENTIALS|CONFIG)_FILE contains a variable/,
        hint: /~ for the home directory/,
      });
    }
  }
  // Which no shell and no AWS CLI takes for one.
  const env = { AWS_SHARED_CREDENTIALS_FILE: "/a$/$-x" };
  assert.equal(credentialPath(environment(env, undefined)), "/a$/$-x");
  assert.ok(credentialPath(environment({}, "/home/$me")));
});

Deno.test("the home directory is HOME, on Windows USERPROFILE, as for the AWS CLI", () => {
  const variables: Record<string, string> = {
    HOME: "/home/me",
    USERPROFILE: "C:\\Users\\me",
    HOMEDRIVE: "D:",
    HOMEPATH: "\\me",
  };
  const env = (name: string) => variables[name];
  assert.equal(homeOf(env, "linux"), "/home/me");
  assert.equal(homeOf(env, "windows"), "C:\\Users\\me");
  delete variables.USERPROFILE;
  assert.equal(homeOf(env, "windows"), "D:\\me");
  delete variables.HOMEDRIVE;
  assert.equal(homeOf(env, "windows"), undefined);
});

Deno.test("a variable of Windows is refused there", () => {
  assert.ok(hasVariable("%USERPROFILE%\\x", "windows"));
  assert.ok(!hasVariable("C:\\100%\\x", "windows"));
  assert.ok(!hasVariable("/a/%b%/x", "linux"));
});

Deno.test("a path that Windows reads as another one is refused there", () => {
  const refused = [
    ["C:file", /^the path C:file is relative to the current directory of its/],
    ["C:", /is relative to the current directory of its drive$/],
    ["C:\\a\\file:stream", /has a colon in a name/],
    ["\\\\?\\C:\\file:x", /has a colon in a name/],
    ["C:\\a\\file.", /ends in a dot or a space/],
    ["C:\\a \\file", /ends in a dot or a space/],
    ["a./file", /ends in a dot or a space/],
    ["file ", /ends in a dot or a space/],
  ] as const;
  for (const [path, message] of refused) {
    assert.throws(() => refuseAmbiguousPath(path, "windows"), {
      code: "settings_invalid",
      message,
      hint: /^write /,
    });
    refuseAmbiguousPath(path, "linux");
  }
  const taken = ["C:\\a b\\.aws\\x", "..\\.\\x", "\\\\?\\C:\\x", "//a/b", "a"];
  for (const path of taken) refuseAmbiguousPath(path, "windows");
});

Deno.test(ignoreWithout("Windows", {
  name:
    "a credentials file and a config that are relative to a drive are refused",
  fn() {
    const env = { AWS_SHARED_CREDENTIALS_FILE: "C:x", AWS_CONFIG_FILE: "C:x" };
    for (const work of [credentialPath, configPath]) {
      for (
        const each of [environment(env, undefined), environment({}, "C:x")]
      ) {
        assert.throws(() => work(each), {
          code: "settings_invalid",
          message: /^the path C:x.* is relative to the current directory of it/,
        });
      }
    }
  },
}, Deno.build.os === "windows"));
