import type { CredentialsDocument, Section } from "./credentials/document.ts";
import { readSetting } from "./credentials/profile.ts";
import type { ProfileSettings } from "./refresh.ts";

/**
 * A profile's settings as the AWS SDKs see them: what the credentials file
 * says, else what `~/.aws/config` says. A config file with faults still gives
 * what can be read of it.
 *
 * @param document The credentials file.
 * @param section The profile in it.
 * @param config `~/.aws/config`; an empty document where there is none.
 */
export function profileSettings(
  document: CredentialsDocument,
  section: Section,
  config: CredentialsDocument,
): ProfileSettings {
  const ofConfig = findSection(config, "profile", section.name);
  const get = (key: string) =>
    readSetting(document, section, key) ??
      (ofConfig && readSetting(config, ofConfig, key));
  return {
    get,
    getOfService(service, key) {
      const name = get("services");
      const services = name && findSection(config, "services", name);
      const nested = services && readSetting(config, services, service);
      return nested ? readNested(nested).get(key) : undefined;
    },
  };
}

/** `[profile NAME]`, quoted or not; the default profile may stand bare. */
function findSection(
  config: CredentialsDocument,
  kind: "profile" | "services",
  name: string,
): Section | undefined {
  const bare = kind === "profile" && name === "default"
    ? config.sections.get("default")
    : undefined;
  for (const section of config.sections.values()) {
    const [, quoted, singleQuoted, plain] = HEADER[kind].exec(section.name) ??
      [];
    if ((quoted ?? singleQuoted ?? plain) === name) return section;
  }
  return bare;
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
