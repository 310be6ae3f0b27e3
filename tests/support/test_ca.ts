import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { isIP } from "node:net";

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

/** A certification authority for tests. Nothing trusts it but who is told to. */
export interface TestCa {
  /** The authority's certificate, for `caCerts` or DENO_CERT. */
  caPem: string;
  /** Issues a server certificate for the given host names and addresses. */
  certFor(hosts: string[], validity?: Validity): Promise<TestCertificate>;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 24 * 60 * 60_000;

/** Makes a certification authority with a new key. */
export async function makeTestCa(): Promise<TestCa> {
  const usual: Validity = {
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 30 * dayMs),
  };
  const caName = "CN=updsts test CA";
  const caKeys = await newKeys();
  const caCertificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...usual,
    name: caName,
    keys: caKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });

  return {
    caPem: caCertificate.toString("pem"),
    async certFor(hosts, validity = usual) {
      const keys = await newKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        ...validity,
        subject: "CN=updsts test server",
        issuer: caName,
        publicKey: keys.publicKey,
        signingKey: caKeys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(
            x509.KeyUsageFlags.digitalSignature,
            true,
          ),
          new x509.ExtendedKeyUsageExtension([
            x509.ExtendedKeyUsage.serverAuth,
          ]),
          new x509.SubjectAlternativeNameExtension(
            hosts.map((host) => ({
              type: isIP(host) ? "ip" as const : "dns" as const,
              value: host,
            })),
          ),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
          await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
        ],
      });
      const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
      return {
        certPem: certificate.toString("pem"),
        keyPem: x509.PemConverter.encode(key, "PRIVATE KEY"),
      };
    },
  };
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}
