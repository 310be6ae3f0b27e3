/**
 * Every environment variable that a run without STS reads. The executable
 * permits these and no others; with `deno run`, `--allow-env` names these and
 * the proxy variables.
 */
export const ENVIRONMENT: readonly string[] = [
  ...["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_CA_BUNDLE"],
  ...["AWS_REGION", "AWS_DEFAULT_REGION"],
  ...["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"],
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  ...["AWS_USE_DUALSTACK_ENDPOINT", "AWS_USE_FIPS_ENDPOINT"],
  ...["HOME", "HOMEDRIVE", "HOMEPATH", "USERPROFILE", "TERM"],
];

/**
 * The proxy variables. Deno's `fetch` reads them regardless of the permissions;
 * updsts reads them to refuse the values that Deno would ignore.
 */
export const PROXY_VARIABLES: readonly string[] = [
  "all_proxy",
  "https_proxy",
  "http_proxy",
  "no_proxy",
]
  .flatMap((name) => [name.toUpperCase(), name]);

/** The variables that only the doctor reads. It never shows their values. */
export const DOCTOR_VARIABLES: readonly string[] = [
  ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
  ...["AWS_SECURITY_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE"],
  ...["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
];
