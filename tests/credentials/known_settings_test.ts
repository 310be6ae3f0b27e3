import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { isKnownSetting } from "../../src/credentials/known_settings.ts";
import { maskedLine } from "../../src/credentials/masked_line.ts";
import { ignoreWithout } from "../support/programs.ts";
import { hasAws } from "./configure_list.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

Deno.test(ignoreWithout("aws", {
  name: "every key that the installed botocore and AWS CLI read is known",
  async fn() {
    const { success, stdout } = await new Deno.Command("python3", {
      args: [fileURLToPath(new URL("known_settings.py", import.meta.url))],
      stderr: "inherit",
    }).output();
    assert.ok(success);
    const keys: string[] = JSON.parse(new TextDecoder().decode(stdout));
    assert.ok(keys.length > 50, `only ${keys.length} keys`);
    const missing = keys.filter((key) => !isKnownSetting(key));
    assert.deepEqual(
      missing,
      [],
      "add these to src/credentials/known_settings.ts",
    );
  },
}, hasAws));

for (
  const key of [
    ...["aws_account_id", "account_id_endpoint_mode", "login_session"],
    ...["sso_session", "sigv4a_signing_region_set", "mfa_process"],
    ...["request_checksum_calculation", "include_profile", "session_tags"],
    ...["aws_mfa_device", "x_principal_arn", "x_security_token_expires"],
    ...["credential_process", "external_id", "ca_bundle", "endpoint_url"],
  ]
) {
  Deno.test(`the name of ${key} is shown, and its value is not`, () => {
    assert.equal(
      maskedLine(`${key} = ${SECRET}`),
      `${key} = ******** (40 chars)`,
    );
  });
}

Deno.test("the name of a key that no tool has is not shown", () => {
  assert.equal(maskedLine("canary = x"), "******** (10 chars)");
});
