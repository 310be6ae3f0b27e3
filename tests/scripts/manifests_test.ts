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
import { ignoreWithout } from "../support/programs.ts";

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
    "flake.nix",
    MANIFESTS["flake.nix"]!,
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

Deno.test(ignoreWithout("nix-instantiate", {
  name: "Nix evaluates the flake to a package for each system",
  async fn() {
    const directory = await Deno.makeTempDir({ prefix: "updsts" });
    try {
      const path = `${directory}/flake.nix`;
      await Deno.writeTextFile(path, MANIFESTS["flake.nix"]!);
      // Without nixpkgs: each package is what is given to mkDerivation.
      const expression = `
        let
          flake = import ${path};
          lib = {
            optional = is: each: if is then [ each ] else [ ];
            optionalString = is: text: if is then text else "";
            makeLibraryPath = builtins.concatStringsSep ":";
            licenses.mit = "MIT";
            sourceTypes.binaryNativeCode = "binary";
          };
          packages = system: {
            inherit lib;
            stdenv = {
              mkDerivation = each: each;
              cc = { libc = "/libc"; cc.lib = "/gcc"; };
              hostPlatform.isLinux = builtins.match ".*-linux" system != null;
            };
            fetchurl = source: source;
            installShellFiles = "installShellFiles";
            patchelf = "patchelf";
          };
          names = builtins.attrNames flaked.packages;
          legacyPackages = builtins.listToAttrs (map
            (name: { inherit name; value = packages name; }) names);
          flaked = flake.outputs { self = { }; nixpkgs = { inherit legacyPackages; }; };
        in
        flaked.packages`;
      const { success, stdout, stderr } = await new Deno.Command(
        "nix-instantiate",
        {
          args: ["--eval", "--strict", "--json", "--expr", expression],
          env: {
            NIX_STATE_DIR: directory,
            NIX_STORE_DIR: `${directory}/store`,
          },
        },
      ).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      const packages = JSON.parse(new TextDecoder().decode(stdout));
      const systems = Object.entries<Record<string, Record<string, string>>>(
        packages,
      );
      assert.equal(systems.length, 4);
      for (const [system, { default: made }] of systems) {
        assert.equal(made!.version, VERSION);
        assert.equal(
          made!.postInstall!.includes("patchelf"),
          system.endsWith("-linux"),
        );
      }
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
}));
