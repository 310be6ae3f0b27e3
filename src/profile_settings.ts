import type { CredentialsDocument, Section } from "./credentials/document.ts";
import { readSetting } from "./credentials/profile.ts";
import { UpdstsError } from "./errors.ts";
import type { ProfileSettings } from "./refresh.ts";

/**
 * A profile's settings as the AWS SDKs see them: what the credentials file
 * says, else what `~/.aws/config` says. A config file with faults still gives
 * what can be read of it.
 *
 * @param document The credentials file.
 * @param name The profile.
 * @param config `~/.aws/config`; an empty document where there is none.
 * @returns Nothing where neither has the profile.
 */
export function profileSettings(
  document: CredentialsDocument,
  name: string,
  config: CredentialsDocument,
): ProfileSettings | undefined {
  const section = document.sections.get(name);
  const ofConfig = findSection(config, "profile", name);
  if (!section && !ofConfig) return undefined;
  const get = (key: string) =>
    (section && readSetting(document, section, key)) ??
      (ofConfig && readSetting(config, ofConfig, key));
  return {
    get,
    endpointUrl(service) {
      const refused = ["services", "endpoint_url"]
        .find((key) => section && readSetting(document, section, key));
      if (refused) throw inCredentials(name, refused);
      const own = (key: string) =>
        ofConfig && readSetting(config, ofConfig, key);
      const named = own("services");
      const services = named && findSection(config, "services", named);
      const nested = services && readSetting(config, services, service);
      return nested && readNested(nested).get("endpoint_url") ||
        own("endpoint_url");
    },
  };
}

function inCredentials(name: string, key: string): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `${key} of the profile "${name}" stands in the credentials file, where programs write; an endpoint is taken from the config only`,
    "move the line to the config: ~/.aws/config, or what AWS_CONFIG_FILE names",
  );
}

/** The profiles of `~/.aws/config`, in file order. */
export function profileNames(config: CredentialsDocument): string[] {
  return [...config.sections.keys()]
    .map((name) => nameIn(name, "profile"))
    .filter((name) => name !== undefined);
}

/**
 * `[profile NAME]`, quoted or not; the default profile may stand bare. Of
 * several the last counts, as for botocore.
 */
function findSection(
  config: CredentialsDocument,
  kind: "profile" | "services",
  name: string,
): Section | undefined {
  return [...config.sections.values()].findLast((section) =>
    section.name.includes(name) && nameIn(section.name, kind) === name
  );
}

function nameIn(
  header: string,
  kind: "profile" | "services",
): string | undefined {
  if (kind === "profile" && header === "default") return header;
  const [, quoted, singleQuoted, plain] = HEADER[kind].exec(header) ?? [];
  return quoted ?? singleQuoted ?? plain;
}

const HEADER = {
  profile: /^profile\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*$/,
  services: /^services\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*$/,
};

/** The indented `key = value` lines below a key. */
function readNested(value: string): Map<string, string> {
  const pairs = value.split("\n")
    .map((line) => /^([^=]*)=(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, key, value]) => [key!.trim(), value!.trim()] as const);
  return new Map(pairs);
}
