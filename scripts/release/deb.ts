import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Target } from "../targets.ts";
import type { Documents } from "./documents.ts";
import { DESCRIPTION, HOMEPAGE, OWNER, VERSION } from "./names.ts";
import { bytesOf, type Entry, tarGz, TIME } from "./tar.ts";

/** Debian's names of the processors for which there is a package. */
const ARCHITECTURES: Partial<Record<Target, string>> = {
  "x86_64-unknown-linux-gnu": "amd64",
  "aarch64-unknown-linux-gnu": "arm64",
};

const MAINTAINER = `${OWNER} <${OWNER}@users.noreply.github.com>`;

/** The file name of the Debian package; nothing for other systems. */
export function debName(target: Target): string | undefined {
  const architecture = ARCHITECTURES[target];
  return architecture && `updsts_${VERSION}_${architecture}.deb`;
}

/** Makes the Debian package of a target that has one. */
export async function deb(
  target: Target,
  executable: Uint8Array,
  documents: Documents,
  level: number,
): Promise<Uint8Array> {
  const files = await contents(executable, documents);
  const size = files.reduce((sum, { content }) => sum + content.length, 0);
  const control = `Package: updsts
Version: ${VERSION}
Architecture: ${ARCHITECTURES[target]}
Maintainer: ${MAINTAINER}
Installed-Size: ${Math.ceil(size / 1024)}
Depends: libc6 (>= 2.27), libgcc-s1
Section: utils
Priority: optional
Homepage: ${HOMEPAGE}
Description: ${DESCRIPTION}
 The command line asks AWS STS for a session with the code of an MFA device,
 and writes it into a block of the credentials file; no other byte changes. It
 is also a local MCP server for coding agents.
`;
  return ar({
    "debian-binary": "2.0\n",
    "control.tar.gz": await tarGz([
      { path: "./", content: "" },
      { path: "./control", content: control },
    ], 9),
    "data.tar.gz": await tarGz(withDirectories(files), level),
  });
}

async function contents(
  executable: Uint8Array,
  { license, manPage, completions }: Documents,
): Promise<Entry[]> {
  const compress = (text: string) =>
    promisify(gzip)(bytesOf(text), { level: 9 });
  return [
    { path: "usr/bin/updsts", content: executable, isProgram: true },
    {
      path: "usr/share/bash-completion/completions/updsts",
      content: completions["updsts.bash"],
    },
    {
      path: "usr/share/doc/updsts/changelog.gz",
      content: await compress(CHANGELOG),
    },
    { path: "usr/share/doc/updsts/copyright", content: copyright(license) },
    {
      path: "usr/share/fish/vendor_completions.d/updsts.fish",
      content: completions["updsts.fish"],
    },
    { path: "usr/share/lintian/overrides/updsts", content: OVERRIDES },
    {
      path: "usr/share/man/man1/updsts.1.gz",
      content: await compress(manPage),
    },
    {
      path: "usr/share/zsh/vendor-completions/_updsts",
      content: completions["_updsts"],
    },
  ];
}

/** In Debian's own form; the project's is on its page. */
const CHANGELOG = `updsts (${VERSION}) unstable; urgency=medium

  * ${HOMEPAGE}/blob/v${VERSION}/CHANGELOG.md

 -- ${MAINTAINER}  ${TIME.toUTCString().replace("GMT", "+0000")}
`;

const OVERRIDES = `# Deno's runtime is linked with its libraries.
updsts: embedded-library *
`;

function copyright(license: string): string {
  const [, notice] = /^Copyright \(c\) (.*)$/m.exec(license)!;
  const text = license.slice(license.indexOf("Permission is hereby"));
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: updsts
Source: ${HOMEPAGE}

Files: *
Copyright: ${notice}
License: Expat
${text.trimEnd().replace(/^$/gm, ".").replace(/^/gm, " ")}
`;
}

/** Each directory has to come before its files. */
function withDirectories(files: readonly Entry[]): Entry[] {
  const directories = new Set(["./"]);
  const all = files.flatMap((file) => {
    const path = `./${file.path}`;
    const parents = [...path.matchAll(/\//g)]
      .map(({ index }) => path.slice(0, index + 1))
      .filter((parent) => !directories.has(parent));
    for (const parent of parents) directories.add(parent);
    return [
      ...parents.map((parent) => ({ path: parent, content: "" })),
      { ...file, path },
    ];
  });
  return [{ path: "./", content: "" }, ...all];
}

/** The format of Unix libraries, in which a Debian package is. */
function ar(
  members: Readonly<Record<string, Uint8Array | string>>,
): Uint8Array {
  const parts = Object.entries(members).flatMap(([name, content]) => {
    const bytes = bytesOf(content);
    const header = [
      name.padEnd(16),
      String(TIME.getTime() / 1000).padEnd(12),
      "0".padEnd(6),
      "0".padEnd(6),
      "100644".padEnd(8),
      String(bytes.length).padEnd(10),
      "`\n",
    ].join("");
    return [bytesOf(header), bytes, bytesOf(bytes.length % 2 ? "\n" : "")];
  });
  return Buffer.concat([bytesOf("!<arch>\n"), ...parts]);
}
