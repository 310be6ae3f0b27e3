/**
 * The key of a profile, if there is one, for which the AWS CLI passes over the
 * profile's own keys: a role, a web identity or SSO.
 *
 * @param name The profile.
 * @param read Gives the value of a key of it.
 */
export function findOverridingKey(
  name: string,
  read: (key: string) => string | undefined,
): string | undefined {
  // A profile that is its own source has the role assumed with its own keys.
  if (read("role_arn") !== undefined && read("source_profile") !== name) {
    return "role_arn";
  }
  if (read("web_identity_token_file")) return "web_identity_token_file";
  return ["sso_account_id", "sso_role_name"]
    .find((key) => read(key) !== undefined);
}
