// Made by "deno task schemas" from tool_schemas.ts.

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
          "type": "string",
          "description":
            "The profile's name: what stands between [ and ] in the credentials file",
        },
        "totp_token": {
          "description":
            "The six digits that the profile's MFA device shows now. Leave it out to have the user asked",
          "type": "string",
        },
        "sts_profile_name": {
          "description":
            "The profile to write. Leave it out for the profile's name followed by _sts",
          "type": "string",
        },
        "cred_file": {
          "description":
            "Another credentials file, in the same directory as the server's own. Leave it out for the usual one",
          "type": "string",
        },
        "duration": {
          "description":
            "How long the session lasts, in seconds. Leave it out for what the profile of a role says, else an hour",
          "type": "integer",
          "minimum": 900,
          "maximum": 129600,
          "default": 3600,
        },
        "if_expires_within": {
          "description":
            "Do nothing, and need no code, while the session in the file lasts longer than this many seconds",
          "type": "integer",
          "minimum": 0,
          "maximum": 129599,
        },
        "role_arn": {
          "description":
            "An IAM role to assume with the profile. Leave it out unless the user named one",
          "type": "string",
        },
        "role_session_name": {
          "description":
            "The name of the role's session. Leave it out for updsts",
          "type": "string",
        },
        "external_id": {
          "description": "The external id that the role asks for, if any",
          "type": "string",
        },
      },
      "required": [
        "profile_name",
      ],
      "additionalProperties": false,
    },
    "output": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "result": {
          "type": "object",
          "properties": {
            "updated_profile_name": {
              "type": "string",
            },
            "aws_access_key_id": {
              "type": "string",
            },
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
      "required": [
        "result",
      ],
      "additionalProperties": false,
    },
  },
  "updsts_get_credential_info": {
    "input": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "profile_name": {
          "type": "string",
          "description":
            "The profile's name: what stands between [ and ] in the credentials file",
        },
        "cred_file": {
          "description":
            "Another credentials file, in the same directory as the server's own. Leave it out for the usual one",
          "type": "string",
        },
      },
      "required": [
        "profile_name",
      ],
      "additionalProperties": false,
    },
    "output": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "result": {
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "profile_name": {
                  "type": "string",
                },
                "aws_access_key_id": {
                  "anyOf": [
                    {
                      "type": "string",
                      "description": "As it is, or masked if it is odd",
                    },
                    {
                      "type": "null",
                    },
                  ],
                },
                "aws_secret_access_key": {
                  "anyOf": [
                    {
                      "type": "string",
                      "description": "Masked",
                    },
                    {
                      "type": "null",
                    },
                  ],
                },
                "aws_session_token": {
                  "anyOf": [
                    {
                      "type": "string",
                      "description": "Masked",
                    },
                    {
                      "type": "null",
                    },
                  ],
                },
                "mfa_device_arn": {
                  "anyOf": [
                    {
                      "type": "string",
                      "description": "As it is, or masked if it is odd",
                    },
                    {
                      "type": "null",
                    },
                  ],
                },
                "totp_secret_name": {
                  "anyOf": [
                    {
                      "type": "string",
                      "description":
                        "The name under which a TOTP tool, such as mktotp, knows the MFA device",
                    },
                    {
                      "type": "null",
                    },
                  ],
                },
                "expiration_datetime": {
                  "anyOf": [
                    {
                      "type": "string",
                      "description": "ISO 8601",
                    },
                    {
                      "type": "null",
                    },
                  ],
                },
                "managed": {
                  "type": "boolean",
                  "description": "Does updsts write this profile?",
                },
                "expired": {
                  "anyOf": [
                    {
                      "type": "boolean",
                      "description": "null where it is not known",
                    },
                    {
                      "type": "null",
                    },
                  ],
                },
                "remaining_seconds": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991,
                      "description":
                        "Until the session ends; null where it is not known",
                    },
                    {
                      "type": "null",
                    },
                  ],
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
              ],
              "additionalProperties": false,
              "description": "null where there is none",
            },
            {
              "type": "null",
            },
          ],
        },
      },
      "required": [
        "result",
      ],
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
            "Another credentials file, in the same directory as the server's own. Leave it out for the usual one",
          "type": "string",
        },
      },
      "additionalProperties": false,
    },
    "output": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "result": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "profile_name": {
                "type": "string",
              },
              "aws_access_key_id": {
                "anyOf": [
                  {
                    "type": "string",
                    "description": "As it is, or masked if it is odd",
                  },
                  {
                    "type": "null",
                  },
                ],
              },
              "aws_secret_access_key": {
                "anyOf": [
                  {
                    "type": "string",
                    "description": "Masked",
                  },
                  {
                    "type": "null",
                  },
                ],
              },
              "aws_session_token": {
                "anyOf": [
                  {
                    "type": "string",
                    "description": "Masked",
                  },
                  {
                    "type": "null",
                  },
                ],
              },
              "mfa_device_arn": {
                "anyOf": [
                  {
                    "type": "string",
                    "description": "As it is, or masked if it is odd",
                  },
                  {
                    "type": "null",
                  },
                ],
              },
              "totp_secret_name": {
                "anyOf": [
                  {
                    "type": "string",
                    "description":
                      "The name under which a TOTP tool, such as mktotp, knows the MFA device",
                  },
                  {
                    "type": "null",
                  },
                ],
              },
              "expiration_datetime": {
                "anyOf": [
                  {
                    "type": "string",
                    "description": "ISO 8601",
                  },
                  {
                    "type": "null",
                  },
                ],
              },
              "managed": {
                "type": "boolean",
                "description": "Does updsts write this profile?",
              },
              "expired": {
                "anyOf": [
                  {
                    "type": "boolean",
                    "description": "null where it is not known",
                  },
                  {
                    "type": "null",
                  },
                ],
              },
              "remaining_seconds": {
                "anyOf": [
                  {
                    "type": "integer",
                    "minimum": -9007199254740991,
                    "maximum": 9007199254740991,
                    "description":
                      "Until the session ends; null where it is not known",
                  },
                  {
                    "type": "null",
                  },
                ],
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
            ],
            "additionalProperties": false,
          },
        },
      },
      "required": [
        "result",
      ],
      "additionalProperties": false,
    },
  },
};
