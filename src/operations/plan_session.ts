import type { KeySection } from "../credentials/key_section.ts";
import { findMfaDevice } from "../credentials/chain_device.ts";
import type { FileSections, Section } from "../credentials/document.ts";
import {
  hasTemporaryCredentials,
  type LongTermKeys,
  readLongTermKeys,
} from "../credentials/read_keys.ts";
import {
  type ChainFault,
  MAX_ROLES,
  type Profile,
  type Profiles,
  type ProfileSettings,
} from "../credentials/profiles.ts";
import { MFA_DEVICE_KEYS } from "../credentials/mfa_device.ts";
import {
  command,
  type Hint,
  hint,
  UpdstsError,
  withParameter,
} from "../errors.ts";
import { isProfileName } from "../credentials/names.ts";
import { closestMatch } from "../util/closest_match.ts";
import { chooseDuration, MAX_CHAINED_DURATION } from "./session_duration.ts";
import { findKeys, keySectionOf, refuseMisplaced } from "./require_keys.ts";
import {
  type FileSession,
  findLiveSession,
  readFileSession,
} from "./session_for_roles.ts";
import type { Role, SessionRequest } from "./types.ts";
import { roleFault, withDefaults } from "./check_role.ts";
import type { RoleScope } from "./role_scope.ts";

/** The source of a session. */
export type Source = RolesToAssume & (LongTermSource | TemporarySource);

interface RolesToAssume {
  /** The profile with the keys. */
  readonly profile: string;
  /** Whether they are in the config. */
  readonly isInConfig: boolean;
  /** Roles to assume in turn. */
  readonly roles: readonly Role[];
  /** The settings of the requested profile. */
  readonly settings: ProfileSettings;
  /** Seconds. */
  readonly duration: number;
}

interface LongTermSource {
  readonly keys: LongTermKeys;
  /** What can assume the first role without an MFA code, if anything. */
  readonly session: FileSession | undefined;
}

interface TemporarySource {
  readonly keys: undefined;
  /** The credentials of the source profile. */
  readonly session: FileSession;
}

/**
 * The keys, and the roles from them to the profile.
 *
 * @param profiles The profiles of both files.
 * @param request The requested session.
 * @param now The current time.
 */
export function findSource(
  profiles: Profiles,
  request: SessionRequest,
  now: Date,
): Source {
  const { profiles: chain, fault } = profiles.roleChain(
    request.profileName,
    request.role !== undefined,
  );
  refuseInvalidNames(names(chain), fault);
  if (fault) throw chainError(profiles, names(chain), fault);
  const last = chain.at(-1)!;
  const found = keySectionOf(profiles, last);
  const { document, section, isInConfig } = found;
  const settings = chain[0]!;
  const roles = chain.slice(0, -1).reverse().map(roleOfProfile);
  if (request.role) roles.push(withDefaults(request.role));
  if (request.scope) addScope(roles, request.scope);
  const duration = chooseDuration(request, settings, roles.length);
  const source = { profile: last.name, isInConfig, roles, settings, duration };
  if (roles.length > 0 && hasTemporaryCredentials(document, section)) {
    refuseLongSession(last.name, duration);
    const session = readFileSession(profiles, found, now);
    return { ...source, keys: undefined, session };
  }
  const mfaDevice = request.mfaDevice ?? findMfaDevice(chain);
  if (!mfaDevice) {
    for (const name of names(chain)) {
      refuseMisplaced(profiles, name, MFA_DEVICE_KEYS);
    }
  }
  const keys = readLongTermKeys(document, section, mfaDevice);
  // A session does not record its device: it is taken for the profile's own.
  const mayUseSession = roles.length > 0 && mfaDevice === last.mfaDevice &&
    duration <= MAX_CHAINED_DURATION;
  const session = mayUseSession
    ? findLiveSession(profiles, last.name, now)
    : undefined;
  return { ...source, keys, session };
}

/** The last role gets the requested session. */
function addScope(roles: Role[], scope: RoleScope): void {
  const last = roles.pop();
  if (last) {
    roles.push({ ...last, scope });
    return;
  }
  throw new UpdstsError(
    "usage",
    "policies, tags and a source identity need a role",
    "name the profile of a role, or the role itself",
  );
}

function refuseLongSession(profile: string, duration: number): void {
  if (duration <= MAX_CHAINED_DURATION) return;
  throw invalidSettings(
    `a role that is assumed with the temporary credentials of the profile "${profile}" lasts ${MAX_CHAINED_DURATION} seconds at most`,
    hint`choose fewer seconds ${withParameter("duration")} or duration_seconds`,
  );
}

function names(chain: readonly Profile[]): string[] {
  return chain.map(({ name }) => name);
}

function roleOfProfile({ name, get }: Profile): Role {
  const role = {
    arn: get("role_arn") ?? "",
    sessionName: get("role_session_name") || undefined,
    externalId: get("external_id") || undefined,
  };
  const fault = roleFault(role);
  if (!fault) return withDefaults(role);
  throw invalidSettings(
    `in the profile "${name}", the role's ${fault}`,
    "correct role_arn, role_session_name or external_id",
  );
}

/** The profile's section, or an error that suggests another name. */
export function findProfile(
  document: FileSections,
  name: string,
): Section {
  const section = document.sections.get(name);
  if (section) return section;
  const session = `${name}_sts`;
  const near = document.sections.has(session)
    ? session
    : closestMatch(name, [...document.sections.keys()]);
  throw notFound([name], near && didYouMean(near));
}

/** The section with the access keys of a profile, for another program. */
export function requireKeys(profiles: Profiles, name: string): KeySection {
  const found = findKeys(profiles, name);
  if (found) return found;
  const { credentials: document } = profiles;
  const section = findProfile(document, name);
  return { document, section, isInConfig: false };
}

/** Refuses a source profile that cannot be a profile name. */
function refuseInvalidNames(
  chain: readonly string[],
  fault: ChainFault | undefined,
): void {
  const next = fault?.kind === "missing" ? [fault.name] : [];
  const at = [...chain, ...next]
    .findIndex((name, at) => at > 0 && !isProfileName(name));
  if (at < 0) return;
  // The value is not shown: text after a line break in it may be a secret.
  throw invalidSettings(
    `source_profile of ${lastOf(chain.slice(0, at))} is not a profile name`,
    "where an indented line below it continues its value, remove the indentation",
  );
}

const SOURCE_HINT =
  "set source_profile to the profile that has your long-term access keys";

function chainError(
  profiles: Profiles,
  chain: readonly string[],
  fault: ChainFault,
): UpdstsError {
  switch (fault.kind) {
    case "missing":
      return missing(profiles, [...chain, fault.name]);
    case "no_source_profile":
      return invalidSettings(
        `${lastOf(chain)} has a role_arn and no source_profile`,
        SOURCE_HINT,
      );
    case "role_without_mfa":
      return invalidSettings(
        `${lastOf(chain)} has a role_arn and a ${fault.setting}`,
        "use the role with the AWS CLI directly: it needs no MFA code",
      );
    case "cycle":
      return invalidSettings(
        `the source profiles form a cycle: ${
          formatChain([...chain, fault.name])
        }`,
        "set the last source_profile to the profile that has your long-term access keys",
      );
    case "too_many_roles":
      return invalidSettings(
        `more than ${MAX_ROLES} roles lead from the profile "${
          chain[0]
        }" to its source profile`,
        SOURCE_HINT,
      );
  }
}

function invalidSettings(message: string, hint: Hint): UpdstsError {
  return new UpdstsError("settings_invalid", message, hint);
}

/** The last profile of the chain is in neither file. */
function missing(profiles: Profiles, chain: readonly string[]): UpdstsError {
  const name = chain.at(-1)!;
  refuseMisplaced(profiles, name);
  const others = profiles.names().filter((each) => !chain.includes(each));
  const near = closestMatch(name, others);
  return notFound(chain, near && didYouMean(near));
}

function didYouMean(name: string): string {
  return `did you mean "${name}"?`;
}

function notFound(
  chain: readonly string[],
  suggestion: string | undefined,
): UpdstsError {
  return new UpdstsError(
    "profile_not_found",
    `there is no profile "${chain.at(-1)}" in the credentials file${
      chain.length > 1 ? `, where the chain ${formatChain(chain)} ends` : ""
    }`,
    suggestion ??
      (chain.length > 1
        ? `correct source_profile of the profile "${chain.at(-2)}"`
        : hint`show the profiles with ${command("list")}`),
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
