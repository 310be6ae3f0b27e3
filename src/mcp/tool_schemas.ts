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

/**
 * What goes into the tools and what comes out. Loaded with the first call: what
 * clients are shown of it is in json_schemas.ts.
 */
export const SCHEMAS = {
  updsts_update_sts_credential: {
    input: z.strictObject({
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
      result: orNull(profile, "null where there is none"),
    }),
  },
  updsts_get_credential_info_list: {
    input: z.strictObject({ cred_file: credFile }),
    output: z.strictObject({ result: z.array(profile) }),
  },
} as const;

/** What a tool is called with, checked and with every default in its place. */
export type ToolArguments<Name extends keyof typeof SCHEMAS> = z.output<
  typeof SCHEMAS[Name]["input"]
>;
