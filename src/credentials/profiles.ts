import { blockAt } from "./blocks.ts";
import type { FileSections, Section } from "./sections.ts";
import { settingOf } from "./setting_of.ts";
import { readMfaDevice } from "./mfa_device.ts";
import { serviceEndpoint } from "./service_endpoint.ts";

/** A profile's settings, as the AWS SDKs merge them from both files. */
export interface ProfileSettings {
  /** The value of a key in the credentials file, else in the config. */
  get(key: string): string | undefined;
  /**
   * The custom endpoint of a service, from the config.
   *
   * @throws {InvalidSetting} Where the credentials file names
   * one, and where a services section is missing or not readable.
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

/** The profiles that lead from a role to long-term access keys. */
interface RoleChain {
  /** The requested profile first, the one with the keys last. */
  readonly profiles: readonly Profile[];
  /** Why no session can be requested; the profiles then lead up to it. */
  readonly fault: ChainFault | undefined;
}

/** What is wrong with the last profile of a chain. */
export type ChainFault =
  /** The next profile does not exist; its name may be any text. */
  | { readonly kind: "missing"; readonly name: string }
  /** It has a role, and no source profile. */
  | { readonly kind: "no_source_profile" }
  /** Its source profile is in the chain already. */
  | { readonly kind: "cycle"; readonly name: string }
  /** There are more roles than {@linkcode MAX_ROLES}. */
  | { readonly kind: "too_many_roles" }
  /** The setting gets the role without MFA. */
  | { readonly kind: "role_without_mfa"; readonly setting: string };

/**
 * The most roles of a chain. Real chains have three or four; one of thousands is
 * an attack.
 */
export const MAX_ROLES = 10;

/** Settings for a role without MFA; each overrides the source profile, or forbids one. */
const SETTINGS_WITHOUT_MFA = ["credential_source", "web_identity_token_file"];

/**
 * The profiles of the credentials file and of `~/.aws/config`, each read once. A
 * config with faults still gives what can be read of it.
 */
export class Profiles {
  /** The credentials file. */
  readonly credentials: FileSections;
  /** `~/.aws/config`; an empty document where there is none. */
  readonly config: FileSections;
  readonly #profiles = new Map<string, Profile | undefined>();
  // Without an index, a search for thousands of names takes minutes.
  readonly #indexes = new Map<HeaderKind, ReadonlyMap<string, Section>>();

  /**
   * Reads nothing yet.
   *
   * @param credentials The credentials file.
   * @param config `~/.aws/config`; an empty document where there is none.
   */
  constructor(credentials: FileSections, config: FileSections) {
    this.credentials = credentials;
    this.config = config;
  }

  /** Whether either file has the profile. */
  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  /** The profile; nothing where neither file has it. */
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

  /**
   * The profiles from the requested one to the one with the long-term access
   * keys. Only in the first one a role takes precedence over its own keys, as in
   * the AWS SDKs.
   *
   * @param first The requested profile.
   * @param isSource Whether it is the source of another role.
   */
  roleChain(first: string, isSource = false): RoleChain {
    const profiles: Profile[] = [];
    const end = (fault?: ChainFault) => ({ profiles, fault });
    for (let name = first;;) {
      const profile = this.find(name);
      if (!profile) return end({ kind: "missing", name });
      const isFirst = profiles.length === 0 && !isSource;
      profiles.push(profile);
      const hasKeys = profile.get("aws_access_key_id") !== undefined;
      if (!profile.get("role_arn") || (hasKeys && !isFirst)) return end();
      const setting = SETTINGS_WITHOUT_MFA.find(profile.get);
      if (setting) return end({ kind: "role_without_mfa", setting });
      const next = profile.get("source_profile");
      if (!next) return end({ kind: "no_source_profile" });
      if (next === name && hasKeys) {
        profiles.push(profile);
        return end();
      }
      if (profiles.some((each) => each.name === next)) {
        return end({ kind: "cycle", name: next });
      }
      if (profiles.length > MAX_ROLES) return end({ kind: "too_many_roles" });
      name = next;
    }
  }

  /** Reads a key of a section `[services NAME]` or `[sso-session NAME]` of the config. */
  configSettings(
    kind: "services" | "sso-session",
    name: string,
  ): ((key: string) => string | undefined) | undefined {
    const section = this.#index(kind).get(name);
    return section && reader(this.config, section);
  }

  #read(name: string): Profile | undefined {
    const section = this.credentials.sections.get(name);
    const configSection = this.#index("profile").get(name);
    if (!section && !configSection) return undefined;
    const fromCredentials = reader(this.credentials, section);
    const fromConfig = reader(this.config, configSection);
    // There may be thousands of profiles, each of which is asked for many keys.
    const get = !configSection
      ? fromCredentials
      : !section
      ? fromConfig
      : (key: string) => fromCredentials(key) ?? fromConfig(key);
    const services = (name: string) => this.configSettings("services", name);
    return {
      name,
      section,
      configSection,
      mfaDevice: readMfaDevice(get),
      get,
      endpointUrl: (service) =>
        serviceEndpoint(service, {
          name,
          fromCredentials,
          fromConfig,
          services,
        }),
    };
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

function reader(document: FileSections, section: Section | undefined) {
  return (key: string) => section && settingOf(document, section, key)?.value;
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
