import * as z from "zod";

/**
 * `null` means that there is no value, and so do `""` and `"null"`, which some
 * clients send in its place.
 */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => value === "" || value === "null" ? undefined : value,
    z.union([schema, z.null()]).optional(),
  ).transform((value) => value ?? undefined);

/** Some clients send the digits of a name as a number. */
const name = z.preprocess(
  (value) => Number.isSafeInteger(value) ? String(value) : value,
  z.string(),
);

const profileName = name.describe(
  "The profile's name: the text between [ and ] in the credentials file",
);

const credFile = optional(z.string()).describe(
  "Another credentials file in the directory of the default one. Leave it out for the default",
);

const orNull = <T extends z.ZodType>(schema: T, description: string) =>
  z.union([schema.describe(description), z.null()]);

/** A profile in the results. */
export const PROFILE = z.strictObject({
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
  role_arn: orNull(z.string(), "The role to assume, of a role profile"),
  source_profile: orNull(
    z.string(),
    "The profile whose keys and MFA device a role profile uses",
  ),
});

/** An MFA code that is sent as a number has lost its leading zeros. */
function asDigits(value: unknown): unknown {
  return Number.isSafeInteger(value) ? String(value).padStart(6, "0") : value;
}

/** Others send a number as a string, such as `900` or `900.0`. */
function asNumber(value: unknown): unknown {
  return typeof value === "string" && /^[0-9]{1,9}(\.0{1,9})?$/.test(value)
    ? Number(value)
    : value;
}

/**
 * The parameters and results of the tools. Loaded with the first call; clients
 * get the generated json_schemas.ts.
 */
export const SCHEMAS = {
  updsts_update_sts_credential: {
    input: z.looseObject({
      profile_name: profileName,
      totp_token: optional(z.preprocess(asDigits, z.string())).describe(
        "The six-digit MFA code that the profile's MFA device shows now. Leave it out to let updsts ask the user",
      ),
      sts_profile_name: optional(name).describe(
        "The name of the profile to write. By default the source profile's name followed by _sts",
      ),
      cred_file: credFile,
      duration: optional(
        z.preprocess(asNumber, z.int().min(900).max(129600)),
      ).describe(
        "How long the session is valid, in seconds: 900 to 129600 (36 hours), with a role to 43200 (12 hours). By default the profile's duration_seconds, else 3600",
      ),
      if_expires_within: optional(
        z.preprocess(asNumber, z.int().min(0).max(129599)),
      ).describe(
        "Keep the session in the file, and need no MFA code, if it is valid for longer than this many seconds",
      ),
      role_arn: optional(z.string()).describe(
        "The ARN of an IAM role to assume with the profile. Leave it out unless the user named one",
      ),
      role_session_name: optional(name).describe(
        "The name of the role session. By default updsts",
      ),
      external_id: optional(name).describe(
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
    input: z.looseObject({
      profile_name: profileName,
      cred_file: credFile,
    }),
    output: z.strictObject({
      result: orNull(PROFILE, "null if there is no such profile"),
    }),
  },
  updsts_get_credential_info_list: {
    input: z.looseObject({ cred_file: credFile }),
    output: z.strictObject({ result: z.array(PROFILE) }),
  },
} as const;

/** The checked arguments of a tool. */
export type ToolArguments<Name extends keyof typeof SCHEMAS> = z.output<
  typeof SCHEMAS[Name]["input"]
>;
