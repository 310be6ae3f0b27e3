import type { Target } from "../targets.ts";
import {
  archiveName,
  checksum,
  type Checksums,
  DESCRIPTION,
  downloadUrl,
  HOMEPAGE,
  VERSION,
} from "./names.ts";

const SYSTEMS = {
  "x86_64-linux": "x86_64-unknown-linux-gnu",
  "aarch64-linux": "aarch64-unknown-linux-gnu",
  "x86_64-darwin": "x86_64-apple-darwin",
  "aarch64-darwin": "aarch64-apple-darwin",
} as const satisfies Record<string, Target>;

/**
 * Makes a Nix flake that installs the archives of the release.
 *
 * The program of `deno compile` is found from the end of the executable: its
 * length is in the last 8 of 24 bytes. `patchelf` and `strip` leave other bytes at
 * the end, so the flake strips nothing, and appends the program again.
 */
export function flake(checksums: Checksums): string {
  const sources = Object.entries(SYSTEMS).map(([system, target]) => {
    const name = archiveName(target);
    return `        ${system} = {
          url = "${downloadUrl(name)}";
          sha256 = "${checksum(checksums, name)}";
        };
`;
  });
  return `{
  description = "${DESCRIPTION}";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";

  outputs = { self, nixpkgs }:
    let
      sources = {
${sources.join("")}      };
      package = system: source:
        let
          pkgs = nixpkgs.legacyPackages.\${system};
          inherit (pkgs) lib stdenv;
        in
        stdenv.mkDerivation {
          pname = "updsts";
          version = "${VERSION}";
          src = pkgs.fetchurl source;
          sourceRoot = ".";
          nativeBuildInputs = [ pkgs.installShellFiles ]
            ++ lib.optional stdenv.hostPlatform.isLinux pkgs.patchelf;
          dontConfigure = true;
          dontBuild = true;
          dontStrip = true;
          dontPatchELF = true;
          installPhase = ''
            runHook preInstall
            install -D -m 755 updsts $out/bin/updsts
            installManPage updsts.1
            installShellCompletion --cmd updsts \\
              --bash completions/updsts.bash \\
              --fish completions/updsts.fish \\
              --zsh completions/_updsts
            runHook postInstall
          '';
          postInstall = lib.optionalString stdenv.hostPlatform.isLinux ''
            patchelf \\
              --set-interpreter "$(cat $NIX_CC/nix-support/dynamic-linker)" \\
              --set-rpath "\${lib.makeLibraryPath [ stdenv.cc.libc stdenv.cc.cc.lib ]}" \\
              $out/bin/updsts
            # The program of the executable has to be at its end.
            length=$(tail -c 8 updsts | od -An -tu8)
            tail -c $((length + 24)) updsts >> $out/bin/updsts
          '';
          doInstallCheck = true;
          installCheckPhase = "$out/bin/updsts --version";
          meta = {
            description = "${DESCRIPTION}";
            homepage = "${HOMEPAGE}";
            license = lib.licenses.mit;
            mainProgram = "updsts";
            sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
          };
        };
    in
    {
      packages = builtins.mapAttrs
        (system: source: { default = package system source; })
        sources;
    };
}
`;
}
