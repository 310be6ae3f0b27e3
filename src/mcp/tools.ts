import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import type * as z from "zod";
import { JSON_SCHEMAS } from "./json_schemas.ts";
import type { SCHEMAS } from "./tool_schemas.ts";

type Schemas = typeof SCHEMAS;
type Checked<Schema extends z.ZodType> = StandardSchemaWithJSON<
  z.input<Schema>,
  z.output<Schema>
>;

/** A schema that is JSON until it has to check something: zod takes a while. */
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

const READS_ONLY = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** The tools: what a model is told of each, and what goes in and out. */
export const TOOLS = {
  updsts_update_sts_credential: {
    title: "Renew an AWS session",
    description:
      "Gets a new AWS STS session for a profile that has long-lived keys and an MFA device, or for one of ~/.aws/config " +
      "with a role_arn and a source_profile like that, and writes the session's temporary keys to the credentials " +
      "file, as the profile NAME_sts. Use it when AWS calls fail because a session " +
      "has expired, or before the first use; then use the profile that it names. No secret is returned.\n" +
      "It needs a six-digit one-time code of the MFA device, and each code works once. Where another tool makes TOTP " +
      "codes (mktotp, for one), get one there: updsts_get_credential_info shows the profile's totp_secret_name, which " +
      "is the name to use. Otherwise leave totp_token out: the user is then asked, if this client can do that. Never " +
      "make up a code, and don't repeat a call whose code was refused without a new code.",
    inputSchema: schema("updsts_update_sts_credential", "input"),
    outputSchema: schema("updsts_update_sts_credential", "output"),
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: true,
    },
  },
  updsts_get_credential_info: {
    title: "Show an AWS profile",
    description:
      "Shows one profile of the AWS credentials file, with its secrets masked; null where there is no such profile. " +
      "Use it to see whether a session has expired, or for the totp_secret_name of a profile.",
    inputSchema: schema("updsts_get_credential_info", "input"),
    outputSchema: schema("updsts_get_credential_info", "output"),
    annotations: READS_ONLY,
  },
  updsts_get_credential_info_list: {
    title: "List AWS profiles",
    description:
      "Lists every profile of the AWS credentials file in its order, with the secrets masked. Use it to find out what " +
      "profiles there are. Those with an mfa_device_arn and without a session token can be renewed with " +
      "updsts_update_sts_credential.",
    inputSchema: schema("updsts_get_credential_info_list", "input"),
    outputSchema: schema("updsts_get_credential_info_list", "output"),
    annotations: READS_ONLY,
  },
} as const;

/** What every model is told when it begins. */
export const INSTRUCTIONS =
  "updsts renews AWS sessions that need MFA, in the user's AWS credentials file. Secrets are never shown. When AWS " +
  "says that a token has expired, call updsts_update_sts_credential for the source profile (the one with the MFA " +
  "device, not the one that ends in _sts), then go on with the profile that it wrote.";

/** A tool as a client is shown it. */
export interface ToolDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: Record<string, unknown>;
}

/** The tools for those who want to read about them. */
export function describeTools(): ToolDescription[] {
  return (Object.keys(TOOLS) as (keyof typeof TOOLS)[]).map((name) => ({
    name,
    title: TOOLS[name].title,
    description: TOOLS[name].description,
    inputSchema: JSON_SCHEMAS[name].input,
  }));
}
