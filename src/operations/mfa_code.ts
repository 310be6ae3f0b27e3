import { UpdstsError } from "../errors.ts";

/**
 * Reads an MFA code as people type and paste it, wherever it is given:
 * authenticator apps show it as two groups, and input methods for Chinese and
 * Japanese type full-width digits.
 *
 * @returns Its six digits.
 * @throws {UpdstsError} `usage`
 */
export function parseMfaCode(given: string): string {
  const code = given.replace(/\s/g, "").replace(
    /[０-９]/g,
    (digit) => digit.normalize("NFKC"),
  );
  if (/^[0-9]{6}$/.test(code)) return code;
  throw new UpdstsError("usage", "the MFA code is not six digits");
}
