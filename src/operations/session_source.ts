import type { CredentialsDocument, Section } from "../credentials/document.ts";
import { isProfileName } from "../credentials/names.ts";
import { UpdstsError } from "../errors.ts";
import { closestMatch } from "../util/closest_match.ts";
import { profileNames, profileSettings } from "../credentials/profiles.ts";
import { chooseDuration } from "./duration.ts";
import { readLongTermKeys } from "./long_term_keys.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import type { LongTermKeys, Role } from "./types.ts";
import type { SessionRequest } from "./types.ts";
import { MAX_ROLES, roleFault, withDefaults } from "./role.ts";

/** Where a session comes from. */
export interface Source {
  /** The profile that has the keys. */
  readonly profile: string;
  readonly keys: LongTermKeys;
  /** To be assumed one after the other. */
  readonly roles: readonly Role[];
  /** Those of the profile that was asked for. */
  readonly settings: ProfileSettings;
  /** Seconds. */
  readonly duration: number;
}

interface Link {
  readonly name: string;
  readonly settings: ProfileSettings;
}

/**
 * The keys, and the roles on the way from them to the profile.
 *
 * @param document The credentials file.
 * @param config `~/.aws/config`.
 * @param request What is asked for.
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
  const keys = readLongTermKeys(document, section, mfaDeviceOf(chain));
  return { profile: section.name, keys, roles, settings, duration };
}

/**
 * The profiles from the one asked for to the one with the keys. Only the
 * first takes its role before its own keys, as in the AWS SDKs.
 */
function followChain(
  document: CredentialsDocument,
  config: CredentialsDocument,
  { profileName, role }: SessionRequest,
): Link[] {
  const chain: Link[] = [];
  for (let name = profileName;;) {
    const settings = profileSettings(document, name, config);
    if (!settings) throw missing(document, config, [...names(chain), name]);
    const isSource = chain.length > 0 || role !== undefined;
    chain.push({ name, settings });
    const hasKeys = settings.get("aws_access_key_id") !== undefined;
    if (!settings.get("role_arn") || (isSource && hasKeys)) return chain;
    const other = OTHER_WAYS.find((key) => settings.get(key));
    if (other) throw withoutCode(names(chain), other);
    const next = settings.get("source_profile");
    if (!next) throw withoutSource(names(chain));
    if (!isProfileName(next)) throw oddSource(names(chain));
    if (next === name && hasKeys) return [...chain, { name, settings }];
    if (names(chain).includes(next)) throw circle([...names(chain), next]);
    if (chain.length > MAX_ROLES) throw tooLong(names(chain));
    name = next;
  }
}

/** Ways to a role that ask nobody for a code; each wins over the source profile, or forbids one. */
const OTHER_WAYS = ["credential_source", "web_identity_token_file"];

function names(chain: readonly Link[]): string[] {
  return chain.map(({ name }) => name);
}

function roleOfProfile({ name, settings }: Link): Role {
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
    "look at role_arn, role_session_name and external_id",
  );
}

/**
 * Only the user has a device, so it is with the user's own keys, for the first
 * role, that the code is given; whichever profile of the chain names the device.
 */
function mfaDeviceOf(chain: readonly Link[]): string | undefined {
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
  chain: readonly Link[],
): Section {
  const section = document.sections.get(chain.at(-1)!.name);
  if (section) return section;
  throw missing(document, config, names(chain));
}

/** The profile's section, or an error that names its session or the nearest one. */
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
  const hint = config?.sections.has(name)
    ? `in the config, the header of a profile is [profile ${name}]`
    : near === undefined
    ? undefined
    : `did you mean "${near}"?`;
  return new UpdstsError(
    "profile_not_found",
    `there is no profile "${name}" in the credentials file${
      chain.length > 1 ? `, where the chain ${formatChain(chain)} ends` : ""
    }`,
    hint ??
      (chain.length > 1
        ? `look at source_profile of the profile "${chain.at(-2)}"`
        : '"updsts list" shows the profiles'),
  );
}

function withoutSource(chain: readonly string[]): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `${lastOf(chain)} has a role_arn and no source_profile`,
    "let source_profile name the profile that has your long-lived keys; no other way to a role is known here",
  );
}

/** What follows its line break is not shown: it may be a secret. */
function oddSource(chain: readonly string[]): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `source_profile of ${lastOf(chain)} is not the name of one`,
    "where an indented line below it continues its value, remove the indentation",
  );
}

function withoutCode(chain: readonly string[], way: string): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `${lastOf(chain)} has a role_arn and a ${way}`,
    "no code is needed for such a role: AWS's own tools assume it by themselves",
  );
}

function circle(chain: readonly string[]): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `the source profiles go in a circle: ${formatChain(chain)}`,
    "let the last source_profile name the profile that has your long-lived keys",
  );
}

function tooLong(chain: readonly string[]): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `more than ${MAX_ROLES} roles are on the way from the profile "${
      chain[0]
    }" to its source profile`,
    "let source_profile name the profile that has your long-lived keys",
  );
}

/** The profile that a chain has come to, with the way there. */
function lastOf(chain: readonly string[]): string {
  const way = chain.length > 1 ? `, at the end of ${formatChain(chain)},` : "";
  return `the profile "${chain.at(-1)}"${way}`;
}

function formatChain(chain: readonly string[]): string {
  return chain.map((name) => `"${name}"`).join(" -> ");
}
