import assert from "node:assert/strict";
import { join } from "node:path";
import { workOutGrants } from "../../src/native/grants.ts";
import { makeHome } from "../support/updsts.ts";

async function grantsFor(config: string, env: Record<string, string> = {}) {
  await using home = await makeHome("[default]\n");
  const folder = join(home.path, ".aws");
  await Deno.writeTextFile(join(folder, "config"), config);
  const { read, net } = workOutGrants(["mcp"], {
    env: (name) => env[name],
    home: () => home.path,
  });
  const shown = (path: string) => path.replace(folder, "~/.aws");
  return { read: [...new Set(read.map(shown))], net: [...new Set(net)] };
}

const USUAL = {
  read: ["~/.aws", "~/.aws/config"],
  net: ["127.0.0.1:0", "sts.amazonaws.com:443"],
};

Deno.test("a folder that is named in place of a file opens nothing", async () => {
  const folder = Deno.cwd();
  const config = `[profile a]\nca_bundle = ${folder}\n`;
  assert.deepEqual(await grantsFor(config), USUAL);
  assert.deepEqual(await grantsFor("", { AWS_CA_BUNDLE: folder }), USUAL);
  const { read } = await grantsFor("", { AWS_CONFIG_FILE: folder });
  assert.deepEqual(read, ["~/.aws"]);
});

Deno.test("a profile's endpoint that is no one host opens none", async () => {
  for (const host of ["*", "*.com", "a,b", "a..b"]) {
    const config = `[profile a]\nendpoint_url = https://${host}\n`;
    assert.deepEqual(await grantsFor(config), USUAL, host);
  }
});

Deno.test("a config that begins with a byte order mark is read as the run reads it", async () => {
  const config = "\ufeff[default]\nregion = eu-west-1\n";
  const { net } = await grantsFor(config);
  assert.deepEqual(net, ["127.0.0.1:0", "sts.eu-west-1.amazonaws.com:443"]);
});

Deno.test("what many profiles need alike is granted once", async () => {
  await using home = await makeHome("[a]\n[b]\nsource_profile = a\n[c]\n");
  const { net } = workOutGrants(["mcp"], {
    env: () => undefined,
    home: () => home.path,
  });
  assert.deepEqual(net, USUAL.net);
});
