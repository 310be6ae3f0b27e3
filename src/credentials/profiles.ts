import type { CredentialsDocument, Section } from "./document.ts";
import { readSetting } from "./profile.ts";
import { UpdstsError } from "../errors.ts";

/** A profile's settings, as the AWS SDKs merge them from both files. */
export interface ProfileSettings {
  /** A key of the profile. */
  get(key: string): string | undefined;
  /**
   * The custom endpoint of a service, from the config.
   *
   * @throws {UpdstsError} Where the credentials file names one: other programs
   * write that file, and must not choose the host that keys are sent to.
   */
  endpointUrl(service: string): string | undefined;
}

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
      const services = named ? findServices(config, name, named) : undefined;
      const nested = services && readSetting(config, services, service);
      return nested && readNested(service, nested).get("endpoint_url") ||
        own("endpoint_url");
    },
  };
}

function inCredentials(name: string, key: string): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `${key} of the profile "${name}" is in the credentials file, which other programs write; only the config may set an endpoint`,
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
 * `[profile NAME]`, quoted or not; `[default]` for the default profile. The
 * last of several takes precedence, as in botocore.
 */
function findSection(
  config: CredentialsDocument,
  kind: Kind,
  name: string,
): Section | undefined {
  return indexOf(config)[kind].get(name);
}

type Kind = "profile" | "services";
type Index = Record<Kind, ReadonlyMap<string, Section>>;

/** Without an index, a search for thousands of names takes minutes. */
const indexes = new WeakMap<CredentialsDocument, Index>();

function indexOf(config: CredentialsDocument): Index {
  const known = indexes.get(config);
  if (known) return known;
  const index = {
    profile: byName(config, "profile"),
    services: byName(config, "services"),
  };
  indexes.set(config, index);
  return index;
}

function byName(config: CredentialsDocument, kind: Kind): Map<string, Section> {
  const index = new Map<string, Section>();
  for (const section of config.sections.values()) {
    const name = nameIn(section.name, kind);
    if (name !== undefined) index.set(name, section);
  }
  return index;
}

function nameIn(
  header: string,
  kind: Kind,
): string | undefined {
  if (kind === "profile" && header === "default") return header;
  const [, quoted, singleQuoted, plain] = HEADER[kind].exec(header) ?? [];
  return quoted ?? singleQuoted ?? plain;
}

const HEADER = {
  profile: /^profile\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*$/,
  services: /^services\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*$/,
};

/** Refuses a missing section: the request would go to AWS instead. */
function findServices(
  config: CredentialsDocument,
  profile: string,
  name: string,
): Section {
  const section = findSection(config, "services", name);
  if (section) return section;
  const isName = /^[\w.@+-]{1,128}$/.test(name);
  throw new UpdstsError(
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
