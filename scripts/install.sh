#!/bin/sh
# Installs updsts for one user on Linux or macOS: downloads the archive of a
# release, checks its sum, and puts the executable into a folder. Needs no root.
#
#   UPDSTS_RELEASES   where the releases are, such as
#                     https://github.com/OWNER/updsts/releases/download
#   UPDSTS_VERSION    which one, such as 0.1.0
#   UPDSTS_FOLDER     where to put it [~/.local/bin]
set -eu

main() {
  releases=${UPDSTS_RELEASES:?says where the releases are}
  version=${UPDSTS_VERSION:?says which version}
  folder=${UPDSTS_FOLDER:-${HOME:?}/.local/bin}

  case $(uname -s) in
    Linux) system=unknown-linux-gnu ;;
    Darwin) system=apple-darwin ;;
    *) fail "no executable for $(uname -s); on Windows take the .zip" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) fail "no executable for $(uname -m)" ;;
  esac

  archive=updsts-$version-$machine-$system.tar.gz
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM

  download "$releases/v$version/$archive" "$work/$archive"
  download "$releases/v$version/SHA256SUMS" "$work/SHA256SUMS"
  check

  tar -xzf "$work/$archive" -C "$work" updsts
  mkdir -p "$folder"
  # A copy beside it and a rename: an updsts that runs meanwhile stays whole.
  cp "$work/updsts" "$folder/.updsts-new"
  chmod 755 "$folder/.updsts-new"
  mv -f "$folder/.updsts-new" "$folder/updsts"
  echo "installed $folder/updsts"
  case ":$PATH:" in
    *":$folder:"*) ;;
    *) echo "put $folder into your PATH" ;;
  esac
}

download() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document="$2" "$1"
  else
    fail "neither curl nor wget is here"
  fi || fail "cannot download $1"
}

check() {
  expected=$(awk -v name="$archive" '$2 == name && NF == 2 { print $1; exit }' "$work/SHA256SUMS")
  [ -n "$expected" ] || fail "SHA256SUMS does not name $archive"
  if command -v sha256sum >/dev/null; then
    sum=$(sha256sum "$work/$archive")
  else
    sum=$(shasum -a 256 "$work/$archive")
  fi
  [ "$expected" = "${sum%% *}" ] || fail "$archive has another SHA-256 than SHA256SUMS says"
}

fail() {
  echo "install: $1" >&2
  exit 1
}

# At the end, so that half a download of this script does nothing.
main
