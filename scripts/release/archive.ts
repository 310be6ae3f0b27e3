import { type Zippable, zipSync } from "fflate";
import { programName, type Target, TARGETS } from "../targets.ts";
import type { Documents } from "./documents.ts";
import { bytesOf, type Entry, tarGz, TIME } from "./tar.ts";

/**
 * Makes the archive that people unpack: the program, its license, README, manual
 * page and completions; a `.zip` for Windows, else a `.tar.gz`.
 */
export async function archive(
  target: Target,
  executable: Uint8Array,
  documents: Documents,
  level: number,
): Promise<Uint8Array> {
  const { readme, license, manPage, completions } = documents;
  const entries: Entry[] = [
    { path: programName(target), content: executable, isProgram: true },
    { path: "LICENSE", content: license },
    { path: "README.md", content: readme },
    { path: "updsts.1", content: manPage },
    ...Object.entries(completions)
      .map(([name, content]) => ({ path: `completions/${name}`, content })),
  ];
  const isWindows = TARGETS[target].os === "win32";
  return isWindows ? zip(entries, level) : await tarGz(entries, level);
}

/** Makes a zip archive that keeps which files are programs. */
export function zip(entries: readonly Entry[], level: number): Uint8Array {
  const files: Zippable = {};
  for (const { path, content, isProgram } of entries) {
    // Unix, and the mode in the upper half.
    const attrs = (isProgram ? 0o100755 : 0o100644) << 16;
    files[path] = [bytesOf(content), { os: 3, attrs, mtime: TIME }];
  }
  return zipSync(files, { level: level as 6 });
}
