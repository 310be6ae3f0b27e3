import {
  ENVIRONMENT_VARIABLES,
  PROFILE_VARIABLES,
} from "./credentials/doctor/environment_findings.ts";
import { UpdstsError } from "./errors.ts";
import { STS_DOMAINS } from "./sts/hosts.ts";

/**
 * Every environment variable that a run without STS reads. The executable
 * grants these and no others; with `deno run`, `--allow-env` names these and
 * the proxy variables.
 */
export const ENVIRONMENT: readonly string[] = [
  "AWS_CA_BUNDLE",
  "AWS_CONFIG_FILE",
  "AWS_DEFAULT_REGION",
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_STS",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_REGION",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "AWS_USE_FIPS_ENDPOINT",
  "HOME",
  "TERM",
  "USERPROFILE",
];

/**
 * The proxy variables. Deno's `fetch` reads them whatever the permissions say;
 * updsts reads them to refuse the values that Deno would skip.
 */
export const PROXY_VARIABLES: readonly string[] = [
  "ALL_PROXY",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
  "all_proxy",
  "http_proxy",
  "https_proxy",
  "no_proxy",
];

/** What the doctor alone asks about, and does not show. */
export const AMBIENT: readonly string[] = [
  ...ENVIRONMENT_VARIABLES,
  ...PROFILE_VARIABLES,
];

/** The domains whose hosts the executable can be permitted to connect to. */
export const DOMAINS: readonly string[] = [
  ...STS_DOMAINS,
  "localhost",
  "local",
  "internal",
  "localstack.cloud",
];

/**
 * The way out where a permission is missing.
 *
 * @param flags Deno's flags that give it; the executable has none.
 */
export function permissionHint(
  flags: string,
  isExecutable: boolean = Deno.build.standalone,
): string {
  return isExecutable
    ? "updsts works out what it may do when it starts: start it again, and check the paths, the region, the endpoint and the proxy that are set"
    : `give ${flags}`;
}

/** The failure of a run that may not reach a host, given with its port. */
export function noPermissionToReach(
  host: string | undefined,
  cause?: unknown,
): UpdstsError {
  return new UpdstsError(
    "sts_unreachable",
    `this run of updsts has no permission to reach ${host ?? "STS"}`,
    permissionHint(`--allow-net=${host ?? "HOST"}`),
    { cause },
  );
}

/** The one thing about the system that is asked: where the home folder is. */
export const SYSTEM: readonly string[] = ["homedir"];
