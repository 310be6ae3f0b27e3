import {
  InvalidSetting,
  type InvalidSettingReason,
} from "../credentials/invalid_setting.ts";
import { UpdstsError } from "../errors.ts";
import { parseProxy, PROXY_LISTS } from "./proxy.ts";

/**
 * The result of the work, with errors for the user.
 *
 * @throws {UpdstsError} `settings_invalid` for a setting that cannot be used.
 */
export function explainSettings<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidSetting)) throw error;
    const [message, hint] = TEXTS[error.reason](...error.names);
    throw new UpdstsError("settings_invalid", message, hint);
  }
}

/** The errors of the proxy variables that take precedence; none shows a value. */
export function proxyFaults(
  env: (name: string) => string | undefined,
): UpdstsError[] {
  const used = PROXY_LISTS
    .map((names) => names.find((name) => env(name)))
    .filter((name) => name !== undefined);
  return [...new Set(used)].flatMap((variable) => {
    try {
      explainSettings(() => parseProxy(variable, env(variable)!));
      return [];
    } catch (error) {
      if (error instanceof UpdstsError) return [error];
      throw error;
    }
  });
}

/** A hint for special characters in a proxy's credentials. */
export const PERCENT_ENCODING =
  "in NAME and PASSWORD use percent-encoding: %40 for @, %23 for #, %2F for /, %5C for \\, %20 for a space";

type Text = (...names: string[]) => [message: string, hint: string];

const TEXTS: Record<InvalidSettingReason, Text> = {
  "endpoint in the credentials file": (profile, key) => [
    `${key} of the profile "${profile}" is in the credentials file, which other programs write; only the config may set an endpoint`,
    "move the line to the config: ~/.aws/config, or what AWS_CONFIG_FILE names",
  ],
  "no services section": (profile, name) => [
    `the config has no [services ${name}], which the profile "${profile}" names`,
    `add [services ${name}] to ~/.aws/config, or delete the line services = ${name}`,
  ],
  "not the name of a services section": (profile) => [
    `services of the profile "${profile}" is not the name of a section`,
    "if an indented line below it continues its value, remove the indentation",
  ],
  "not a list of settings": (service) => [
    `${service} in the services section of the config is not a list of settings`,
    `write ${service} =, and below it, indented, endpoint_url = URL`,
  ],
  "not a Boolean": (name) => [
    `${name} is neither true nor false`,
    `set ${name} to true or false`,
  ],
  "not a region": (region) => [
    region
      ? `${region} is not an AWS region`
      : "the region is not the name of an AWS region",
    regionHint(region),
  ],
  "not an endpoint": () => [
    "the STS endpoint is not an http or https URL without credentials, query and fragment",
    "check AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and the profile's endpoint_url",
  ],
  "custom FIPS endpoint": () => [
    "a custom endpoint can't be a FIPS or dual-stack endpoint of AWS",
    "unset AWS_ENDPOINT_URL, or set a region that is not a FIPS one, and unset AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT",
  ],
  "line break in a path": () => [
    "the path of the CA bundle contains a line break",
    "where an indented line below ca_bundle continues its value, remove the indentation",
  ],
  "not a proxy URL": (variable) => [
    `the proxy URL in ${variable} is not valid`,
    `set ${variable}=http://HOST:PORT, without spaces and line breaks`,
  ],
  "proxy credentials": (variable) => [
    `the proxy URL in ${variable} is not valid`,
    `set ${variable}=http://NAME:PASSWORD@HOST:PORT; ${PERCENT_ENCODING}`,
  ],
  "proxy scheme": (variable) => [
    `the proxy URL in ${variable} is not for an HTTP or SOCKS5 proxy`,
    `set ${variable}=http://HOST:PORT`,
  ],
  "different NO_PROXY": (host) => [
    `NO_PROXY and no_proxy differ on ${host}`,
    "unset one of them, or set both to the same value",
  ],
};

function regionHint(region = ""): string {
  const zone = /^([a-z]+-[a-z-]+-\d)[a-z]$/.exec(region)?.[1];
  return zone
    ? `${region} is an availability zone: set the region to ${zone}`
    : "set AWS_REGION, AWS_DEFAULT_REGION or the profile's region to a name like eu-west-1";
}
