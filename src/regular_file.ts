/**
 * No file of keys or settings is larger: ten thousand profiles are 2 MB. What
 * is larger takes seconds to parse.
 */
export const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads a text file. A pipe would be waited for without end, and a device may
 * have no end.
 *
 * @throws Where it is neither a regular file nor a link to one, or too large.
 */
export async function readRegularFile(path: string): Promise<string> {
  return new TextDecoder().decode(await readRegularBytes(path));
}

/** The same for what may not be text. */
export async function readRegularBytes(path: string): Promise<Uint8Array> {
  refuseOther(await Deno.stat(path));
  return await Deno.readFile(path);
}

/** The same at once, for who has nothing else to do meanwhile. */
export function readRegularFileSync(path: string): string {
  return new TextDecoder().decode(readRegularBytesSync(path));
}

/** The same for what may not be text. */
export function readRegularBytesSync(path: string): Uint8Array {
  refuseOther(Deno.statSync(path));
  return Deno.readFileSync(path);
}

function refuseOther({ isFile, size }: Deno.FileInfo): void {
  if (!isFile || size > MAX_BYTES) throw new TypeError("no regular file");
}
