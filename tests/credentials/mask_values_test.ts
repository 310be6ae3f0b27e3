import assert from "node:assert/strict";
import fc from "fast-check";
import {
  mask,
  showAccessKeyId,
  showArn,
  showMfaDevice,
  showSecretName,
} from "../../src/credentials/mask_values.ts";
import { OLD_SECRET } from "./samples.ts";

const ARN = "arn:aws:iam::123456789012:mfa/me";

Deno.test("a masked secret shows its length and nothing else", () => {
  assert.equal(mask(OLD_SECRET), "******** (40 chars)");
  assert.equal(mask("x"), "******** (1 chars)");
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (secret) => {
      assert.equal(mask(secret), mask("x".repeat(secret.length)));
    }),
  );
});

shows(showAccessKeyId, "the access key id", [
  "AKIAIOSFODNN7EXAMPLE",
  "ASIAIOSFODNN7EXAMPLE",
  "LKIAQAAAAAAABCDEFGHI",
]);
masks(showAccessKeyId, "the access key id", [
  "",
  "AKIA",
  OLD_SECRET,
  "AKIAIOSFODNN7EXAMPLE\n",
  `AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${OLD_SECRET}`,
  `AKIAIOSFODNN7EXAMPLE ${OLD_SECRET}`,
  `AKIAIOSFODNN7EXAMPLE # ${OLD_SECRET}`,
  `${OLD_SECRET}\nAKIAIOSFODNN7EXAMPLE`,
  " AKIAIOSFODNN7EXAMPLE",
  '"AKIAIOSFODNN7EXAMPLE"',
  "akiaiosfodnn7example",
  "AKIAIOSFODNN7EXAMPL/",
  "AROAIOSFODNN7EXAMPLE",
  "ABIAIOSFODNN7EXAMPLE",
  `AKIA${"X".repeat(36)}`,
  "ＡKIAIOSFODNN7EXAMPLE",
]);

shows(showArn, "the ARN", [
  ARN,
  "arn:aws:iam::123456789012:mfa/path/to/me.and+you,2@example-3.com",
  "arn:aws:iam::123456789012:mfa/me=you",
  "arn:aws-cn:iam::123456789012:mfa/me",
  "arn:aws-us-gov:iam::123456789012:mfa/me",
  "arn:aws-iso-b:iam::123456789012:mfa/me",
  "arn:aws-eusc:iam::123456789012:mfa/me",
  "arn:aws:iam::123456789012:u2f/user/me/key-ABCDEFGHIJKLMNOP",
  "arn:aws:iam::123456789012:user/me",
]);
masks(showArn, "the ARN", [
  "",
  "me",
  "GAHT12345678",
  OLD_SECRET,
  `${ARN}\naws_secret_access_key = ${OLD_SECRET}`,
  `${ARN}\n`,
  `${ARN} ${OLD_SECRET}`,
  `${ARN} # ${OLD_SECRET}`,
  `${OLD_SECRET}\n${ARN}`,
  `${ARN}aws_secret_access_key=${OLD_SECRET}`,
  `${ARN}secret=${OLD_SECRET}`,
  "arn:aws:iam::123:mfa/me",
  "arn:aws:sts::123456789012:mfa/me",
  "arn:aws:iam::123456789012:mfa/",
  "arn:aws:iam::123456789012:mfa/mé",
  "arn:AWS:iam::123456789012:mfa/me",
  `${ARN}${"x".repeat(600)}`,
]);

shows(showMfaDevice, "the MFA device", [ARN, "GAHT12345678", "FT1234567"]);
masks(showMfaDevice, "the MFA device", [
  "",
  "AKIAIOSFODNN7EXAMPLE",
  "AKIA1234567890123456",
  "JBSWY3DPEHPK3PXP",
  "GEZDGNBVGY3TQOJQ",
  "GEZD234567234567",
  "12345678",
  "gaht12345678",
  `GAHT12345678\n${OLD_SECRET}`,
  OLD_SECRET,
]);

shows(showSecretName, "the TOTP secret's name", [
  "aws",
  "AWS: me@example.com",
  "work/aws-default",
  "my aws account",
  "aws-default-2",
  "work-aws",
  "prod-main-acct",
]);
masks(showSecretName, "the TOTP secret's name", [
  "",
  "JBSWY3DPEHPK3PXP",
  "jbswy3dpehpk3pxp",
  "JBSWY3DPEHPK3PXP======",
  "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  "JBSW Y3DP EHPK 3PXP",
  "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp",
  "JBSW-Y3DP-EHPK-3PXP",
  "3132333435363738393031323334353637383930",
  OLD_SECRET,
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "otpauth://totp/AWS:me?secret=JBSWY3DPEHPK3PXP",
  "aws\nJBSWY3DPEHPK3PXP",
  `aws\naws_secret_access_key = ${OLD_SECRET}`,
  "aws # JBSWY3DPEHPK3PXP",
  "x".repeat(65),
  "a.".repeat(33),
  " aws",
  "\x1b[31maws",
]);

function shows(
  show: (value: string) => string,
  what: string,
  values: readonly string[],
): void {
  for (const value of values) {
    Deno.test(`${what} ${value} is shown`, () => {
      assert.equal(show(value), value);
    });
  }
}

function masks(
  show: (value: string) => string,
  what: string,
  values: readonly string[],
): void {
  for (const value of values) {
    Deno.test(`a value that is not ${what} is masked: ${JSON.stringify(value)}`, () => {
      assert.equal(show(value), mask(value));
    });
  }
}
