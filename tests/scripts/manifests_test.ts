import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { serverJson } from "../../scripts/release/mcp.ts";
import {
  archiveName,
  downloadUrl,
  mcpbName,
  VERSION,
} from "../../scripts/release/names.ts";
import { packageManagers } from "../../scripts/release/package_managers.ts";
import { TARGET_NAMES } from "../../scripts/targets.ts";

/** A checksum of its own for each name. */
const CHECKSUMS = new Map(
  TARGET_NAMES.flatMap((target) => [archiveName(target), mcpbName(target)])
    .map((name) => [name, hash("sha256", name)]),
);

const MANIFESTS = packageManagers(CHECKSUMS);
const FILES: [name: string, text: string, downloads: string[]][] = [
  [
    "updsts.rb",
    MANIFESTS["updsts.rb"]!,
    TARGET_NAMES.filter((name) => !/windows/.test(name)).map(archiveName),
  ],
  [
    "updsts.scoop.json",
    MANIFESTS["updsts.scoop.json"]!,
    [archiveName("x86_64-pc-windows-msvc")],
  ],
  [
    "the winget installer",
    Object.entries(MANIFESTS)
      .find(([name]) => name.endsWith(".installer.yaml"))![1],
    [archiveName("x86_64-pc-windows-msvc")],
  ],
  ["server.json", serverJson(CHECKSUMS), TARGET_NAMES.map(mcpbName)],
];

for (const [name, text, downloads] of FILES) {
  Deno.test(`${name} has the checksum of each download after its URL`, () => {
    for (const download of downloads) {
      const [, after] = text.split(`${downloadUrl(download)}`);
      const [sum] = /[0-9a-f]{64}/i.exec(after!)!;
      assert.equal(sum.toLowerCase(), CHECKSUMS.get(download), download);
    }
  });
}

Deno.test("the asset that aqua and mise download is an archive of the release", () => {
  const aqua = MANIFESTS["aqua-registry.yaml"]!;
  const [, asset] = /asset: (updsts.+)/.exec(aqua)!;
  const name = asset!
    .replace("{{trimV .Version}}", VERSION)
    .replace("{{.Arch}}", /amd64: (\S+)/.exec(aqua)![1]!)
    .replace("{{.OS}}", /linux: (\S+)/.exec(aqua)![1]!)
    .replace("{{.Format}}", /format: (\S+)/.exec(aqua)![1]!);
  assert.equal(name, archiveName("x86_64-unknown-linux-gnu"));
});
