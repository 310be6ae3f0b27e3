/** The settings of the bundle for MCP clients, and its texts in Japanese. */
import type { TOOLS } from "../../src/mcp/tool_descriptions.ts";

const LIMIT =
  "Agents can then use no other profile. Leave the fields empty to allow every profile.";
const POLICY =
  "The ARN of an IAM policy that limits every session. Only profiles with a role then work.";

/** What a client asks its user for. An empty text means the default of updsts. */
export const USER_CONFIG = {
  credential_file: {
    type: "file",
    title: "Credentials file",
    description: "Leave it empty for ~/.aws/credentials.",
    default: "",
  },
  profile_1: {
    type: "string",
    title: "Allowed profile",
    description: LIMIT,
    default: "",
  },
  profile_2: {
    type: "string",
    title: "Second allowed profile",
    description: LIMIT,
    default: "",
  },
  profile_3: {
    type: "string",
    title: "Third allowed profile",
    description: LIMIT,
    default: "",
  },
  role_policy_arn_1: {
    type: "string",
    title: "Role policy",
    description: POLICY,
    default: "",
  },
  role_policy_arn_2: {
    type: "string",
    title: "Second role policy",
    description: POLICY,
    default: "",
  },
  allow_form_elicitation: {
    type: "boolean",
    title: "Ask for the MFA code in a form of the client",
    description: "The client then sees the MFA code.",
    default: false,
  },
  no_page: {
    type: "boolean",
    title: "Serve no page that asks for the MFA code",
    description: "The agent then needs the MFA code, or a form of the client.",
    default: false,
  },
} as const;

const setting = (name: keyof typeof USER_CONFIG) => `\${user_config.${name}}`;

/**
 * The arguments that pass the settings. Each is one word with its option: a client
 * does not replace an empty setting that is a word of its own.
 */
export const BUNDLE_ARGUMENTS: readonly string[] = [
  "--ignore-empty",
  `--credential-file=${setting("credential_file")}`,
  `--profile=${setting("profile_1")}`,
  `--profile=${setting("profile_2")}`,
  `--profile=${setting("profile_3")}`,
  `--role-policy-arn=${setting("role_policy_arn_1")}`,
  `--role-policy-arn=${setting("role_policy_arn_2")}`,
  `--allow-form-elicitation=${setting("allow_form_elicitation")}`,
  `--no-page=${setting("no_page")}`,
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
