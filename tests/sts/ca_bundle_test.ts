import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import { decodeCaBundle } from "../../src/sts/ca_bundle.ts";
import { holdsCertificates } from "../../src/sts/certificates.ts";
import { derOf, utf16 } from "../support/encodings.ts";
import { makeTestCa } from "../support/test_ca.ts";
import { hintOf } from "../support/hint_of.ts";

const { caPem } = makeTestCa();
const { certPem, keyPem } = makeTestCa().certFor(["localhost"]);
const bytes = (text: string) => new TextEncoder().encode(text);
const trusted = caPem.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE");

const REFUSED: [name: string, file: Uint8Array, RegExp, opened: boolean][] = [
  ["an empty file", bytes(""), /is empty/, false],
  ["a file of something else", bytes("[default]\n"), /no certificates/, false],
  ["DER", derOf(caPem), /DER format.*inform DER -in \/ca\.pem/s, true],
  ["DER of a server", derOf(certPem), /DER format/, true],
  ["UTF-16", utf16(caPem), /UTF-16.*iconv/s, true],
  ["UTF-16 without a mark", utf16(caPem).subarray(2), /UTF-16/, true],
  ["trusted certificates", bytes(trusted), /TRUSTED.*openssl x509/s, true],
  ["both kinds", bytes(caPem + trusted), /TRUSTED/, true],
  ["a private key", bytes(keyPem + caPem), /private key/, false],
  ["a private key in UTF-16", utf16(keyPem + caPem), /private key/, false],
  ["a private key in DER", derOf(keyPem), /no certificates/, false],
  ["zeros", new Uint8Array(64), /no certificates/, false],
  ["one zero", new Uint8Array(1), /no certificates/, false],
];

for (const [name, file, words, isOpened] of REFUSED) {
  Deno.test(`${name} in place of a CA bundle has its own message`, () => {
    assert.throws(() => decodeCaBundle("/ca.pem", file), (error) => {
      assert.ok(error instanceof UpdstsError);
      assert.match(`${error.message}\n${hintOf(error)}`, words);
      return true;
    });
    assert.equal(holdsCertificates(file), isOpened);
  });
}

Deno.test("a CA bundle is read", () => {
  assert.equal(
    decodeCaBundle("/ca.pem", bytes(`# a\n${caPem}`)),
    `# a\n${caPem}`,
  );
  assert.ok(holdsCertificates(bytes(caPem)));
});
