import type { FindingCode } from "../../src/credentials/doctor/finding.ts";
import { NEW_BLOCK } from "./samples.ts";

/** A config, the credentials file beside it, and what has to be found. */
export interface ConfigFile {
  readonly name: string;
  readonly config: string;
  readonly credentials: string;
  /** In the config. */
  readonly finds: readonly Found[];
  /** Whether `aws configure list` passes for each profile all the same. */
  readonly passes: boolean;
}

type Found = [code: FindingCode, severity: "error" | "warning", line: number];

const KEYS = `[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY+secret/of+the/default+profile/0123
`;

const ROLE = "role_arn = arn:aws:iam::123456789012:role/r\n";
const SSO = `sso_start_url = https://d-0123456789.awsapps.com/start
sso_region = eu-west-1
`;
const SSO_ROLE = `sso_account_id = 123456789012
sso_role_name = Admin
`;

/** Configs without a problem. */
export const CLEAN_CONFIGS: readonly ConfigFile[] = [
  clean("an empty config", ""),
  clean("comments alone", "# a\n\n; b\n"),
  clean("the default profile", "[default]\nregion = eu-west-1\n"),
  clean("a config with CRLF", "[default]\r\nregion = eu-west-1\r\n"),
  clean("a profile", "[profile a]\nregion = eu-west-1\noutput = json\n"),
  clean("a profile in quotes", '[profile "a b"]\nregion = eu-west-1\n'),
  clean("a profile in single quotes", "[profile 'a']\nregion = eu-west-1\n"),
  clean("more spaces before a name", "[profile   a]\nregion = eu-west-1\n"),
  clean("an empty profile", "[profile a]\n"),
  clean("a role", `[profile a]\n${ROLE}source_profile = default\n`),
  clean(
    "a role with MFA",
    `[profile a]\n${ROLE}source_profile = default\nmfa_serial = arn:aws:iam::123456789012:mfa/me\nduration_seconds = 3600\n`,
  ),
  clean(
    "a chain of roles",
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\n${ROLE}source_profile = default\n`,
  ),
  clean(
    "a role whose source profile is itself",
    `[default]\n${ROLE}source_profile = default\n`,
  ),
  clean(
    "a role with the source profile's keys in the config",
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = CANARY\n`,
  ),
  clean(
    "a role from a profile of IAM Identity Center",
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\n${SSO}${SSO_ROLE}`,
  ),
  clean(
    "a role with a web identity",
    `[profile a]\n${ROLE}web_identity_token_file = /run/token\n`,
  ),
  clean("IAM Identity Center", `[profile a]\n${SSO}${SSO_ROLE}`),
  clean(
    "an sso-session",
    `[profile a]\nsso_session = s\n${SSO_ROLE}[sso-session s]\n${SSO}sso_registration_scopes = sso:account:access\n`,
  ),
  clean(
    "an sso-session in quotes",
    `[profile a]\nsso_session = my s\n${SSO_ROLE}[sso-session "my s"]\n${SSO}`,
  ),
  clean(
    "a session of IAM Identity Center alone",
    `[sso-session s]\n${SSO}`,
  ),
  clean(
    "a profile with an sso-session for tokens only",
    `[profile a]\nsso_session = s\n[sso-session s]\n${SSO}`,
  ),
  clean(
    "services",
    "[profile a]\nservices = local\n[services local]\nsts =\n  endpoint_url = http://localhost:4566\ns3 =\n  endpoint_url = http://localhost:4566\n",
  ),
  clean(
    "nested settings",
    "[default]\ns3 =\n  max_concurrent_requests = 20\n  addressing_style = path\napi_versions =\n  ec2 = 2015-03-01\n",
  ),
  clean("the AWS CLI's own sections", "[preview]\ncloudsearch = true\n"),
  clean(
    "numbers and choices",
    "[default]\nmetadata_service_timeout = 5\nmetadata_service_num_attempts = 1_0\nec2_metadata_service_endpoint_mode = IPv6\ncli_timestamp_format = iso8601\n",
  ),
  clean(
    "settings of today's AWS CLI",
    "[default]\naws_account_id = 123456789012\naccount_id_endpoint_mode = preferred\nsigv4a_signing_region_set = *\nrequest_checksum_calculation = when_required\nretry_mode = adaptive\nmax_attempts = 5\n",
  ),
  clean(
    "settings of other tools",
    "[profile a]\ninclude_profile = default\nmfa_process = pass otp aws\nsession_tags = team=a\ncolor = 00ff00\n",
  ),
  clean(
    "a region that is one of a FIPS endpoint",
    "[profile a]\nregion = us-gov-west-1\n[profile b]\nregion = fips-us-east-1\n",
  ),
  clean(
    "any region where there is a custom endpoint",
    "[profile a]\nregion = local\nendpoint_url = http://localhost:4566\n",
  ),
  clean(
    "a profile of both files",
    "[profile a]\nregion = eu-west-1\n",
    `${KEYS}[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = CANARY\n`,
  ),
  clean("a session in the credentials file", "", `${KEYS}${NEW_BLOCK}`),
  clean("a file without a final newline", "[profile a]\nregion = eu-west-1"),
];

/** Every fault by itself, and some together. */
export const FAULTY_CONFIGS: readonly ConfigFile[] = [
  fails("a byte order mark", "\ufeff[default]\n", "byte_order_mark", 1),
  fails("a profile twice", "[profile a]\n[profile a]\n", "parse_error", 2),
  fails(
    "a key twice",
    "[default]\nregion = eu-west-1\nregion = eu-west-1\n",
    ...["parse_error", 3] as const,
  ),
  fails("a line without =", "[default]\nregion\n", "parse_error", 2),
  fails("a line without a key", "[default]\n= eu-west-1\n", "parse_error", 2),
  fails(
    "text before the first section",
    "CANARY\n[a]\n",
    "parse_error",
    1,
    "config_header",
    2,
  ),
  fails(
    "a header without its end",
    "[default]\n[profile a\n",
    "parse_error",
    2,
  ),
  fails("an empty header", "[default]\n[]\n", "parse_error", 2),
  fails(
    "nested settings without =",
    "[default]\ns3 =\n  use_x\n",
    ...["parse_error", 2] as const,
  ),
  passes("a NUL", "[default]\nregion = \0\n", "parse_error", 2),
  fails(
    "an export line before the sections",
    "export AWS_REGION=eu-west-1\n[default]\n",
    "shell_line",
    1,
  ),
  passes(
    "an export line",
    "[default]\nexport AWS_SECRET_ACCESS_KEY=CANARY\n",
    ...["shell_line", 2] as const,
  ),
  passes(
    "a line of PowerShell",
    "[default]\n$env:AWS_REGION = 'eu-west-1'\n",
    ...["shell_line", 2] as const,
  ),
  fails(
    "a header without profile",
    "[prod]\nregion = eu-west-1\n",
    "config_header",
    1,
  ),
  fails(
    "a name with a space, without quotes",
    "[profile a b]\nregion = eu-west-1\n",
    ...["config_header", 1] as const,
  ),
  fails("profile without a name", "[profile]\n", "config_header", 1),
  fails("a quote without its end", '[profile "a]\n', "config_header", 1),
  fails("profiles", "[profiles a]\n", "config_header", 1),
  fails("default in capitals", "[Default]\n", "config_header", 1),
  warns(
    "sso-session without a name",
    `[sso-session]\n${SSO}`,
    "config_header",
    1,
  ),
  warns("services without a name", "[services]\n", "config_header", 1),
  passes(
    "a header without profile, beside one with it",
    "[default]\n[prod]\nregion = eu-west-1\n[profile prod]\n",
    ...["section_ignored", 2] as const,
  ),
  passes(
    "a profile twice, once in quotes",
    '[profile a]\n[profile "a"]\n',
    ...["profile_twice", 2] as const,
  ),
  passes(
    "default twice",
    "[default]\nregion = eu-west-1\n[profile default]\n",
    ...["profile_twice", 3] as const,
  ),
  fails(
    "a source profile that does not exist",
    `[profile a]\n${ROLE}source_profile = b\n`,
    ...["role_source", 3] as const,
  ),
  fails(
    "a source profile that is in the config without profile",
    `[profile a]\n${ROLE}source_profile = b\n[b]\n`,
    ...["role_source", 3, "config_header", 4] as const,
  ),
  fails(
    "a source profile without credentials",
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\nregion = eu-west-1\n`,
    ...["role_source", 3] as const,
  ),
  fails(
    "a source profile with half a key",
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n`,
    ...["keys_incomplete", 5] as const,
  ),
  fails(
    "a source profile with the other half",
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\naws_secret_access_key = CANARY\n`,
    ...["role_source", 3, "keys_incomplete", 5] as const,
  ),
  fails(
    "credential_source beside source_profile",
    `[profile a]\n${ROLE}source_profile = default\ncredential_source = Environment\n`,
    ...["role_source", 4] as const,
  ),
  fails(
    "an unknown credential_source",
    `[profile a]\n${ROLE}credential_source = ec2\n`,
    ...["role_source", 3] as const,
  ),
  fails(
    "a role without a source",
    `[profile a]\n${ROLE}`,
    "role_without_source",
    2,
  ),
  fails(
    "roles in a cycle",
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\n${ROLE}source_profile = a\n`,
    ...["role_source", 6] as const,
  ),
  fails(
    "a role whose source profile is itself, without keys",
    `[profile a]\n${ROLE}source_profile = a\n`,
    ...["role_source", 3] as const,
  ),
  fails(
    "a role that leads into a cycle",
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\n${ROLE}source_profile = b\n`,
    ...["role_source", 6] as const,
  ),
  fails(
    "a web identity without a role",
    "[profile a]\nweb_identity_token_file = /run/token\n",
    ...["web_identity_without_role", 2] as const,
  ),
  fails(
    "an sso-session that does not exist",
    `[profile a]\nsso_session = s\n${SSO_ROLE}`,
    ...["sso_session_missing", 2] as const,
  ),
  fails(
    "IAM Identity Center without its URL",
    `[profile a]\n${SSO_ROLE}sso_region = eu-west-1\n`,
    ...["sso_incomplete", 3] as const,
  ),
  fails(
    "IAM Identity Center without a role",
    `[profile a]\n${SSO}sso_account_id = 123456789012\n`,
    ...["sso_incomplete", 4] as const,
  ),
  fails(
    "an sso-session with another region",
    `[profile a]\nsso_session = s\nsso_region = us-east-1\n${SSO_ROLE}[sso-session s]\n${SSO}`,
    ...["sso_incomplete", 3] as const,
  ),
  fails(
    "half a key",
    "[profile a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    ...["keys_incomplete", 2] as const,
  ),
  passes(
    "services that do not exist",
    "[profile a]\nservices = local\n",
    ...["services_missing", 2] as const,
  ),
  fails(
    "a number that is none",
    "[default]\nmetadata_service_timeout = 5s\n",
    ...["invalid_setting", 2] as const,
  ),
  fails(
    "attempts that are no number",
    "[default]\nmetadata_service_num_attempts = many\n",
    ...["invalid_setting", 2] as const,
  ),
  fails(
    "an unknown mode of the metadata service",
    "[default]\nec2_metadata_service_endpoint_mode = dual\n",
    ...["invalid_setting", 2] as const,
  ),
  fails(
    "an unknown format of times",
    "[default]\ncli_timestamp_format = unix\n",
    ...["invalid_setting", 2] as const,
  ),
  fails(
    "a source profile on the line below",
    `[profile a]\n${ROLE}source_profile =\n  x = default\n`,
    ...["setting_value", 3, "role_source", 3] as const,
  ),
  passes(
    "an availability zone",
    "[default]\nregion = us-east-1a\n",
    ...["invalid_region", 2] as const,
  ),
  passes(
    "a region that does not exist",
    "[default]\nregion = ireland\n",
    ...["invalid_region", 2] as const,
  ),
  passes(
    "a security key as an MFA device",
    `[profile a]\n${ROLE}source_profile = default\nmfa_serial = arn:aws:iam::123456789012:u2f/user/me/key\n`,
    ...["unusable_mfa_device", 4] as const,
  ),
  passes(
    "a list of MFA devices",
    `[profile a]\n${ROLE}source_profile = default\nmfa_serial = arn:aws:iam::123456789012:mfa/a, arn:aws:iam::123456789012:mfa/b\n`,
    ...["unusable_mfa_device", 4] as const,
  ),
  passes(
    "a user for an MFA device",
    `[profile a]\n${ROLE}source_profile = default\nmfa_serial = arn:aws:iam::123456789012:user/me\n`,
    ...["user_arn_as_mfa_device", 4] as const,
  ),
  passes("a colon", "[default]\nregion: eu-west-1\n", "setting_syntax", 2),
  passes("a capital", "[default]\nRegion = eu-west-1\n", "setting_syntax", 2),
  passes(
    "a value in quotes",
    '[default]\nregion = "eu-west-1"\n',
    "setting_value",
    2,
  ),
  passes(
    "a comment behind a value",
    "[default]\nregion = eu-west-1 # c\n",
    ...["setting_value", 2] as const,
  ),
  passes(
    "indented keys",
    "[default]\n  region = eu-west-1\n",
    "indented_line",
    2,
  ),
  passes("an indented header", " [default]\n", "section_header", 1),
  passes("text behind a header", "[default] x\n", "section_header", 1),
  passes("a lone CR", "# a\r[default]\n", "lone_cr", 1),
  warns(
    "[DEFAULT]",
    "[DEFAULT]\nregion = eu-west-1\n[profile a]\n",
    "default_section",
    1,
  ),
];

function clean(
  name: string,
  config: string,
  credentials: string = KEYS,
): ConfigFile {
  return { name, config, credentials, finds: [], passes: true };
}

function fails(
  name: string,
  config: string,
  ...found: readonly (FindingCode | number)[]
): ConfigFile {
  return file(name, config, "error", found, false);
}

function passes(
  name: string,
  config: string,
  ...found: readonly (FindingCode | number)[]
): ConfigFile {
  return file(name, config, "error", found, true);
}

function warns(
  name: string,
  config: string,
  ...found: readonly (FindingCode | number)[]
): ConfigFile {
  return file(name, config, "warning", found, true);
}

function file(
  name: string,
  config: string,
  severity: "error" | "warning",
  found: readonly (FindingCode | number)[],
  passes: boolean,
): ConfigFile {
  const finds = found.flatMap((code, i) =>
    typeof code === "number"
      ? []
      : [[code, severity, found[i + 1] as number] satisfies Found]
  );
  return { name, config, credentials: KEYS, finds, passes };
}
