import { findMfaDevice, MFA_DEVICE_KEYS } from "../credentials/mfa_device.ts";
import type {
  Profile,
  Profiles,
  ProfileSettings,
} from "../credentials/profiles.ts";
import {
  hasTemporaryCredentials,
  type LongTermKeys,
  readLongTermKeys,
} from "../credentials/read_keys.ts";
import { settingReader } from "../credentials/read_setting.ts";
import { inOrderOfUse, roleChain } from "../credentials/role_chain.ts";
import { hint, UpdstsError, withParameter } from "../errors.ts";
import { type Role, roleFault, withDefaults } from "./role.ts";
import type { SessionRequest } from "./session_types.ts";
import {
  chainError,
  refuseInvalidNames,
  refuseMisplaced,
} from "./profile_errors.ts";
import { keySectionOf } from "./require_keys.ts";
import type { RoleScope } from "./role_scope.ts";
import { chooseDuration, MAX_CHAINED_DURATION } from "./session_duration.ts";
import {
  type FileSession,
  findSessionForRoles,
  readFileSession,
} from "./session_for_roles.ts";

/** How a session is requested: the keys, and the roles that they assume. */
export type SessionPlan = RolesToAssume & (PlanWithCode | PlanWithoutCode);

interface RolesToAssume {
  /** The source profile, which has the keys. */
  readonly profile: string;
  readonly isInConfig: boolean;
  readonly roles: readonly Role[];
  /** The settings of the requested profile. */
  readonly settings: ProfileSettings;
  /** Seconds. */
  readonly duration: number;
}

interface PlanWithCode {
  readonly keys: LongTermKeys;
  /** What can assume the first role without an MFA code, if anything. */
  readonly session: FileSession | undefined;
}

interface PlanWithoutCode {
  readonly keys: undefined;
  /** The credentials of the source profile. */
  readonly session: FileSession;
}

/**
 * Plans the request of a session: finds the keys, the roles from them to the
 * profile, and the duration.
 */
export function planSession(
  profiles: Profiles,
  request: SessionRequest,
  now: Date,
): SessionPlan {
  const { profiles: chain, fault } = roleChain(
    profiles,
    request.profileName,
    request.role !== undefined,
  );
  const names = chain.map(({ name }) => name);
  refuseInvalidNames(names, fault);
  if (fault) throw chainError(profiles, names, fault);
  const used = inOrderOfUse(chain);
  const source = used[0]!;
  const found = keySectionOf(profiles, source);
  const { document, section, isInConfig } = found;
  const settings = chain[0]!;
  const roles = used.slice(1).map(roleOfProfile);
  if (request.role) roles.push(withDefaults(request.role));
  if (request.scope) addScope(roles, request.scope);
  const duration = chooseDuration(request, settings, roles.length);
  const plan = { profile: source.name, isInConfig, roles, settings, duration };
  const read = settingReader(document, section);
  if (roles.length > 0 && hasTemporaryCredentials(read)) {
    refuseLongSession(source.name, duration);
    const session = readFileSession(profiles, found, now);
    return { ...plan, keys: undefined, session };
  }
  const mfaDevice = request.mfaDevice ?? findMfaDevice(used);
  if (!mfaDevice) {
    for (const name of names) {
      refuseMisplaced(profiles, name, MFA_DEVICE_KEYS);
    }
  }
  const keys = readLongTermKeys(document, section, mfaDevice);
  const parameters = { roles, duration, mfaDevice: keys.mfaDevice };
  const session = findSessionForRoles(profiles, source, parameters, now);
  return { ...plan, keys, session };
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
  throw new UpdstsError(
    "settings_invalid",
    `with the temporary credentials of the profile "${profile}", the session of a role is limited to ${MAX_CHAINED_DURATION} seconds`,
    hint`choose fewer seconds ${withParameter("duration")} or duration_seconds`,
  );
}

function roleOfProfile({ name, get }: Profile): Role {
  const role = {
    arn: get("role_arn") ?? "",
    sessionName: get("role_session_name") || undefined,
    externalId: get("external_id") || undefined,
  };
  const fault = roleFault(role);
  if (!fault) return withDefaults(role);
  throw new UpdstsError(
    "settings_invalid",
    `in the profile "${name}", the role's ${fault}`,
    "correct role_arn, role_session_name or external_id",
  );
}
