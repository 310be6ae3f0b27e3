import assert from "node:assert/strict";
import { join } from "node:path";
import { makeHome } from "../support/updsts.ts";
import { runIn } from "./fake_runtime.ts";

const FILE = "[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n";

for (
  const option of [
    "-c=~/.aws/credentials",
    "--credential-file=~/.aws/credentials",
  ]
) {
  Deno.test(`${option} expands ~ to the home directory`, async () => {
    await using home = await makeHome(FILE);
    const { status, stdout, stderr } = await runIn(
      { home: home.path },
      ...["list", "--json", option],
    );
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(stdout)[0].profile_name, "work");
  });
}

Deno.test("completion reads the file in the home directory that the line names", async () => {
  await using home = await makeHome("");
  await Deno.writeTextFile(join(home.path, "other"), FILE);
  const { stdout } = await runIn(
    { home: home.path },
    ...["complete", "--line=updsts get -c ~/other -n w"],
  );
  assert.match(stdout, /^work\t/);
});

for (const command of ["list", "clean", "doctor"]) {
  Deno.test(`${command} -v 1 names the credentials file and keeps standard output`, async () => {
    await using home = await makeHome(FILE);
    const quiet = await runIn({ home: home.path }, command);
    const verbose = await runIn({ home: home.path }, command, "-v", "1");
    assert.equal(verbose.stdout, quiet.stdout);
    assert.equal(
      verbose.stderr,
      `updsts: the credentials file is ${home.credentials}\n${quiet.stderr}`,
    );
  });
}

Deno.test("an empty -c means the default credentials file", async () => {
  await using home = await makeHome(FILE);
  for (const args of [["-c", ""], ["-c="]]) {
    const { stdout, stderr } = await runIn(
      { home: home.path },
      ...["list", "--json", ...args],
    );
    assert.equal(stderr, "");
    assert.equal(JSON.parse(stdout)[0].profile_name, "work");
  }
});
