// Made by "deno task schemas" from tool_schemas.ts.

const PROFILE = {
  "type": "object",
  "properties": {
    "profile_name": { "type": "string" },
    "aws_access_key_id": {
      "anyOf": [{
        "type": "string",
        "description": "Masked if it does not look like one",
      }, { "type": "null" }],
    },
    "aws_secret_access_key": {
      "anyOf": [{ "type": "string", "description": "Masked" }, {
        "type": "null",
      }],
    },
    "aws_session_token": {
      "anyOf": [{ "type": "string", "description": "Masked" }, {
        "type": "null",
      }],
    },
    "mfa_device_arn": {
      "anyOf": [{
        "type": "string",
        "description": "Masked if it does not look like one",
      }, { "type": "null" }],
    },
    "totp_secret_name": {
      "anyOf": [{
        "type": "string",
        "description":
          "The name of the MFA device in a TOTP tool such as mktotp",
      }, { "type": "null" }],
    },
    "expiration_datetime": {
      "anyOf": [{ "type": "string", "description": "ISO 8601" }, {
        "type": "null",
      }],
    },
    "managed": {
      "type": "boolean",
      "description": "Whether the profile is in a block of updsts",
    },
    "expired": {
      "anyOf": [{ "type": "boolean", "description": "null if unknown" }, {
        "type": "null",
      }],
    },
    "remaining_seconds": {
      "anyOf": [{
        "type": "integer",
        "minimum": -9007199254740991,
        "maximum": 9007199254740991,
        "description": "Until the session expires; null if unknown",
      }, { "type": "null" }],
    },
    "role_arn": {
      "anyOf": [{
        "type": "string",
        "description": "The role to assume, of a role profile",
      }, { "type": "null" }],
    },
    "source_profile": {
      "anyOf": [{
        "type": "string",
        "description":
          "The profile whose keys and MFA device a role profile uses",
      }, { "type": "null" }],
    },
  },
  "required": [
    "profile_name",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "mfa_device_arn",
    "totp_secret_name",
    "expiration_datetime",
    "managed",
    "expired",
    "remaining_seconds",
    "role_arn",
    "source_profile",
  ],
  "additionalProperties": false,
};

/** The JSON schemas of the tools, as clients are shown them. */
export const JSON_SCHEMAS: Readonly<
  Record<
    keyof typeof import("./tool_schemas.ts").SCHEMAS,
    Readonly<Record<"input" | "output", Record<string, unknown>>>
  >
> = {
  "updsts_update_sts_credential": {
    "input": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "profile_name": {
          "description":
            "The profile's name: the text between [ and ] in the credentials file",
          "type": "string",
        },
        "totp_token": {
          "description":
            "The six-digit MFA code that the profile's MFA device shows now. Leave it out to let updsts ask the user",
          "anyOf": [{ "type": "string" }, { "type": "null" }],
        },
        "sts_profile_name": {
          "description":
            "The name of the profile to write. By default the source profile's name followed by _sts",
          "anyOf": [{ "type": "string" }, { "type": "null" }],
        },
        "cred_file": {
          "description":
            "Another credentials file in the directory of the default one. Leave it out for the default",
          "anyOf": [{ "type": "string" }, { "type": "null" }],
        },
        "duration": {
          "description":
            "How long the session is valid, in seconds: 900 to 129600 (36 hours), with a role to 43200 (12 hours). By default the profile's duration_seconds, else 3600",
          "anyOf": [{ "type": "integer", "minimum": 900, "maximum": 129600 }, {
            "type": "null",
          }],
        },
        "if_expires_within": {
          "description":
            "Keep the session in the file, and need no MFA code, if it is valid for longer than this many seconds",
          "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 129599 }, {
            "type": "null",
          }],
        },
        "role_arn": {
          "description":
            "The ARN of an IAM role to assume with the profile. Leave it out unless the user named one",
          "anyOf": [{ "type": "string" }, { "type": "null" }],
        },
        "role_session_name": {
          "description": "The name of the role session. By default updsts",
          "anyOf": [{ "type": "string" }, { "type": "null" }],
        },
        "external_id": {
          "description":
            "The external ID that the role's trust policy requires, if any",
          "anyOf": [{ "type": "string" }, { "type": "null" }],
        },
      },
      "required": ["profile_name"],
    },
    "output": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "result": {
          "type": "object",
          "properties": {
            "updated_profile_name": { "type": "string" },
            "aws_access_key_id": { "type": "string" },
            "aws_token_expiration": {
              "type": "string",
              "description": "ISO 8601",
            },
          },
          "required": [
            "updated_profile_name",
            "aws_access_key_id",
            "aws_token_expiration",
          ],
          "additionalProperties": false,
        },
      },
      "required": ["result"],
      "additionalProperties": false,
    },
  },
  "updsts_get_credential_info": {
    "input": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "profile_name": {
          "description":
            "The profile's name: the text between [ and ] in the credentials file",
          "type": "string",
        },
        "cred_file": {
          "description":
            "Another credentials file in the directory of the default one. Leave it out for the default",
          "anyOf": [{ "type": "string" }, { "type": "null" }],
        },
      },
      "required": ["profile_name"],
    },
    "output": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "result": {
          "anyOf": [{
            ...PROFILE,
            "description": "null if there is no such profile",
          }, { "type": "null" }],
        },
      },
      "required": ["result"],
      "additionalProperties": false,
    },
  },
  "updsts_get_credential_info_list": {
    "input": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "cred_file": {
          "description":
            "Another credentials file in the directory of the default one. Leave it out for the default",
          "anyOf": [{ "type": "string" }, { "type": "null" }],
        },
      },
    },
    "output": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": { "result": { "type": "array", "items": { ...PROFILE } } },
      "required": ["result"],
      "additionalProperties": false,
    },
  },
};
