import { UpdstsError } from "../errors.ts";
import type { ProfileSettings } from "../refresh.ts";

/** Where STS is and how it is reached. */
export interface StsSettings {
  readonly region: string;
  /** Ask `sts.amazonaws.com` rather than the region's own host. */
  readonly isGlobal: boolean;
  /** The user's own endpoint, in place of AWS's. */
  readonly endpoint: string | undefined;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
  /** A file of certificate authorities to trust beside those that Deno trusts. */
  readonly caBundle: string | undefined;
}

/** The region to fall back to, by partition; in `aws` it is the global host. */
const HOME_REGIONS: Record<string, string> = {
  "aws-cn": "cn-northwest-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-eusc": "eusc-de-east-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
};

/**
 * Decides as the AWS SDKs do: the environment, then the profile. Without any
 * region it is the partition of the MFA device that decides.
 *
 * @param env The environment.
 * @param profile The settings of the source profile.
 * @param mfaDevice The ARN, or a hardware device's serial number.
 */
export function stsSettings(
  env: (name: string) => string | undefined,
  profile: ProfileSettings,
  mfaDevice: string,
): StsSettings {
  const setting = (variable: string, key: string) =>
    env(variable) || profile.get(key) || undefined;
  const isOn = (variable: string, key: string) =>
    setting(variable, key)?.toLowerCase() === "true";
  const useFips = isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
  const useDualstack = isOn(
    "AWS_USE_DUALSTACK_ENDPOINT",
    "use_dualstack_endpoint",
  );
  const chosen = env("AWS_REGION") || setting("AWS_DEFAULT_REGION", "region");
  const home = HOME_REGIONS[/^arn:([a-z-]+):/.exec(mfaDevice)?.[1] ?? ""];
  const region = chosen ?? home ?? "us-east-1";
  refuseOddRegion(region);
  const endpoint = isOn(
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
      "ignore_configured_endpoint_urls",
    )
    ? undefined
    : checkedEndpoint(ownEndpoint(env, profile));
  if (endpoint && (useFips || useDualstack)) {
    throw new UpdstsError(
      "settings_invalid",
      "an endpoint of your own can't be a FIPS or dual-stack endpoint of AWS's",
      "leave out the one or the other: AWS_ENDPOINT_URL, AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT",
    );
  }
  return {
    region,
    isGlobal: !chosen && !home && !useFips && !useDualstack,
    endpoint,
    useFips,
    useDualstack,
    caBundle: checkedPath(setting("AWS_CA_BUNDLE", "ca_bundle")),
  };
}

function ownEndpoint(
  env: (name: string) => string | undefined,
  profile: ProfileSettings,
): string | undefined {
  return env("AWS_ENDPOINT_URL_STS") || env("AWS_ENDPOINT_URL") ||
    profile.endpointUrl("sts") || undefined;
}

/** A region becomes a part of a host's name. */
function refuseOddRegion(region: string): void {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(region)) return;
  throw new UpdstsError(
    "settings_invalid",
    "the region is not the name of an AWS region",
    "look at AWS_REGION, AWS_DEFAULT_REGION and the profile's region; eu-west-1 would be one",
  );
}

/** What a value has swallowed of the lines below it may be a secret. */
function checkedPath(path: string | undefined): string | undefined {
  if (!path?.includes("\n")) return path;
  throw new UpdstsError(
    "settings_invalid",
    "the CA bundle's path has a line break in it",
    "where an indented line below ca_bundle continues its value, remove the indentation",
  );
}

/**
 * It becomes a permission, where `*` and `,` would stand for more than one
 * host, and where what can't be a host's name ends the program.
 */
const HOST = /^(\[[0-9a-f:]+\]|[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?)$/;

function checkedEndpoint(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password &&
    !url.search && !url.hash && !/\s/.test(text) && HOST.test(url.hostname)
  ) return text;
  throw new UpdstsError(
    "settings_invalid",
    "the STS endpoint is not an http or https URL without credentials, query and fragment",
    "look at AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and the profile's endpoint_url",
  );
}
