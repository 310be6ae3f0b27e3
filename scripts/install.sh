#!/bin/sh
# Installs updsts for one user on Linux or macOS: downloads the archive of a
# release, verifies its checksum, starts the executable, and puts it into a
# directory. Needs no root.
#
#   UPDSTS_RELEASES    where the releases are: a URL
#   UPDSTS_VERSION     which one, such as 0.1.0
#   UPDSTS_DIRECTORY   where to put it [~/.local/bin]
#
# The script of a release has the release as its defaults.
# To uninstall: rm ~/.local/bin/updsts
set -eu

main() {
  releases=${UPDSTS_RELEASES:?says where the releases are}
  version=${UPDSTS_VERSION:?says which version}
  version=${version#v}
  directory=${UPDSTS_DIRECTORY:-${HOME:?}/.local/bin}
  case $directory in
    /*) ;;
    *) directory=$PWD/$directory ;;
  esac
  [ ! -d "$directory/updsts" ] || fail "$directory/updsts is a directory"

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
  # A rename makes it updsts: an updsts that is running stays whole.
  new=$directory/.updsts-new
  trap 'rm -rf "$work" "$new"' EXIT
  trap 'exit 1' HUP INT TERM

  download "$releases/v$version/$archive" "$work/$archive"
  download "$releases/v$version/SHA256SUMS" "$work/SHA256SUMS"
  verify

  tar -xzf "$work/$archive" -C "$work" updsts
  if ! mkdir -p "$directory" || ! cp "$work/updsts" "$new"; then
    fail "cannot write into $directory: set UPDSTS_DIRECTORY to another directory"
  fi
  chmod 755 "$new"
  start
  mv -f "$new" "$directory/updsts"
  echo "installed $directory/updsts"
  echo "to uninstall it: rm $directory/updsts"
  case ":$PATH:" in
    *":$directory:"*) ;;
    *) echo "put $directory into your PATH" ;;
  esac
}

download() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document="$2" "$1"
  else
    fail "neither curl nor wget is installed"
  fi || fail "cannot download $1"
}

verify() {
  expected=$(awk -v name="$archive" '$2 == name && NF == 2 { print $1; exit }' "$work/SHA256SUMS")
  [ -n "$expected" ] || fail "SHA256SUMS does not name $archive"
  if command -v sha256sum >/dev/null; then
    checksum=$(sha256sum "$work/$archive")
  elif command -v shasum >/dev/null; then
    checksum=$(shasum -a 256 "$work/$archive")
  else
    fail "neither sha256sum nor shasum is installed"
  fi
  [ "$expected" = "${checksum%% *}" ] || fail "$archive has another SHA-256 checksum than SHA256SUMS says"
}

start() {
  output=$("$new" --version 2>&1) && return
  needs="updsts needs glibc 2.27 or later"
  case $output in
    *GLIBC_*) fail "$needs, and this system has an older one" ;;
  esac
  case $(ldd --version 2>&1) in
    *musl*) fail "$needs, and this system has musl" ;;
  esac
  fail "the executable does not start: $output"
}

fail() {
  echo "install: $1" >&2
  exit 1
}

# At the end, so that half a download of this script does nothing.
main
