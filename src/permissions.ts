import {
  ENVIRONMENT_VARIABLES,
  PROFILE_VARIABLES,
} from "./credentials/doctor/environment_findings.ts";
import { STS_DOMAINS } from "./sts/hosts.ts";

/**
 * Every environment variable that this program reads. The executable grants
 * these and no others; with `deno run` they are what `--allow-env` names.
 * Proxy variables are missing because Deno's `fetch` reads them by itself.
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
    ? "updsts works out what it may do when it starts: start it again, and look at the paths, the region and the endpoint that are set"
    : `give ${flags}`;
}

/** The one thing about the system that is asked: where the home folder is. */
export const SYSTEM: readonly string[] = ["homedir"];
