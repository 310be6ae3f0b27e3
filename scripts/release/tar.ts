import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

export interface Entry {
  /** With `/` between its parts; a directory's path ends with one. */
  readonly path: string;
  readonly content: Uint8Array | string;
  readonly isProgram?: boolean;
}

/** The time of every file, so that the same input gives the same bytes; npm uses it too. */
export const TIME = new Date("1985-10-26T08:15:00Z");

const BLOCK = 512;
const encoder = new TextEncoder();

export function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === "string" ? encoder.encode(content) : content;
}

/**
 * Makes a compressed tar archive in the POSIX format, whose files belong to root.
 *
 * @param level gzip's, 0 to 9.
 */
export async function tarGz(
  entries: readonly Entry[],
  level: number,
): Promise<Uint8Array> {
  return await promisify(gzip)(tar(entries), { level });
}

function tar(entries: readonly Entry[]): Uint8Array {
  const parts = entries.flatMap((entry) => {
    const content = bytesOf(entry.content);
    const padding = -content.length & (BLOCK - 1);
    return [header(entry, content.length), content, new Uint8Array(padding)];
  });
  return Buffer.concat([...parts, new Uint8Array(2 * BLOCK)]);
}

function header({ path, isProgram }: Entry, size: number): Uint8Array {
  const isDirectory = path.endsWith("/");
  const block = new Uint8Array(BLOCK);
  const put = (text: string, offset: number, length: number) => {
    if (text.length > length) throw new Error(`${path} is too long for tar`);
    block.set(encoder.encode(text), offset);
  };
  const putOctal = (value: number, offset: number, length: number) =>
    put(value.toString(8).padStart(length - 1, "0"), offset, length);
  put(path, 0, 100);
  putOctal(isDirectory || isProgram ? 0o755 : 0o644, 100, 8);
  putOctal(0, 108, 8); // user
  putOctal(0, 116, 8); // group
  putOctal(size, 124, 12);
  putOctal(TIME.getTime() / 1000, 136, 12);
  put(" ".repeat(8), 148, 8); // The checksum is made with blanks in its place.
  put(isDirectory ? "5" : "0", 156, 1);
  put("ustar\x0000", 257, 8);
  put("root", 265, 32);
  put("root", 297, 32);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148, 8);
  return block;
}
