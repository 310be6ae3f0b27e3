/**
 * No file of keys or settings is larger: ten thousand profiles are 2 MB. What
 * is larger takes seconds to parse.
 */
export const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads a file. A pipe would be waited for without end, and a device may have
 * no end.
 *
 * @throws Where it is neither a regular file nor a symlink to one, or too large.
 */
export async function readRegularBytes(path: string): Promise<Uint8Array> {
  refuseOther(await Deno.stat(path));
  return await Deno.readFile(path);
}

/** The same, synchronously. */
export function readRegularBytesSync(path: string): Uint8Array {
  refuseOther(Deno.statSync(path));
  return Deno.readFileSync(path);
}

function refuseOther({ isFile, size }: Deno.FileInfo): void {
  if (!isFile || size > MAX_BYTES) throw new TypeError("no regular file");
}
