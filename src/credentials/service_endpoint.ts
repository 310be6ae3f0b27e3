import { UpdstsError } from "../errors.ts";

/** The sources of a profile's endpoint. */
interface EndpointSettings {
  /** The profile. */
  readonly name: string;
  /** Reads a key of the credentials file. */
  fromCredentials(key: string): string | undefined;
  /** Reads a key of the config. */
  fromConfig(key: string): string | undefined;
  /** Finds a section `[services NAME]` of the config, and reads its keys. */
  services(name: string): ((key: string) => string | undefined) | undefined;
}

/**
 * The custom endpoint of a service, from the config.
 *
 * @throws {UpdstsError} `settings_invalid` where the credentials file names an
 * endpoint, and for a services section that is missing or not readable: the
 * request would go to AWS instead.
 */
export function serviceEndpoint(
  service: string,
  { name, fromCredentials, fromConfig, services }: EndpointSettings,
): string | undefined {
  const refused = ["services", "endpoint_url"].find(fromCredentials);
  if (refused) throw inCredentials(name, refused);
  const sectionName = fromConfig("services");
  if (sectionName) {
    const read = services(sectionName);
    if (!read) throw withoutServices(name, sectionName);
    const lines = read(service);
    const url = lines && readNested(service, lines).get("endpoint_url");
    if (url) return url;
  }
  return fromConfig("endpoint_url");
}

/** Other programs write that file, and must not choose the host that gets keys. */
function inCredentials(profile: string, key: string): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `${key} of the profile "${profile}" is in the credentials file, which other programs write; only the config may set an endpoint`,
    "move the line to the config: ~/.aws/config, or what AWS_CONFIG_FILE names",
  );
}

function withoutServices(profile: string, name: string): UpdstsError {
  const isName = /^[\w.@+-]{1,128}$/.test(name);
  return new UpdstsError(
    "settings_invalid",
    isName
      ? `the config has no [services ${name}], which the profile "${profile}" names`
      : `services of the profile "${profile}" is not the name of a section`,
    isName
      ? `add [services ${name}] to ~/.aws/config, or delete the line services = ${name}`
      : "where an indented line below it continues its value, remove the indentation",
  );
}

/** The indented `key = value` lines below a key. */
function readNested(service: string, value: string): Map<string, string> {
  const lines = value.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => /^([^=]*)=(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, key, value]) => [key!.trim(), value!.trim()] as const);
  if (pairs.length === lines.length) return new Map(pairs);
  throw new UpdstsError(
    "settings_invalid",
    `${service} in the services section of the config is not a list of settings`,
    `write ${service} =, and below it, indented, endpoint_url = URL`,
  );
}
