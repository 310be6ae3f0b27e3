import type { FindingCode } from "../../src/credentials/doctor/finding.ts";
import { BEGIN, END, NEW_BLOCK, OLD_BLOCK } from "./samples.ts";

/** A file with a fault, and what has to be found in it, by line. */
export interface FaultyFile {
  readonly name: string;
  readonly text: string;
  readonly finds: readonly Found[];
}

type Found = [code: FindingCode, severity: "error" | "warning", line: number];

const KEYS = `[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY+secret/of+the/default+profile/0123
`;

/** Files without a problem. */
export const CLEAN_FILES: readonly [name: string, text: string][] = [
  ["an empty file", ""],
  ["comments alone", "# a\n\n; b\n"],
  ["long-term access keys", KEYS],
  ["long-term access keys with CRLF", KEYS.replaceAll("\n", "\r\n")],
  ["a file without a final newline", KEYS.trimEnd()],
  ["a valid session", `${KEYS}\n${NEW_BLOCK}`],
  [
    "a valid session with lines of the user's",
    `${KEYS}\n${NEW_BLOCK.replace(END, `region = eu-west-1\n${END}`)}`,
  ],
  [
    "a dictionary",
    `${KEYS}s3 =\n  max_concurrent_requests = 20\n  use_x = true\n`,
  ],
  [
    "an MFA device, a process in quotes and a token without spaces",
    `${KEYS}mfa_serial = arn:aws:iam::123456789012:mfa/me
[p]
credential_process = "/opt/a b/c" --x "y z"
output=json
[q] # a comment
aws_session_token = CANARY/x#y==
`,
  ],
  [
    "an unusual name that all read",
    "[a_b.c@d%e/f+g:h-i]\nregion = us-east-1\n",
  ],
];

/** Every fault by itself, and some together. */
export const FAULTY_FILES: readonly FaultyFile[] = [
  error("a byte order mark", `\ufeff${KEYS}`, "byte_order_mark", 1),
  error("a section twice", `${KEYS}[b]\n[default]\n`, "parse_error", 5),
  error(
    "a key twice",
    `${KEYS}AWS_access_key_id = AKIAIOSFODNN7EXAMPLE\n`,
    ...["parse_error", 4, "setting_syntax", 4] as const,
  ),
  error("text before the first section", `CANARY\n${KEYS}`, "parse_error", 1),
  error("a line without =", `${KEYS}CANARY\n`, "parse_error", 4),
  error("an empty name", `${KEYS}[]\n`, "parse_error", 4),
  error("a lone CR", `# a\r${KEYS}`, "lone_cr", 1),
  error(
    "a begin tag without its end tag",
    `${KEYS}${BEGIN}\n[a]\n`,
    "unmatched_tag",
    4,
  ),
  error(
    "an end tag without its begin tag",
    `${KEYS}${END}\n`,
    "unmatched_tag",
    4,
  ),
  error(
    "a block inside a block",
    `${KEYS}${BEGIN}\n${NEW_BLOCK}${END}\n`,
    ...["unmatched_tag", 5, "unmatched_tag", 12] as const,
  ),
  warning("[DEFAULT]", "[DEFAULT]\nregion = eu-west-1\n", "default_section", 1),
  error("[__proto__]", `${KEYS}[__proto__]\n`, "section_name", 4),
  error("[profile x]", `${KEYS}[profile x]\n`, "section_name", 4),
  error("[a b]", `${KEYS}[a b]\n`, "section_name", 4),
  error("[日本]", `${KEYS}[日本]\n`, "section_name", 4),
  error('["a"]', `${KEYS}["a"]\n`, "section_name", 4),
  error("[a]b]", `${KEYS}[a]b]\n`, "section_name", 4),
  error("[ x ]", `${KEYS}[ x ]\n`, "section_name", 4),
  error("[x]; c", `${KEYS}[x]; c\n`, "section_header", 4),
  error("[x] k = v", `${KEYS}[x] k = v\n`, "section_header", 4),
  error("an indented header", `  [x]\n`, "section_header", 1),
  error(
    "an indented header below a key",
    `${KEYS}  [x]\n`,
    "indented_line",
    4,
  ),
  error(
    "an indented line below a key",
    `${KEYS}\n  region = eu-west-1\n`,
    "indented_line",
    5,
  ),
  error(
    "indented keys",
    "[a]\n  region = eu-west-1\n  output = json\n",
    ...["indented_line", 2, "indented_line", 3] as const,
  ),
  error("an indented comment", `${KEYS}  # c\n`, "indented_line", 4),
  error("a colon", `${KEYS}region: eu-west-1\n`, "setting_syntax", 4),
  error("a capital", `${KEYS}Region = eu-west-1\n`, "setting_syntax", 4),
  error("a comment behind a value", `${KEYS}a = v # c\n`, "setting_value", 4),
  error(
    "a value in quotes",
    `${KEYS}region = "eu-west-1"\n`,
    "setting_value",
    4,
  ),
  error("a value with #", `${KEYS}region = #x\n`, "setting_value", 4),
  error(
    "a key with a space in it",
    "[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = CANARY CANARY\n",
    "setting_value",
    3,
  ),
  error(
    "a key id alone",
    "[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    ...["keys_incomplete", 2] as const,
  ),
  error(
    "a secret key alone",
    "[a]\naws_secret_access_key = CANARY\n",
    ...["keys_incomplete", 2] as const,
  ),
  error(
    "long-term access keys in a session's block",
    KEYS + OLD_BLOCK.replace("ASIA", "AKIA"),
    ...["long_term_keys_in_block", 5] as const,
  ),
  error(
    "an MFA device in a session's block",
    KEYS + OLD_BLOCK.replace(
      "aws_access",
      "mfa_serial = arn:aws:iam::123456789012:mfa/me\naws_access",
    ),
    ...["long_term_keys_in_block", 5] as const,
  ),
  error(
    "a role in a session's block",
    KEYS + NEW_BLOCK.replace(
      "aws_access",
      "role_arn = arn:aws:iam::123456789012:role/r\naws_access",
    ),
    ...["role_overrides_session", 6] as const,
  ),
  error(
    "a role without its source",
    `${KEYS}role_arn = arn:aws:iam::123456789012:role/r\n`,
    ...["role_without_source", 4] as const,
  ),
  {
    name: "what is wrong in [DEFAULT], and so in every profile",
    text: `[DEFAULT]\naws_security_token = CANARY\n` +
      "mfa_serial = arn:aws:iam::123456789012:user/me\n" + KEYS,
    finds: [
      ["default_section", "warning", 1],
      ["security_token", "error", 2],
      ["user_arn_as_mfa_device", "error", 3],
    ],
  },
  warning(
    "an expired session outside of a block",
    `${KEYS}expiration_datetime = 2024-01-01T00:00:00+09:00\n`,
    "session_expired",
    1,
  ),
  error(
    "a session's key without its token",
    `${KEYS.replace("AKIA", "ASIA")}region = eu-west-1\n`,
    ...["keys_incomplete", 2] as const,
  ),
  error("an empty key", "[a]\naws_access_key_id =\n", "setting_value", 2),
  error(
    "a user for an MFA device",
    `${KEYS}mfa_serial = arn:aws:iam::123456789012:user/me\n`,
    "user_arn_as_mfa_device",
    4,
  ),
  error(
    "a user for an MFA device in China",
    `${KEYS}mfa_device_arn = arn:aws-cn:iam::123456789012:user/me\n`,
    "user_arn_as_mfa_device",
    4,
  ),
  error(
    "an aws_security_token beside another aws_session_token",
    `${KEYS}aws_session_token = CANARY1\naws_security_token = CANARY2\n`,
    "security_token",
    5,
  ),
  warning(
    "an aws_security_token alone",
    `${KEYS}aws_security_token = CANARY2\n`,
    "security_token",
    4,
  ),
  warning(
    "a session with an invalid expiry",
    `${KEYS}expiration_datetime = soon\n`,
    "invalid_expiration",
    4,
  ),
  warning("an expired block", `${KEYS}${OLD_BLOCK}`, "session_expired", 5),
  warning(
    "a block whose source profile is missing",
    NEW_BLOCK,
    "source_profile_missing",
    1,
  ),
  error(
    "a session without the tags that another tool dropped",
    KEYS + NEW_BLOCK.replaceAll(/^#.*\n/gm, ""),
    ...["tags_dropped", 4] as const,
  ),
  error(
    "a command of a shell",
    `${KEYS}export AWS_SESSION_TOKEN=CANARY\n`,
    ...["shell_line", 4] as const,
  ),
  error(
    "a security key as an MFA device",
    `${KEYS}mfa_serial = arn:aws:iam::123456789012:u2f/user/me/key\n`,
    ...["unusable_mfa_device", 4] as const,
  ),
  error(
    "a list of MFA devices",
    `${KEYS}aws_mfa_device = arn:aws:iam::123456789012:mfa/a,arn:aws:iam::123456789012:mfa/b\n`,
    ...["unusable_mfa_device", 4] as const,
  ),
  error(
    "an availability zone",
    `${KEYS}region = eu-west-1a\n`,
    ...["invalid_region", 4] as const,
  ),
  error(
    "a source profile that does not exist",
    `${KEYS}role_arn = arn:aws:iam::123456789012:role/r\nsource_profile = CANARY\n`,
    ...["role_source", 5] as const,
  ),
  warning(
    "two expired blocks",
    KEYS + OLD_BLOCK +
      OLD_BLOCK.replaceAll("default", "x").replace("key=x", "key=default"),
    ...["session_expired", 5] as const,
  ),
  {
    name: "many faults",
    text: `CANARY\n[a b]\nregion: "eu-west-1"\n${OLD_BLOCK}`,
    finds: [
      ["parse_error", "error", 1],
      ["section_name", "error", 2],
      ["setting_syntax", "error", 3],
      ["setting_value", "error", 3],
      ["source_profile_missing", "warning", 4],
      ["session_expired", "warning", 5],
    ],
  },
];

function error(
  name: string,
  text: string,
  ...found: readonly (FindingCode | number)[]
): FaultyFile {
  return { name, text, finds: pairs("error", found) };
}

function warning(
  name: string,
  text: string,
  ...found: readonly (FindingCode | number)[]
): FaultyFile {
  return { name, text, finds: pairs("warning", found) };
}

function pairs(
  severity: "error" | "warning",
  found: readonly (FindingCode | number)[],
): Found[] {
  return found.flatMap((code, i) =>
    typeof code === "number"
      ? []
      : [[code, severity, found[i + 1] as number] satisfies Found]
  );
}
