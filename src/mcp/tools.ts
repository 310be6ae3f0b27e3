import * as z from "zod";

/** `null` and `""` are other ways not to give a value. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => value === null || value === "" ? undefined : value,
    schema,
  );

const profileName = z.string().describe(
  "The profile's name: what stands between [ and ] in the credentials file",
);

const credFile = optional(z.string().optional()).describe(
  "Another credentials file, in the same directory as the server's own. Leave it out for the usual one",
);

/**
 * The description keeps it an `anyOf` in JSON Schema; otherwise it would be a
 * list of types, which some clients don't read.
 */
const orNull = <T extends z.ZodType>(schema: T, description: string) =>
  z.union([schema.describe(description), z.null()]);

const profile = z.strictObject({
  profile_name: z.string(),
  aws_access_key_id: orNull(z.string(), "As it is, or masked if it is odd"),
  aws_secret_access_key: orNull(z.string(), "Masked"),
  aws_session_token: orNull(z.string(), "Masked"),
  mfa_device_arn: orNull(z.string(), "As it is, or masked if it is odd"),
  totp_secret_name: orNull(
    z.string(),
    "The name under which a TOTP tool, such as mktotp, knows the MFA device",
  ),
  expiration_datetime: orNull(z.string(), "ISO 8601"),
  managed: z.boolean().describe("Does updsts write this profile?"),
  expired: orNull(z.boolean(), "null where it is not known"),
  remaining_seconds: orNull(
    z.int(),
    "Until the session ends; null where it is not known",
  ),
});

/** Some clients send digits as a number; leading zeros are then missing. */
function asDigits(value: unknown): unknown {
  return Number.isSafeInteger(value) ? String(value).padStart(6, "0") : value;
}

/** And others send a number as digits. */
function asNumber(value: unknown): unknown {
  return typeof value === "string" && /^[0-9]{1,9}$/.test(value)
    ? Number(value)
    : value;
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
    inputSchema: z.strictObject({
      profile_name: profileName,
      totp_token: optional(
        z.preprocess(asDigits, z.string().optional()),
      ).describe(
        "The six digits that the profile's MFA device shows now. Leave it out to have the user asked",
      ),
      sts_profile_name: optional(z.string().optional()).describe(
        "The profile to write. Leave it out for the profile's name followed by _sts",
      ),
      cred_file: credFile,
      duration: optional(
        z.preprocess(
          asNumber,
          // The default is the operation's own, which knows the profile.
          z.int().min(900).max(129600).meta({ default: 3600 }).optional(),
        ),
      ).describe(
        "How long the session lasts, in seconds. Leave it out for what the profile of a role says, else an hour",
      ),
      if_expires_within: optional(
        z.preprocess(asNumber, z.int().min(0).max(129599).optional()),
      ).describe(
        "Do nothing, and need no code, while the session in the file lasts longer than this many seconds",
      ),
      role_arn: optional(z.string().optional()).describe(
        "An IAM role to assume with the profile. Leave it out unless the user named one",
      ),
      role_session_name: optional(z.string().optional()).describe(
        "The name of the role's session. Leave it out for updsts",
      ),
      external_id: optional(z.string().optional()).describe(
        "The external id that the role asks for, if any",
      ),
    }),
    outputSchema: z.strictObject({
      result: z.strictObject({
        updated_profile_name: z.string(),
        aws_access_key_id: z.string(),
        aws_token_expiration: z.string().describe("ISO 8601"),
      }),
    }),
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
    inputSchema: z.strictObject({
      profile_name: profileName,
      cred_file: credFile,
    }),
    outputSchema: z.strictObject({
      result: orNull(profile, "null where there is none"),
    }),
    annotations: READS_ONLY,
  },
  updsts_get_credential_info_list: {
    title: "List AWS profiles",
    description:
      "Lists every profile of the AWS credentials file in its order, with the secrets masked. Use it to find out what " +
      "profiles there are. Those with an mfa_device_arn and without a session token can be renewed with " +
      "updsts_update_sts_credential.",
    inputSchema: z.strictObject({ cred_file: credFile }),
    outputSchema: z.strictObject({ result: z.array(profile) }),
    annotations: READS_ONLY,
  },
} as const;

type Tools = typeof TOOLS;

/** What a tool is called with, checked and with every default in its place. */
export type ToolArguments<Name extends keyof Tools> = z.output<
  Tools[Name]["inputSchema"]
>;

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
  return Object.entries(TOOLS).map(([name, tool]) => ({
    name,
    title: tool.title,
    description: tool.description,
    inputSchema: z.toJSONSchema(tool.inputSchema, { io: "input" }),
  }));
}
