import type { ReadSetting } from "./read_setting.ts";

/**
 * The key of a profile that overrides its access keys in the AWS CLI, if any: a
 * role, a web identity or SSO.
 */
export function findOverridingSetting(
  name: string,
  read: ReadSetting,
): string | undefined {
  // A profile that is its own source has the role assumed with its own keys.
  if (read("role_arn") !== undefined && read("source_profile") !== name) {
    return "role_arn";
  }
  if (read("web_identity_token_file")) return "web_identity_token_file";
  return ["sso_account_id", "sso_role_name"]
    .find((key) => read(key) !== undefined);
}
