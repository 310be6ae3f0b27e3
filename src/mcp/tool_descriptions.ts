import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import type {
  McpServerOptions,
  ToolDescription,
} from "../operations/mcp_server_options.ts";
import type * as z from "zod";
import { formatNames } from "../util/format_names.ts";
import { JSON_SCHEMAS } from "./json_schemas.ts";
import type { SCHEMAS } from "./tool_schemas.ts";

type Schemas = typeof SCHEMAS;
type Checked<Schema extends z.ZodType> = StandardSchemaWithJSON<
  z.input<Schema>,
  z.output<Schema>
>;

/** Publishes the generated JSON schema, and loads zod, which is slow, with the first check. */
function schema<Name extends keyof Schemas, Side extends "input" | "output">(
  name: Name,
  side: Side,
): Checked<Schemas[Name][Side]> {
  const json = () => JSON_SCHEMAS[name][side];
  return {
    "~standard": {
      version: 1,
      vendor: "updsts",
      jsonSchema: { input: json, output: json },
      async validate(value) {
        const { SCHEMAS } = await import("./tool_schemas.ts");
        const checked = SCHEMAS[name][side] as Checked<Schemas[Name][Side]>;
        return await checked["~standard"].validate(value);
      },
    },
  };
}

/** Some clients show the title of the annotations. */
const RENEW = "Renew an AWS session";
const SHOW = "Show an AWS profile";
const LIST = "List AWS profiles";

const READS_ONLY = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** The tools: their descriptions for a model, and their schemas. */
export const TOOLS = {
  updsts_update_sts_credential: {
    title: RENEW,
    description:
      "Gets a new session from AWS STS for a profile that has long-term access keys and an MFA device, or for a role profile " +
      "of ~/.aws/config (role_arn and source_profile). Writes the session's temporary credentials to " +
      "the AWS credentials file, as the profile NAME_sts. Use this tool when AWS calls fail because a session has " +
      "expired, or before the first AWS call; then use the profile that the result names. No secret is returned.\n" +
      "Each session needs a six-digit MFA code, and each MFA code works once. If another tool makes TOTP codes (for example " +
      "mktotp), get an MFA code there, with the name in the profile's totp_secret_name, which updsts_get_credential_info " +
      "shows. Otherwise leave totp_token out: updsts then asks the user. Never invent an MFA code. If STS rejects one, " +
      "do not call this tool again without a new MFA code.",
    inputSchema: schema("updsts_update_sts_credential", "input"),
    outputSchema: schema("updsts_update_sts_credential", "output"),
    annotations: {
      title: RENEW,
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: true,
    },
  },
  updsts_get_credential_info: {
    title: SHOW,
    description:
      "Shows one profile of the AWS credentials file, or a role profile of ~/.aws/config, with masked secrets; null if " +
      "there is no such profile. Use it to check whether a session has expired, or to read the totp_secret_name of a " +
      "profile (of a role profile, that of its source_profile).",
    inputSchema: schema("updsts_get_credential_info", "input"),
    outputSchema: schema("updsts_get_credential_info", "output"),
    annotations: { title: SHOW, ...READS_ONLY },
  },
  updsts_get_credential_info_list: {
    title: LIST,
    description:
      "Lists all profiles of the AWS credentials file in their order, then the role profiles of ~/.aws/config, with " +
      "masked secrets. Use it to find the name of a profile. updsts_update_sts_credential gets sessions for the profiles " +
      "that have an mfa_device_arn and no session token, and for those that have a role_arn.",
    inputSchema: schema("updsts_get_credential_info_list", "input"),
    outputSchema: schema("updsts_get_credential_info_list", "output"),
    annotations: { title: LIST, ...READS_ONLY },
  },
} as const;

export type ToolName = keyof typeof TOOLS;

/** The names of the parameters of a tool. */
export function parametersOf(tool: ToolName): string[] {
  return Object.keys(JSON_SCHEMAS[tool].input.properties as object);
}

const INSTRUCTIONS =
  "updsts renews AWS sessions that need MFA in the user's AWS credentials file. It never shows a secret. When AWS " +
  "reports an expired token, call updsts_update_sts_credential with the source profile (the one that has the MFA " +
  "device, not the one that ends in _sts), then continue with the profile that the result names.";

/** Shown to every model when a client connects. */
export function instructions(
  { scope, allowedProfiles }: Pick<
    McpServerOptions,
    "scope" | "allowedProfiles"
  >,
): string {
  const limits = [
    allowedProfiles &&
    `This server allows these profiles alone: ${formatNames(allowedProfiles)}.`,
    scope &&
    "This server gets sessions of roles alone: name a profile that has a role_arn, or give role_arn. Session policies " +
      `limit what they may do: ${scope.policyArns.join(", ")}.`,
  ];
  return [INSTRUCTIONS, ...limits.filter((text) => text !== undefined)]
    .join(" ");
}

/** The tools, for `updsts mcp`. */
export function describeTools(): ToolDescription[] {
  return (Object.keys(TOOLS) as ToolName[]).map((name) => ({
    name,
    title: TOOLS[name].title,
    description: TOOLS[name].description,
    inputSchema: JSON_SCHEMAS[name].input,
  }));
}
