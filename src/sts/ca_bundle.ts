import { UpdstsError } from "../errors.ts";
import { quoteWords } from "../platform/quote_words.ts";
import { type Contents, contentsOf } from "./certificates.ts";

/**
 * The bundle's text, where Deno accepts every certificate in it. Deno ignores a
 * certificate that it cannot read.
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
