/** The settings of the bundle for MCP clients, and its texts in Japanese. */
import type { TOOLS } from "../../src/mcp/tool_descriptions.ts";

const LIMIT =
  "Agents can then use no other profile. Leave the fields empty to allow every profile.";
const POLICY =
  "The ARN of an IAM policy that limits every session. Only profiles with a role then work.";

function setting(
  type: "file" | "string" | "boolean",
  title: string,
  description: string,
) {
  return { type, title, description, default: type === "boolean" ? false : "" };
}

/** What a client asks its user for. An empty text means the default of updsts. */
export const USER_CONFIG = {
  credential_file: setting(
    "file",
    "Credentials file",
    "Leave it empty for ~/.aws/credentials.",
  ),
  profile_1: setting("string", "Allowed profile", LIMIT),
  profile_2: setting("string", "Second allowed profile", LIMIT),
  profile_3: setting("string", "Third allowed profile", LIMIT),
  role_policy_arn_1: setting("string", "Role policy", POLICY),
  role_policy_arn_2: setting("string", "Second role policy", POLICY),
  allow_form_elicitation: setting(
    "boolean",
    "Ask for the MFA code in a form of the client",
    "The client then sees the MFA code.",
  ),
  no_page: setting(
    "boolean",
    "Serve no page that asks for the MFA code",
    "The agent then needs the MFA code, or a form of the client.",
  ),
};

const valueOf = (name: keyof typeof USER_CONFIG) => `\${user_config.${name}}`;

/**
 * The arguments that pass the settings. Each is one word with its option: a client
 * does not replace an empty setting that is a word of its own.
 */
export const BUNDLE_ARGUMENTS: readonly string[] = [
  "--ignore-empty",
  `--credential-file=${valueOf("credential_file")}`,
  `--profile=${valueOf("profile_1")}`,
  `--profile=${valueOf("profile_2")}`,
  `--profile=${valueOf("profile_3")}`,
  `--role-policy-arn=${valueOf("role_policy_arn_1")}`,
  `--role-policy-arn=${valueOf("role_policy_arn_2")}`,
  `--allow-form-elicitation=${valueOf("allow_form_elicitation")}`,
  `--no-page=${valueOf("no_page")}`,
];

const TOOL_TITLES: Record<keyof typeof TOOLS, string> = {
  updsts_update_sts_credential: "AWS セッションを更新する",
  updsts_get_credential_info: "AWS プロファイルを表示する",
  updsts_get_credential_info_list: "AWS プロファイルを一覧表示する",
};

/** The texts in Japanese. The format has none for the settings. */
export const JAPANESE = {
  description:
    "MFA コードで AWS STS のセッションを取得し、~/.aws/credentials に書き込みます",
  tools: Object.entries(TOOL_TITLES)
    .map(([name, description]) => ({ name, description })),
};
