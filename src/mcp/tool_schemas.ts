import * as z from "zod";

/** `null` and `""` mean that there is no value. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => value === null || value === "" ? undefined : value,
    schema,
  );

const profileName = z.string().describe(
  "The profile's name: the text between [ and ] in the credentials file",
);

const credFile = optional(z.string().optional()).describe(
  "Another credentials file in the directory of the default one. Leave it out for the default",
);

/**
 * With a description, this becomes an `anyOf` in JSON Schema; without, a list
 * of types, which some clients cannot read.
 */
const orNull = <T extends z.ZodType>(schema: T, description: string) =>
  z.union([schema.describe(description), z.null()]);

const profile = z.strictObject({
  profile_name: z.string(),
  aws_access_key_id: orNull(z.string(), "Masked if it does not look like one"),
  aws_secret_access_key: orNull(z.string(), "Masked"),
  aws_session_token: orNull(z.string(), "Masked"),
  mfa_device_arn: orNull(z.string(), "Masked if it does not look like one"),
  totp_secret_name: orNull(
    z.string(),
    "The name of the MFA device in a TOTP tool such as mktotp",
  ),
  expiration_datetime: orNull(z.string(), "ISO 8601"),
  managed: z.boolean().describe("Whether the profile is in a block of updsts"),
  expired: orNull(z.boolean(), "null if unknown"),
  remaining_seconds: orNull(
    z.int(),
    "Until the session expires; null if unknown",
  ),
});

/** Some clients send digits as a number, without leading zeros. */
function asDigits(value: unknown): unknown {
  return Number.isSafeInteger(value) ? String(value).padStart(6, "0") : value;
}

/** Others send a number as a string. */
function asNumber(value: unknown): unknown {
  return typeof value === "string" && /^[0-9]{1,9}$/.test(value)
    ? Number(value)
    : value;
}

/**
 * The parameters and results of the tools. Loaded with the first call; clients
 * get the generated json_schemas.ts.
 */
export const SCHEMAS = {
  updsts_update_sts_credential: {
    input: z.strictObject({
      profile_name: profileName,
      totp_token: optional(
        z.preprocess(asDigits, z.string().optional()),
      ).describe(
        "The six-digit MFA code that the profile's MFA device shows now. Leave it out to let updsts ask the user",
      ),
      sts_profile_name: optional(z.string().optional()).describe(
        "The name of the profile to write. By default the source profile's name followed by _sts",
      ),
      cred_file: credFile,
      duration: optional(
        z.preprocess(
          asNumber,
          // The operation has the default, which depends on the profile.
          z.int().min(900).max(129600).meta({ default: 3600 }).optional(),
        ),
      ).describe(
        "How long the session is valid, in seconds. By default the profile's duration_seconds, else 3600",
      ),
      if_expires_within: optional(
        z.preprocess(asNumber, z.int().min(0).max(129599).optional()),
      ).describe(
        "Keep the session in the file, and need no MFA code, if it is valid for longer than this many seconds",
      ),
      role_arn: optional(z.string().optional()).describe(
        "The ARN of an IAM role to assume with the profile. Leave it out unless the user named one",
      ),
      role_session_name: optional(z.string().optional()).describe(
        "The name of the role session. By default updsts",
      ),
      external_id: optional(z.string().optional()).describe(
        "The external ID that the role's trust policy requires, if any",
      ),
    }),
    output: z.strictObject({
      result: z.strictObject({
        updated_profile_name: z.string(),
        aws_access_key_id: z.string(),
        aws_token_expiration: z.string().describe("ISO 8601"),
      }),
    }),
  },
  updsts_get_credential_info: {
    input: z.strictObject({
      profile_name: profileName,
      cred_file: credFile,
    }),
    output: z.strictObject({
      result: orNull(profile, "null if there is no such profile"),
    }),
  },
  updsts_get_credential_info_list: {
    input: z.strictObject({ cred_file: credFile }),
    output: z.strictObject({ result: z.array(profile) }),
  },
} as const;

/** The checked arguments of a tool. */
export type ToolArguments<Name extends keyof typeof SCHEMAS> = z.output<
  typeof SCHEMAS[Name]["input"]
>;
