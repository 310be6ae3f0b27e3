/** What the bytes of a credentials file hold. */
import { UpdstsError } from "../errors.ts";

/** Is there nothing but white space? */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte <= 0x20);
}

/** Is it the same content? */
export function hasSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) {
    if (one[index] !== other[index]) return false;
  }
  return true;
}

/** Is every line of the earlier content still in the later one? */
export function hasLinesOf(earlier: Uint8Array, later: Uint8Array): boolean {
  const lines = new Set(decodeLossy(later).split("\n"));
  return decodeLossy(earlier).split("\n").every((line) => lines.has(line));
}

/** What is no UTF-8 becomes U+FFFD. */
function decodeLossy(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/**
 * The text, byte order mark included.
 *
 * @throws {UpdstsError} `file_invalid` where it is not UTF-8.
 */
export function decode(path: string, bytes: Uint8Array): string {
  const text = decodeLossy(bytes);
  // U+FFFD stands for what is no UTF-8, unless the file itself has it. To have
  // every file checked byte by byte takes a while.
  if (!text.includes("\ufffd")) return text;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes);
  } catch {
    throw new UpdstsError(
      "file_invalid",
      `${path} is not UTF-8 text, and the AWS CLI could not read it either`,
      "save it as UTF-8",
    );
  }
}
