import assert from "node:assert/strict";
import { basename, dirname, join, relative } from "node:path";

/**
 * Unpacks a compressed tar archive.
 *
 * @param path The archive.
 * @param directory Where to unpack it, on the same drive; it must exist.
 */
export async function unpackTar(
  path: string,
  directory: string,
): Promise<void> {
  const cwd = dirname(path);
  // Relative: GNU tar takes what is before a colon for the name of a host.
  const args = ["-xzf", basename(path), "-C", relative(cwd, directory)];
  const { success, stderr } = await new Deno.Command("tar", { args, cwd })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** The bytes of the files in a directory, by paths with `/` between their parts. */
export async function readFiles(
  directory: string,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (!isDirectory) files.set(name, await Deno.readFile(path));
    else {
      for (const [inner, bytes] of await readFiles(path)) {
        files.set(`${name}/${inner}`, bytes);
      }
    }
  }
  return files;
}
