/** Thirty profiles of both files, as a company with many accounts has them. */

const SECRET = `CANARY-${"s".repeat(33)}`;

const user = (name: string, device?: string) =>
  `[${name}]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
${device ? `mfa_device_arn = arn:aws:iam::123456789012:mfa/${device}\n` : ""}
`;

const temporary = (name: string, settings: string) =>
  `[${name}]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
aws_session_token = ${SECRET}
${settings}
`;

const session = (source: string, name: string, expiration: string, role = "") =>
  `# \${{{ key=${source} [auto update by updsts]
${temporary(name, `expiration_datetime = ${expiration}`).trimEnd()}
${role ? `assumed_role_arn = ${role}\n` : ""}# $}}} [auto update by updsts]

`;

const role = (name: string, arn: string, source: string, more = "") =>
  `[profile ${name}]
role_arn = ${arn}
source_profile = ${source}
${more}
`;

const ADMIN = "arn:aws:iam::210987654321:role/AdministratorAccess";
const AUDIT = "arn:aws:iam::345678901234:role/audit/read-only";

export const NOW = new Date("2025-10-05T06:00:00Z");

export const CREDENTIALS = [
  user("default", "me"),
  user("work", "taro.yamada@example.com"),
  user("work-without-device"),
  user("acme-prod-eu-central-1-long-term-access-keys", "acme"),
  user("acme-prod-eu-central-1-long-term-access-keys-2", "acme-2"),
  "[half]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\n",
  "[only-region]\nregion = eu-west-1\n\n",
  "[日本語のプロファイル]\nregion = ap-northeast-1\n\n",
  session("default", "default_sts", "2025-10-05T17:35:20Z"),
  session("default", "second", "2025-10-05T15:09:00+09:00"),
  session("work", "work_sts", "2025-10-03T05:00:00Z"),
  session("work", "scoped", "2025-10-05T06:42:10Z", AUDIT),
  session(
    "acme-prod-eu-central-1-long-term-access-keys",
    "acme-prod-eu-central-1-long-term-access-keys_sts",
    "2025-10-06T18:00:00Z",
  ),
  session(
    "acme-prod-admin",
    "acme-prod-admin_sts",
    "2025-10-05T06:00:30Z",
    ADMIN,
  ),
  session("gone", "gone_sts", "2025-09-05T06:00:00Z"),
  session("half", "emptied", "2025-10-05T06:00:00Z")
    .replace(/^(aws_|expiration).*\n/gm, "").replace(
      "[emptied]",
      "[emptied]\nregion = x",
    ),
  temporary("saml", "x_security_token_expires = 2025-10-05T16:00:00+09:00"),
  temporary("aws-mfa", "expiration = 2025-10-05 05:30:00"),
  temporary("unknown-expiry", "region = eu-west-1"),
  temporary("no-secret", "").replace(/aws_secret.*\n/, ""),
].join("");

export const CONFIG = [
  "[default]\nregion = eu-west-1\n\n",
  role("acme-prod-admin", ADMIN, "default"),
  role(
    "acme-prod-audit",
    AUDIT,
    "work",
    "mfa_serial = arn:aws:iam::123456789012:mfa/other",
  ),
  role(
    "acme-staging-eu-central-1-administrator",
    ADMIN,
    "acme-prod-eu-central-1-long-term-access-keys",
  ),
  role("chained", AUDIT, "acme-prod-admin"),
  role("without-source", AUDIT, "nowhere"),
  "[profile on-ec2]\nrole_arn = " + AUDIT +
  "\ncredential_source = Ec2InstanceMetadata\n\n",
  "[profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = ReadOnlyAccess\n\n",
  "[profile ci]\nrole_arn = " + AUDIT +
  "\nweb_identity_token_file = CANARY\n\n",
  "[profile vault]\ncredential_process = CANARY-program\n\n",
  "[profile console]\nlogin_session = arn:aws:iam::123456789012:user/me\n\n",
].join("");
