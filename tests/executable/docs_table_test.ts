import assert from "node:assert/strict";
import { join } from "node:path";
import { NEEDS } from "../../src/executable/command_grants.ts";
import { allGrants } from "./all_grants.ts";
import { ownFile, writtenFiles } from "../../src/platform/sidecar_files.ts";
import { makeHome } from "../support/updsts.ts";

const PAGE = new URL("../../docs/executable.md", import.meta.url);

/** The rows of the page's table, by command. */
async function documentedGrants(): Promise<Map<string, string[]>> {
  const text = await Deno.readTextFile(PAGE);
  const [table] = /^\| command +\| reads.*\n(\|.*\n)+/m.exec(text)!;
  const rows = table.trim().split("\n").slice(2).map((row) =>
    row.split("|").slice(1, -1).map((cell) => cell.trim())
  );
  return new Map(
    rows.flatMap(([commands, ...cells]) =>
      commands!.split(", ").map((name) =>
        [name.replaceAll("`", ""), cells] as const
      )
    ),
  );
}

/** What the page says for a command, made from its grants. */
async function describeGrants(command: string): Promise<string[]> {
  await using home = await makeHome("[default]\nregion = eu-west-1\n");
  const directory = join(home.path, ".aws");
  const bundle = join(home.path, "ca.pem");
  await Deno.writeTextFile(bundle, "-----BEGIN CERTIFICATE-----\n");
  const config = join(directory, "config");
  await Deno.writeTextFile(
    config,
    `[default]\nca_bundle = ${bundle}\n[profile other]\nregion = eu-west-2\n`,
  );
  const { read, write, net } = await allGrants(
    command === "mcp" ? [command] : [command, "-n", "default"],
    { env: () => undefined, home: () => home.path },
  );
  const names: [string, string[]][] = [
    ["the file and updsts's own files", writtenFiles(home.credentials)],
    ["the file, its lock", [
      home.credentials,
      ownFile(home.credentials, "lock"),
    ]],
    ["the directory of the file", [directory]],
    ["`/dev/tty`", ["/dev/tty"]],
    ["the config", [config]],
    ["the CA bundle", [bundle]],
    ["`127.0.0.1` to listen", ["127.0.0.1:0"]],
    [
      "the STS host of every profile",
      ["sts.eu-west-1.amazonaws.com:443", "sts.eu-west-2.amazonaws.com:443"],
    ],
    ["the STS host", ["sts.eu-west-1.amazonaws.com:443"]],
  ];
  return [read, write, net].map((list) => {
    const rest = new Set(list);
    const found = names.filter(([, members]) => {
      const isIn = members.every((member) => rest.has(member));
      if (isIn) members.forEach((member) => rest.delete(member));
      return isIn;
    }).map(([name]) => name);
    return [...found, ...rest].join(", ") || "nothing";
  });
}

Deno.test("the page has the permissions of every command", async () => {
  const documented = await documentedGrants();
  assert.deepEqual([...documented.keys()], [...NEEDS.keys(), "others"]);
  for (const [command, cells] of documented) {
    assert.deepEqual(cells, await describeGrants(command), command);
  }
});
