import { InvalidSetting } from "../credentials/invalid_setting.ts";
import { expandHome, type PathEnvironment } from "../platform/aws_paths.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import { isRegionLabel } from "../credentials/region.ts";
import { hostOf } from "../util/host_of.ts";
import { HOME_REGIONS } from "./partitions.ts";
import { isRegion, type StsSettings } from "./sts_host.ts";

/**
 * The settings as in the AWS SDKs: the environment, then the profile. Without a
 * region, the partition of the MFA device gives the default; in the commercial
 * partition that is the global host, as in botocore.
 *
 * @param mfaDevice The ARN, or a hardware device's serial number.
 * @throws {InvalidSetting} Where one cannot be used.
 */
export function stsSettings(
  environment: PathEnvironment,
  profile: ProfileSettings,
  mfaDevice: string,
): StsSettings {
  const { env } = environment;
  const setting = (variable: string, key: string) =>
    env(variable) || profile.get(key) || undefined;
  const isOn = (variable: string, key: string) =>
    parseBoolean(env(variable) ? variable : key, setting(variable, key));
  const endpoint = isOn(
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
      "ignore_configured_endpoint_urls",
    )
    ? undefined
    : checkedEndpoint(
      env("AWS_ENDPOINT_URL_STS") || env("AWS_ENDPOINT_URL") ||
        profile.endpointUrl("sts") || undefined,
    );
  const chosen = env("AWS_REGION") || setting("AWS_DEFAULT_REGION", "region");
  const [, partition = ""] = /^arn:([a-z-]+):/.exec(mfaDevice) ?? [];
  const home = HOME_REGIONS.get(partition);
  const { region, isFips } = regionOf(chosen ?? home ?? GLOBAL);
  // With a custom endpoint, the region is only a part of the signature.
  if (
    region !== GLOBAL && !(endpoint ? isRegionLabel(region) : isRegion(region))
  ) {
    // Text that is not a name is not shown: the line below may continue it.
    throw new InvalidSetting(
      "not a region",
      ...isRegionLabel(region) ? [region] : [],
    );
  }
  const useFips = isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") || isFips;
  const useDualstack = isOn(
    "AWS_USE_DUALSTACK_ENDPOINT",
    "use_dualstack_endpoint",
  );
  if (endpoint && (useFips || useDualstack)) {
    throw new InvalidSetting("custom FIPS endpoint");
  }
  return {
    region: region === GLOBAL ? "us-east-1" : region,
    isGlobal: region === GLOBAL && !useFips && !useDualstack,
    endpoint,
    useFips,
    useDualstack,
    caBundle: bundlePath(environment, setting("AWS_CA_BUNDLE", "ca_bundle")),
  };
}

/** The region of the global host, as the AWS SDKs name it. */
const GLOBAL = "aws-global";

/** `fips-X` and `X-fips` are older names for the region X with FIPS. */
function regionOf(name: string): { region: string; isFips: boolean } {
  const region = name.replace(/^fips-|-fips$/, "");
  return { region, isFips: region !== name };
}

/** Whether a setting names a region, in one of the ways that the AWS SDKs know. */
export function isRegionName(name: string): boolean {
  const { region } = regionOf(name);
  return region === GLOBAL || isRegion(region);
}

/** Some SDKs read any other value as false, and some fail. */
function parseBoolean(name: string, text = "false"): boolean {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  throw new InvalidSetting("not a Boolean", name);
}

/** Refuses a path that indented lines continue: they may be a secret. */
function bundlePath(
  environment: PathEnvironment,
  path: string | undefined,
): string | undefined {
  if (path?.includes("\n")) throw new InvalidSetting("line break in a path");
  return path && (expandHome(environment, path) ?? path);
}

function checkedEndpoint(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password &&
    !url.search && !url.hash && !/\s/.test(text) && hostOf(url)
  ) return text;
  throw new InvalidSetting("not an endpoint");
}
