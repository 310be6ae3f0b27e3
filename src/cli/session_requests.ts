import { defaultProfiles } from "../credentials/default_profile.ts";
import { UpdstsError } from "../errors.ts";
import { checkRequest } from "../operations/check_request.ts";
import { readProfiles } from "../operations/read_profiles.ts";
import { checkScope } from "../operations/role_scope.ts";
import type { RoleRequest } from "../operations/role.ts";
import type { SessionRequest } from "../operations/session_types.ts";
import type { Flags } from "./command_line_types.ts";
import type { CommandContext } from "./command_types.ts";
import { shortList } from "./usage_errors.ts";

/** Seconds: a program needs time to use the session that it gets. */
const PRINTED_IF_EXPIRES_WITHIN = 300;

/**
 * The checked requests of `updsts get`, one for each profile.
 *
 * @throws {UpdstsError} `usage`
 */
export async function sessionRequests(
  context: CommandContext,
  flags: Flags<"get">,
): Promise<readonly [SessionRequest, ...SessionRequest[]]> {
  const { profiles = [await chooseProfile(context, flags.credentialFile)] } =
    flags;
  const scope = await checkScope({
    policyArns: flags.policyArn,
    sourceIdentity: flags.sourceIdentity,
    tags: flags.tag,
    transitiveTagKeys: flags.transitiveTag,
  });
  const within = parseDuration("--if-expires-within", flags.ifExpiresWithin);
  const role = typedRole(flags);
  const requestOf = (profileName: string): SessionRequest => ({
    profileName,
    stsProfileName: flags.stsProfileName || `${profileName}_sts`,
    duration: parseDuration("--duration", flags.duration),
    ifExpiresWithin: within ??
      (flags.format === undefined ? undefined : PRINTED_IF_EXPIRES_WITHIN),
    role,
    scope,
    mfaDevice: flags.mfaSerial,
  });
  const [first = "", ...others] = new Set(profiles);
  const forOne = flags.stsProfileName || flags.format || flags.page || role ||
    scope;
  if (others.length > 0 && forOne) {
    throw new UpdstsError(
      "usage",
      "-sn, --format, --page, --role-arn and the options that limit a session work with one profile only",
      "give one profile, or leave the option out",
    );
  }
  const requests = [requestOf(first), ...others.map(requestOf)] as const;
  requests.forEach(checkRequest);
  return requests;
}

/**
 * Chooses the profile where the command line names none: see
 * {@linkcode defaultProfiles}.
 *
 * @throws {UpdstsError} `usage` with the profiles to choose from.
 */
async function chooseProfile(
  { services, log }: CommandContext,
  credentialFile: string | undefined,
): Promise<string> {
  const store = services.openStore(services.credentialPath(credentialFile));
  const names = await readProfiles(
    { store, isFileOptional: !credentialFile },
    await services.readConfig(),
    defaultProfiles,
  );
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) {
    log.info(`the profile is ${name}`);
    return name;
  }
  if (name === undefined) {
    throw new UpdstsError(
      "usage",
      "no profile is given, and none has long-term access keys and an MFA device",
      "write mfa_device_arn into the profile that has your long-term access keys, or name the profile: updsts get NAME",
    );
  }
  throw new UpdstsError(
    "usage",
    `no profile is given, and several have an MFA device: ${shortList(names)}`,
    "name one: updsts get NAME",
  );
}

function typedRole(
  { roleArn: arn, roleSessionName: sessionName, externalId }: Flags<"get">,
): RoleRequest | undefined {
  if (arn !== undefined) return { arn, sessionName, externalId };
  if (sessionName === undefined && externalId === undefined) return undefined;
  throw new UpdstsError(
    "usage",
    "--role-session-name and --external-id require --role-arn",
    "for a profile that names its role, write role_session_name and external_id into it",
  );
}

const SECONDS = { "": 1, m: 60, h: 3_600 };

/**
 * Parses a duration: `3600` seconds, `90m` or `12h`.
 *
 * @param option The option that it is the value of, for the message.
 * @returns Seconds; nothing where the option is not given.
 */
export function parseDuration(
  option: string,
  text: string | undefined,
): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit = ""] = /^([0-9]+)([mh]?)$/.exec(text) ?? [];
  if (number !== undefined) {
    return Number(number) * SECONDS[unit as keyof typeof SECONDS];
  }
  throw new UpdstsError(
    "usage",
    `the value of ${option} is not a duration`,
    "write it in seconds, minutes or hours: 3600, 90m or 12h",
  );
}
