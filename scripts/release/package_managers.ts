/** The files of a release for package managers. */
import type { Target } from "../targets.ts";
import {
  archiveName,
  checksum,
  type Checksums,
  DESCRIPTION,
  downloadUrl,
  HOMEPAGE,
  OWNER,
  REPOSITORY,
  VERSION,
} from "./names.ts";
import { flake } from "./nix.ts";

const WINDOWS: Target = "x86_64-pc-windows-msvc";
const WINGET_ID = `${OWNER}.updsts`;
const WINGET_VERSION = "1.10.0";

export function packageManagers(
  checksums: Checksums,
): Record<string, string> {
  return {
    "updsts.rb": homebrew(checksums),
    "updsts.scoop.json": scoop(checksums),
    [`${WINGET_ID}.yaml`]: winget("version", "DefaultLocale: en-US\n"),
    [`${WINGET_ID}.installer.yaml`]: winget("installer", installer(checksums)),
    [`${WINGET_ID}.locale.en-US.yaml`]: winget("defaultLocale", LOCALE),
    "aqua-registry.yaml": AQUA,
    "flake.nix": flake(checksums),
  };
}

function homebrew(checksums: Checksums): string {
  const source = (target: Target) =>
    `url "${downloadUrl(archiveName(target))}"
      sha256 "${checksum(checksums, archiveName(target))}"`;
  return `class Updsts < Formula
  desc "${DESCRIPTION}"
  homepage "${HOMEPAGE}"
  version "${VERSION}"
  license "MIT"

  on_macos do
    on_arm do
      ${source("aarch64-apple-darwin")}
    end
    on_intel do
      ${source("x86_64-apple-darwin")}
    end
  end

  on_linux do
    on_arm do
      ${source("aarch64-unknown-linux-gnu")}
    end
    on_intel do
      ${source("x86_64-unknown-linux-gnu")}
    end
  end

  def install
    bin.install "updsts"
    man1.install "updsts.1"
    bash_completion.install "completions/updsts.bash" => "updsts"
    zsh_completion.install "completions/_updsts"
    fish_completion.install "completions/updsts.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/updsts --version")
  end
end
`;
}

function scoop(checksums: Checksums): string {
  const name = archiveName(WINDOWS);
  const manifest = {
    version: VERSION,
    description: DESCRIPTION,
    homepage: HOMEPAGE,
    license: "MIT",
    architecture: {
      "64bit": { url: downloadUrl(name), hash: checksum(checksums, name) },
    },
    bin: "updsts.exe",
    checkver: "github",
    autoupdate: {
      architecture: {
        "64bit": { url: downloadUrl(name).replaceAll(VERSION, "$version") },
      },
      hash: { url: "$baseurl/SHA256SUMS" },
    },
  };
  return `${JSON.stringify(manifest, null, 4)}\n`;
}

function winget(type: string, body: string): string {
  return `# yaml-language-server: $schema=https://aka.ms/winget-manifest.${type}.${WINGET_VERSION}.schema.json
PackageIdentifier: ${WINGET_ID}
PackageVersion: ${VERSION}
${body}ManifestType: ${type}
ManifestVersion: ${WINGET_VERSION}
`;
}

function installer(checksums: Checksums): string {
  const name = archiveName(WINDOWS);
  return `MinimumOSVersion: 10.0.0.0
InstallerType: zip
NestedInstallerType: portable
NestedInstallerFiles:
- RelativeFilePath: updsts.exe
  PortableCommandAlias: updsts
Commands:
- updsts
Installers:
- Architecture: x64
  InstallerUrl: ${downloadUrl(name)}
  InstallerSha256: ${checksum(checksums, name).toUpperCase()}
`;
}

const LOCALE = `PackageLocale: en-US
Publisher: The updsts authors
PackageName: updsts
PackageUrl: ${HOMEPAGE}
License: MIT
LicenseUrl: ${HOMEPAGE}/blob/v${VERSION}/LICENSE
ShortDescription: ${DESCRIPTION}
Tags:
- aws
- cli
- mcp
- mfa
- sts
`;

/** An entry of a registry of aqua, which mise reads too. */
const AQUA = `packages:
  - type: github_release
    repo_owner: ${OWNER}
    repo_name: ${REPOSITORY.split("/")[1]}
    description: ${DESCRIPTION}
    asset: updsts-{{trimV .Version}}-{{.Arch}}-{{.OS}}.{{.Format}}
    format: tar.gz
    overrides:
      - goos: windows
        format: zip
    replacements:
      amd64: x86_64
      arm64: aarch64
      darwin: apple-darwin
      linux: unknown-linux-gnu
      windows: pc-windows-msvc
    files:
      - name: updsts
    supported_envs:
      - linux
      - darwin
      - windows/amd64
    checksum:
      type: github_release
      asset: SHA256SUMS
      algorithm: sha256
    github_artifact_attestations:
      signer_workflow: ${REPOSITORY}/.github/workflows/release.yml
`;
