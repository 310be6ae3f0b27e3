import type { CredentialsDocument } from "../credentials/document.ts";
import { parse } from "../credentials/parse.ts";

/**
 * Parses the bytes of a file. Bytes that are not UTF-8 become U+FFFD.
 *
 * @param options `ignoreBOM` keeps a byte order mark in the text.
 */
export function parseBytes(
  bytes: Uint8Array,
  options?: { readonly ignoreBOM: boolean },
): CredentialsDocument {
  return parse(new TextDecoder("utf-8", options).decode(bytes));
}
