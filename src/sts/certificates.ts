import { utf16Of } from "../util/utf16.ts";

export type Contents =
  | "certificates"
  | "trusted certificates"
  | "DER"
  | "UTF-16"
  | "private key"
  | "empty"
  | "other";

/**
 * Whether the run may read the file. The credentials file can name it, and other
 * programs write that file.
 */
export function holdsCertificates(bytes: Uint8Array): boolean {
  const contents = contentsOf(bytes);
  return !["private key", "empty", "other"].includes(contents);
}

export function contentsOf(bytes: Uint8Array): Contents {
  if (bytes.length === 0) return "empty";
  const utf16 = utf16Of(bytes);
  const text = new TextDecoder(utf16 ?? "latin1").decode(bytes);
  if (text.includes("PRIVATE KEY-----")) return "private key";
  const isTrusted = text.includes("-----BEGIN TRUSTED CERTIFICATE-----");
  if (!isTrusted && !text.includes("-----BEGIN CERTIFICATE-----")) {
    return isDerCertificate(bytes) ? "DER" : "other";
  }
  if (utf16) return "UTF-16";
  return isTrusted ? "trusted certificates" : "certificates";
}

/**
 * X.509 begins with two sequences and a version or a serial number; a private
 * key begins with one sequence and a number.
 */
function isDerCertificate(bytes: Uint8Array): boolean {
  const hex = bytes.subarray(0, 12).toHex();
  return /^30(82.{4}|81..)30(82.{4}|81..)(a0030201|02)/.test(hex);
}
