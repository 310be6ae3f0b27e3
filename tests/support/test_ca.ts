import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { isIP, isIPv4 } from "node:net";
import {
  bitString,
  der,
  generalizedTime,
  objectIdentifier,
  sequence,
  TAG,
  utf8,
} from "./der.ts";

/** A server's certificate with its private key, both PEM. */
export interface TestCertificate {
  certPem: string;
  keyPem: string;
}

/** From when and until when a certificate is valid. */
export interface Validity {
  notBefore: Date;
  notAfter: Date;
}

/** A certification authority for tests. A client trusts it only when configured to. */
export interface TestCa {
  /** The authority's certificate, for `caCerts` or DENO_CERT. */
  caPem: string;
  /** Issues a server certificate for the given host names and addresses. */
  certFor(hosts: string[], validity?: Validity): TestCertificate;
}

interface Certificate {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly validity: Validity;
  readonly extensions: readonly Uint8Array[];
}

const dayMs = 24 * 60 * 60_000;
const CA_NAME = "updsts test CA";
const TRUE = der(TAG.boolean, Uint8Array.of(0xff));
const ECDSA_WITH_SHA256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));

/** Makes a certification authority with a new key. */
export function makeTestCa(): TestCa {
  const usual: Validity = {
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 30 * dayMs),
  };
  const ca = newKeys();
  const caPem = issue(ca.privateKey, {
    subject: CA_NAME,
    publicKey: ca.publicKey,
    validity: usual,
    extensions: [
      basicConstraints(TRUE, der(TAG.integer, Uint8Array.of(0))),
      keyUsage(0b0000_0110, 1), // keyCertSign, cRLSign
      subjectKeyIdentifier(ca.publicKey),
    ],
  });
  return {
    caPem,
    certFor(hosts, validity = usual) {
      const { publicKey, privateKey } = newKeys();
      const certPem = issue(ca.privateKey, {
        subject: "updsts test server",
        publicKey,
        validity,
        extensions: [
          basicConstraints(),
          keyUsage(0b1000_0000, 7), // digitalSignature
          // extKeyUsage: serverAuth
          extension(
            "2.5.29.37",
            sequence(objectIdentifier("1.3.6.1.5.5.7.3.1")),
          ),
          subjectAltName(hosts),
          subjectKeyIdentifier(publicKey),
          authorityKeyIdentifier(ca.publicKey),
        ],
      });
      const keyPem = privateKey.export({ type: "pkcs8", format: "pem" });
      return { certPem, keyPem: String(keyPem) };
    },
  };
}

function newKeys() {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

/** Signs a certificate, version 3 of X.509 (RFC 5280), as PEM. */
function issue(
  caKey: KeyObject,
  { subject, publicKey, validity, extensions }: Certificate,
): string {
  const serial = randomBytes(16);
  serial[0] = 0x40 | serial[0]! & 0x3f; // Positive, in the fewest bytes.
  const toBeSigned = sequence(
    der(0xa0, der(TAG.integer, Uint8Array.of(2))),
    der(TAG.integer, serial),
    ECDSA_WITH_SHA256,
    commonName(CA_NAME),
    sequence(
      generalizedTime(validity.notBefore),
      generalizedTime(validity.notAfter),
    ),
    commonName(subject),
    spki(publicKey),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", toBeSigned, caKey);
  const bytes = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature));
  const lines = bytes.toBase64().match(/.{1,64}/g)!.join("\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function commonName(name: string): Uint8Array {
  const attribute = sequence(objectIdentifier("2.5.4.3"), utf8(name));
  return sequence(der(TAG.set, attribute));
}

function spki(publicKey: KeyObject): Uint8Array {
  return Uint8Array.from(publicKey.export({ type: "spki", format: "der" }));
}

function extension(
  id: string,
  value: Uint8Array,
  isCritical = false,
): Uint8Array {
  return sequence(
    objectIdentifier(id),
    ...(isCritical ? [TRUE] : []),
    der(TAG.octetString, value),
  );
}

function basicConstraints(...values: Uint8Array[]): Uint8Array {
  return extension("2.5.29.19", sequence(...values), true);
}

function keyUsage(flags: number, unusedBits: number): Uint8Array {
  const value = bitString(Uint8Array.of(flags), unusedBits);
  return extension("2.5.29.15", value, true);
}

function subjectAltName(hosts: readonly string[]): Uint8Array {
  const names = hosts.map((host) => {
    if (isIPv4(host)) {
      return der(0x87, Uint8Array.from(host.split("."), Number));
    }
    if (isIP(host)) throw new Error(`${host}: no IPv6 address in these tests`);
    return der(0x82, new TextEncoder().encode(host));
  });
  return extension("2.5.29.17", sequence(...names));
}

function subjectKeyIdentifier(publicKey: KeyObject): Uint8Array {
  return extension("2.5.29.14", der(TAG.octetString, keyId(publicKey)));
}

function authorityKeyIdentifier(publicKey: KeyObject): Uint8Array {
  return extension("2.5.29.35", sequence(der(0x80, keyId(publicKey))));
}

function keyId(publicKey: KeyObject): Uint8Array {
  return createHash("sha1").update(spki(publicKey)).digest();
}
