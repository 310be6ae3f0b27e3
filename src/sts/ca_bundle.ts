import { UpdstsError } from "../errors.ts";
import { quoteWords } from "../platform/quote_words.ts";
import { utf16Of } from "../util/utf16.ts";

/** The content of a file that is set as a CA bundle. */
type Contents =
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

/**
 * The bundle's text, where Deno accepts every certificate in it. Deno ignores a
 * certificate that it cannot read.
 *
 * @param path The file, for the message.
 * @param bytes Its contents.
 */
export function decodeCaBundle(path: string, bytes: Uint8Array): string {
  const contents = contentsOf(bytes);
  if (contents === "certificates") return new TextDecoder().decode(bytes);
  const [why, hint] = REFUSALS[contents](quoteWords([path]));
  throw new UpdstsError(
    "settings_invalid",
    `the CA bundle ${path} ${why}`,
    hint,
  );
}

const REFUSALS: Record<
  Exclude<Contents, "certificates">,
  (path: string) => [why: string, hint: string]
> = {
  "trusted certificates": (path) => [
    "has BEGIN TRUSTED CERTIFICATE, a format of OpenSSL only",
    `convert each certificate: openssl x509 -in ${path} -out ca.pem`,
  ],
  "DER": (path) => [
    "is in DER format, not in PEM format",
    `convert it: openssl x509 -inform DER -in ${path} -out ca.pem`,
  ],
  "UTF-16": (path) => [
    "is encoded in UTF-16",
    `convert it: iconv -f UTF-16 -t UTF-8 ${path} > ca.pem`,
  ],
  "private key": () => [
    "contains a private key",
    "set AWS_CA_BUNDLE or ca_bundle to a file with certificates only",
  ],
  "empty": () => [
    "is empty",
    "set AWS_CA_BUNDLE or ca_bundle to a file of certificates in PEM format",
  ],
  "other": () => [
    "has no certificates in PEM format",
    "set AWS_CA_BUNDLE or ca_bundle to a file with BEGIN CERTIFICATE in it",
  ],
};

function contentsOf(bytes: Uint8Array): Contents {
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
