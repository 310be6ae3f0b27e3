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
  refuseOther(await Deno.stat(path));
  return new TextDecoder().decode(await Deno.readFile(path));
}

/** The same at once, for who has nothing else to do meanwhile. */
export function readRegularFileSync(path: string): string {
  refuseOther(Deno.statSync(path));
  return new TextDecoder().decode(Deno.readFileSync(path));
}

function refuseOther({ isFile, size }: Deno.FileInfo): void {
  if (!isFile || size > MAX_BYTES) throw new TypeError("no regular file");
}
