import type { CredentialsDocument, Section } from "../credentials/document.ts";
import { isProfileName } from "../credentials/names.ts";
import { command, hint, UpdstsError } from "../errors.ts";
import { closestMatch } from "../util/closest_match.ts";
import { profileNames, profileSettings } from "../credentials/profiles.ts";
import { chooseDuration } from "./duration.ts";
import { readLongTermKeys } from "./long_term_keys.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import type { LongTermKeys, Role } from "./types.ts";
import type { SessionRequest } from "./types.ts";
import { MAX_ROLES, roleFault, withDefaults } from "./role.ts";

/** The source of a session. */
export interface Source {
  /** The profile with the long-term access keys. */
  readonly profile: string;
  readonly keys: LongTermKeys;
  /** Roles to assume in turn. */
  readonly roles: readonly Role[];
  /** The settings of the requested profile. */
  readonly settings: ProfileSettings;
  /** Seconds. */
  readonly duration: number;
}

interface ChainedProfile {
  readonly name: string;
  readonly settings: ProfileSettings;
}

/**
 * The long-term access keys, and the roles from them to the profile.
 *
 * @param document The credentials file.
 * @param config `~/.aws/config`.
 * @param request The requested session.
 */
export function findSource(
  document: CredentialsDocument,
  config: CredentialsDocument,
  request: SessionRequest,
): Source {
  const chain = followChain(document, config, request);
  const { settings } = chain[0]!;
  const roles = chain.slice(0, -1).reverse().map(roleOfProfile);
  if (request.role) roles.push(withDefaults(request.role));
  const duration = chooseDuration(request, settings, roles.length);
  const section = sourceSection(document, config, chain);
  const keys = readLongTermKeys(document, section, findMfaDevice(chain));
  return { profile: section.name, keys, roles, settings, duration };
}

/**
 * The profiles from the requested one to the one with the keys. Only in the
 * first one a role takes precedence over its own keys, as in the AWS SDKs.
 */
function followChain(
  document: CredentialsDocument,
  config: CredentialsDocument,
  { profileName, role }: SessionRequest,
): ChainedProfile[] {
  const chain: ChainedProfile[] = [];
  for (let name = profileName;;) {
    const settings = profileSettings(document, name, config);
    if (!settings) throw missing(document, config, [...names(chain), name]);
    const isSource = chain.length > 0 || role !== undefined;
    chain.push({ name, settings });
    const hasKeys = settings.get("aws_access_key_id") !== undefined;
    if (!settings.get("role_arn") || (isSource && hasKeys)) return chain;
    const other = SETTINGS_WITHOUT_MFA.find((key) => settings.get(key));
    if (other) throw withoutMfa(names(chain), other);
    const next = settings.get("source_profile");
    if (!next) throw withoutSource(names(chain));
    if (!isProfileName(next)) throw oddSource(names(chain));
    if (next === name && hasKeys) return [...chain, { name, settings }];
    if (names(chain).includes(next)) throw cycle([...names(chain), next]);
    if (chain.length > MAX_ROLES) throw tooLong(names(chain));
    name = next;
  }
}

/** Settings for a role without MFA; each overrides the source profile, or forbids one. */
const SETTINGS_WITHOUT_MFA = ["credential_source", "web_identity_token_file"];

function names(chain: readonly ChainedProfile[]): string[] {
  return chain.map(({ name }) => name);
}

function roleOfProfile({ name, settings }: ChainedProfile): Role {
  const role = {
    arn: settings.get("role_arn") ?? "",
    sessionName: settings.get("role_session_name") || undefined,
    externalId: settings.get("external_id") || undefined,
  };
  const fault = roleFault(role);
  if (!fault) return withDefaults(role);
  throw new UpdstsError(
    "settings_invalid",
    `in the profile "${name}", the role's ${fault}`,
    "correct role_arn, role_session_name or external_id",
  );
}

/**
 * The MFA code goes with the user's own keys, for the first role. Any profile of
 * the chain may name the device.
 */
function findMfaDevice(chain: readonly ChainedProfile[]): string | undefined {
  const [keys, firstRole, ...others] = chain.toReversed();
  for (const link of [firstRole, keys, ...others]) {
    const device = link?.settings.get("mfa_device_arn") ||
      link?.settings.get("mfa_serial");
    if (device) return device;
  }
  return undefined;
}

function sourceSection(
  document: CredentialsDocument,
  config: CredentialsDocument,
  chain: readonly ChainedProfile[],
): Section {
  const section = document.sections.get(chain.at(-1)!.name);
  if (section) return section;
  throw missing(document, config, names(chain));
}

/** The profile's section, or an error that suggests another name. */
export function findProfile(
  document: CredentialsDocument,
  name: string,
): Section {
  const section = document.sections.get(name);
  if (section) return section;
  throw missing(document, undefined, [name]);
}

function missing(
  document: CredentialsDocument,
  config: CredentialsDocument | undefined,
  chain: readonly string[],
): UpdstsError {
  const name = chain.at(-1)!;
  const session = `${name}_sts`;
  const hasSession = !config && document.sections.has(session);
  const near = hasSession ? session : closestMatch(
    name,
    [
      ...document.sections.keys(),
      ...config ? profileNames(config) : [],
    ].filter((each) => !chain.includes(each)),
  );
  const suggestion = config?.sections.has(name)
    ? `in the config, the header of a profile is [profile ${name}]`
    : near === undefined
    ? undefined
    : `did you mean "${near}"?`;
  return new UpdstsError(
    "profile_not_found",
    `there is no profile "${name}" in the credentials file${
      chain.length > 1 ? `, where the chain ${formatChain(chain)} ends` : ""
    }`,
    suggestion ??
      (chain.length > 1
        ? `correct source_profile of the profile "${chain.at(-2)}"`
        : hint`show the profiles with ${command("list")}`),
  );
}

function withoutSource(chain: readonly string[]): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `${lastOf(chain)} has a role_arn and no source_profile`,
    "set source_profile to the profile that has your long-term access keys",
  );
}

/** The value is not shown: text after a line break in it may be a secret. */
function oddSource(chain: readonly string[]): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `source_profile of ${lastOf(chain)} is not a profile name`,
    "where an indented line below it continues its value, remove the indentation",
  );
}

function withoutMfa(chain: readonly string[], setting: string): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `${lastOf(chain)} has a role_arn and a ${setting}`,
    "use the role with the AWS CLI directly: it needs no MFA code",
  );
}

function cycle(chain: readonly string[]): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `the source profiles form a cycle: ${formatChain(chain)}`,
    "set the last source_profile to the profile that has your long-term access keys",
  );
}

function tooLong(chain: readonly string[]): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `more than ${MAX_ROLES} roles lead from the profile "${
      chain[0]
    }" to its source profile`,
    "set source_profile to the profile that has your long-term access keys",
  );
}

/** The last profile of a chain, with the chain. */
function lastOf(chain: readonly string[]): string {
  const path = chain.length > 1 ? `, at the end of ${formatChain(chain)},` : "";
  return `the profile "${chain.at(-1)}"${path}`;
}

function formatChain(chain: readonly string[]): string {
  return chain.map((name) => `"${name}"`).join(" -> ");
}
