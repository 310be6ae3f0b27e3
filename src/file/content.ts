/** Functions on the bytes of a credentials file. */
import { UpdstsError } from "../errors.ts";

export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte <= 0x20);
}

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

/** Bytes that are not UTF-8 become U+FFFD. */
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
  // A U+FFFD replaces invalid bytes, or is in the file itself. To decode every
  // file with `fatal` takes longer.
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
