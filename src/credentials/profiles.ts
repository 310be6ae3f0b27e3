import { blockAt } from "./blocks.ts";
import type { FileSections, Section } from "./document.ts";
import { type ReadSetting, settingReader } from "./read_setting.ts";
import { readMfaDevice } from "./mfa_device.ts";
import { InvalidSetting } from "./invalid_setting.ts";

/** A profile's settings, as the AWS SDKs merge them from both files. */
export interface ProfileSettings {
  /** The value of a key in the credentials file, else in the config. */
  get(key: string): string | undefined;
  /**
   * The custom endpoint of a service, from the config.
   *
   * @throws {InvalidSetting} Where the credentials file names one, and for a
   * services section that is missing or not readable: the request would go to
   * AWS instead.
   */
  endpointUrl(service: string): string | undefined;
}

/** A profile of the credentials file, of the config, or of both. */
export interface Profile extends ProfileSettings {
  readonly name: string;
  /** In the credentials file. */
  readonly section: Section | undefined;
  /** In the config. */
  readonly configSection: Section | undefined;
  /** An ARN, or a hardware device's serial number. */
  readonly mfaDevice: string | undefined;
}

/**
 * The profiles of the credentials file and of `~/.aws/config`, each read once. A
 * config with faults still gives what can be read of it.
 */
export class Profiles {
  readonly credentials: FileSections;
  /** `~/.aws/config`; an empty document where there is none. */
  readonly config: FileSections;
  readonly #profiles = new Map<string, Profile | undefined>();
  // Without an index, a search for thousands of names takes minutes.
  readonly #indexes = new Map<HeaderKind, ReadonlyMap<string, Section>>();

  constructor(credentials: FileSections, config: FileSections) {
    this.credentials = credentials;
    this.config = config;
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  find(name: string): Profile | undefined {
    if (!this.#profiles.has(name)) this.#profiles.set(name, this.#read(name));
    return this.#profiles.get(name);
  }

  /** A setting of a profile, with the precedence of the AWS SDKs. */
  get(name: string, key: string): string | undefined {
    return this.find(name)?.get(key);
  }

  /** The profiles of the credentials file, then those of the config alone. */
  names(): string[] {
    return [
      ...new Set([
        ...this.credentials.sections.keys(),
        ...this.#index("profile").keys(),
      ]),
    ];
  }

  /** The same, with their settings. */
  all(): Profile[] {
    return this.names().map((name) => this.find(name)!);
  }

  /** The source profile of a session in a block of updsts. */
  sourceProfileOf(name: string): string | undefined {
    const section = this.credentials.sections.get(name);
    return section && blockAt(this.credentials, section.line)?.source;
  }

  /** The settings of a profile; a session of updsts has those of its source too. */
  sessionSettings(name: string): ProfileSettings | undefined {
    const own = this.find(name);
    const sourceName = this.sourceProfileOf(name);
    const source = sourceName === undefined ? undefined : this.find(sourceName);
    if (!own || !source) return own;
    return {
      get: (key) => own.get(key) ?? source.get(key),
      endpointUrl: (service) =>
        own.endpointUrl(service) ?? source.endpointUrl(service),
    };
  }

  /** Reads a key of a section `[services NAME]` or `[sso-session NAME]` of the config. */
  configSettings(
    kind: "services" | "sso-session",
    name: string,
  ): ReadSetting | undefined {
    const section = this.#index(kind).get(name);
    return section && settingReader(this.config, section);
  }

  #read(name: string): Profile | undefined {
    const section = this.credentials.sections.get(name);
    const configSection = this.#index("profile").get(name);
    if (!section && !configSection) return undefined;
    const fromCredentials = settingReader(this.credentials, section);
    const fromConfig = settingReader(this.config, configSection);
    // There may be thousands of profiles, each of which is asked for many keys.
    const get = !configSection
      ? fromCredentials
      : !section
      ? fromConfig
      : (key: string) => fromCredentials(key) ?? fromConfig(key);
    return {
      name,
      section,
      configSection,
      mfaDevice: readMfaDevice(get),
      get,
      endpointUrl: (service) =>
        this.#endpointUrl(service, name, fromCredentials, fromConfig),
    };
  }

  #endpointUrl(
    service: string,
    profile: string,
    fromCredentials: ReadSetting,
    fromConfig: ReadSetting,
  ): string | undefined {
    const refused = ["services", "endpoint_url"].find(fromCredentials);
    if (refused) {
      // Other programs write that file, and must not choose the host that gets keys.
      const reason = "endpoint in the credentials file";
      throw new InvalidSetting(reason, profile, refused);
    }
    const name = fromConfig("services");
    if (name) {
      const read = this.configSettings("services", name);
      if (!read) throw missingServices(profile, name);
      const lines = read(service);
      const url = lines && readNested(service, lines).get("endpoint_url");
      if (url) return url;
    }
    return fromConfig("endpoint_url");
  }

  /** The last of several sections takes precedence, as in botocore. */
  #index(kind: HeaderKind): ReadonlyMap<string, Section> {
    const known = this.#indexes.get(kind);
    if (known) return known;
    const index = new Map<string, Section>();
    for (const section of this.config.sections.values()) {
      const name = nameIn(section.name, kind);
      if (name !== undefined) index.set(name, section);
    }
    this.#indexes.set(kind, index);
    return index;
  }
}

/**
 * The ARN that contains the partition of a profile: of its MFA device, or of its
 * role. Empty where it has neither.
 */
export function partitionArn({ get }: ProfileSettings): string {
  return readMfaDevice(get) || get("role_arn") || "";
}

function missingServices(profile: string, name: string): InvalidSetting {
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

type HeaderKind = "profile" | "services" | "sso-session";

/** The name in a header, after its kind. */
const NAME = /^\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*$/;

/** The profile that a header of the config names. */
export function profileInHeader(header: string): string | undefined {
  return nameIn(header, "profile");
}

/** `[profile NAME]`, quoted or not; `[default]` for the default profile. */
function nameIn(header: string, kind: HeaderKind): string | undefined {
  if (kind === "profile" && header === "default") return header;
  if (!header.startsWith(kind)) return undefined;
  const [, quoted, singleQuoted, plain] =
    NAME.exec(header.slice(kind.length)) ?? [];
  return quoted ?? singleQuoted ?? plain;
}
