import assert from "node:assert/strict";
import { hint, withParameter } from "../../src/errors.ts";
import { join } from "node:path";
import {
  configPath,
  credentialPath,
} from "../../src/platform/required_paths.ts";

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

Deno.test("a ~ in them is the home directory, as for the AWS CLI", () => {
  const env = { AWS_SHARED_CREDENTIALS_FILE: "~/x" };
  assert.equal(
    credentialPath(environment(env, "/home/me")),
    join("/home/me", "x"),
  );
  const other = { AWS_SHARED_CREDENTIALS_FILE: "~x" };
  assert.equal(credentialPath(environment(other, "/home/me")), "~x");
});

Deno.test("an empty variable is none", () => {
  const env = { AWS_SHARED_CREDENTIALS_FILE: "" };
  assert.equal(
    credentialPath(environment(env, "/home/me")),
    join("/home/me", ".aws", "credentials"),
  );
});

Deno.test("without a home directory there is an error for the one, nothing for the other", () => {
  assert.throws(() => credentialPath(environment({}, undefined)), {
    code: "file_not_found",
    hint:
      hint`set HOME, let it be read with --allow-env=HOME, or name the file ${
        withParameter("defaultCredentialsFile")
      }`,
  });
  assert.equal(configPath(environment({}, undefined)), undefined);
});

Deno.test("a variable in them is refused: the AWS CLI would read another file", () => {
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
