import { InvalidSetting } from "./invalid_setting.ts";

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
 * @throws {InvalidSetting} Where the credentials file names an endpoint, and for
 * a services section that is missing or not readable: the request would go to
 * AWS instead.
 */
export function serviceEndpoint(
  service: string,
  { name, fromCredentials, fromConfig, services }: EndpointSettings,
): string | undefined {
  const refused = ["services", "endpoint_url"].find(fromCredentials);
  if (refused) {
    // Other programs write that file, and must not choose the host that gets keys.
    throw new InvalidSetting("endpoint in the credentials file", name, refused);
  }
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

function withoutServices(profile: string, name: string): InvalidSetting {
  return /^[\w.@+-]{1,128}$/.test(name)
    ? new InvalidSetting("no services section", profile, name)
    : new InvalidSetting("not the name of a services section", profile);
}

/** The indented `key = value` lines below a key. */
function readNested(service: string, value: string): Map<string, string> {
  const lines = value.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => /^([^=]*)=(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, key, value]) => [key!.trim(), value!.trim()] as const);
  if (pairs.length === lines.length) return new Map(pairs);
  throw new InvalidSetting("not a list of settings", service);
}
