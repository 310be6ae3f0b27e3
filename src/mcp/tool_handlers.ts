import type { CredentialsDocument } from "../credentials/document.ts";
import { parseExpiration } from "../credentials/expiration.ts";
import { parseValid } from "../credentials/checks.ts";
import {
  type ProfileInfo,
  profileInfo,
  profileInfos,
} from "../credentials/profile.ts";
import { UpdstsError } from "../errors.ts";
import { getCommandLine } from "../platform/get_command.ts";
import { Profiles } from "../credentials/profiles.ts";
import {
  checkProfileName,
  checkRequest,
  findProfile,
  getSession,
  parseMfaCode,
  type RoleRequest,
  type SessionRequest,
  type SessionResult,
} from "../operations/get_session.ts";
import type { Services } from "../operations/services.ts";
import type { CodeElicitor, ToolCall } from "./elicit_code.ts";
import { resolveAllowedPath } from "./allowed_path.ts";
import type { RateLimit } from "./rate_limit.ts";
import type { ToolArguments } from "./tool_schemas.ts";

/** What the tools work with. */
export interface ToolContext {
  readonly services: Services;
  /** The credentials file of `-c`, if any. */
  readonly credentialFile: string | undefined;
  readonly asker: CodeElicitor;
  readonly stsCalls: RateLimit;
  readonly callsWithoutCode: RateLimit;
  now(): Date;
}

/** `updsts_update_sts_credential` */
export async function update(
  context: ToolContext,
  args: ToolArguments<"updsts_update_sts_credential">,
  client: ToolCall,
): Promise<SessionResult> {
  try {
    return await updateWith(context, args, client);
  } finally {
    // A page that the user was sent to is of no use to any other call.
    context.asker.close(client.state);
  }
}

async function updateWith(
  context: ToolContext,
  args: ToolArguments<"updsts_update_sts_credential">,
  client: ToolCall,
): Promise<SessionResult> {
  const { services, stsCalls, asker } = context;
  const request = {
    profileName: args.profile_name,
    stsProfileName: args.sts_profile_name ?? `${args.profile_name}_sts`,
    duration: args.duration,
    ifExpiresWithin: args.if_expires_within,
    role: requestedRole(args),
  };
  checkRequest(request);
  const code = args.totp_token === undefined
    ? undefined
    : parseMfaCode(args.totp_token);
  const path = await filePath(context, args.cred_file);
  const credentialFile = args.cred_file ? path : context.credentialFile;
  if (request.stsProfileName === "default") {
    await refuseNewDefault(context, request, path, credentialFile);
  }
  const { result } = await getSession(request, {
    store: services.openStore(path),
    readConfig: services.readConfig,
    async connect(settings, device) {
      stsCalls.check(device); // Before the user is bothered.
      const isFirst = client.responses === undefined;
      if (code === undefined && isFirst) context.callsWithoutCode.take(device);
      const ask = await services.connect(settings, device);
      return (request, signal) => {
        stsCalls.take(device);
        return ask(request, signal);
      };
    },
    async readCode(session) {
      if (code !== undefined) return code;
      return await asker.ask({ request, session, credentialFile }, client);
    },
    now: context.now,
    signal: client.signal,
  });
  return result;
}

/**
 * `[default]` is what every tool runs as that is not told otherwise. Where the
 * user has made it a block of a profile, an agent may renew just that session.
 */
async function refuseNewDefault(
  { services }: ToolContext,
  request: SessionRequest,
  path: string,
  credentialFile: string | undefined,
): Promise<void> {
  const { profileName, stsProfileName, role } = request;
  const config = await services.readConfig();
  await services.openStore(path).read((text) => {
    const profiles = new Profiles(parseValid(text), config);
    const section = profiles.find(stsProfileName)?.section;
    const wanted = role?.arn ?? profiles.get(profileName, "role_arn");
    const given = section?.settings.get("assumed_role_arn")?.value;
    const isRenewal = profiles.sessionSource(stsProfileName) === profileName &&
      (wanted || undefined) === (given || undefined);
    if (isRenewal) return;
    throw new UpdstsError(
      "file_conflict",
      "an agent may not write the section [default], which every AWS tool uses that is not told otherwise",
      "leave sts_profile_name out, or choose another; or have the user run this in a terminal: " +
        getCommandLine({ ...request, credentialsFile: credentialFile }),
    );
  });
}

function requestedRole(
  { role_arn: arn, role_session_name: sessionName, external_id: externalId }:
    ToolArguments<"updsts_update_sts_credential">,
): RoleRequest | undefined {
  if (arn !== undefined) return { arn, sessionName, externalId };
  if (sessionName === undefined && externalId === undefined) return undefined;
  throw new UpdstsError(
    "usage",
    "role_session_name and external_id belong to role_arn",
    "leave them out for a profile that names its role in the config",
  );
}

/** `updsts_get_credential_info` */
export async function info(
  context: ToolContext,
  args: ToolArguments<"updsts_get_credential_info">,
): Promise<TimedInfo | null> {
  checkProfileName(args.profile_name);
  const profile = await readDocument(context, args.cred_file, (document) => {
    const section = findProfile(document, args.profile_name);
    return profileInfo(document, section, context.now());
  });
  return profile ? timed(profile, context.now()) : null;
}

/** `updsts_get_credential_info_list` */
export async function list(
  context: ToolContext,
  args: ToolArguments<"updsts_get_credential_info_list">,
): Promise<TimedInfo[]> {
  const profiles = await readDocument(
    context,
    args.cred_file,
    (document) => profileInfos(document, context.now()),
  );
  return (profiles ?? []).map((info) => timed(info, context.now()));
}

/** A model reckons badly with dates and time zones. */
interface TimedInfo extends ProfileInfo {
  /** Until the session ends; 0 where it has, `null` where it is not known. */
  readonly remaining_seconds: number | null;
}

function timed(info: ProfileInfo, now: Date): TimedInfo {
  const end = parseExpiration(info.expiration_datetime ?? "");
  const left = end && Math.floor((end.getTime() - now.getTime()) / 1000);
  return {
    ...info,
    remaining_seconds: left ? Math.max(0, left) : left ?? null,
  };
}

/** @returns Nothing where the file or the profile is not there. */
async function readDocument<T>(
  context: ToolContext,
  credFile: string | undefined,
  use: (document: CredentialsDocument) => T,
): Promise<T | undefined> {
  const path = await filePath(context, credFile);
  try {
    return await context.services.openStore(path)
      .read((text) => use(parseValid(text)));
  } catch (error) {
    const isMissing = error instanceof UpdstsError &&
      /^(file|profile)_not_found$/.test(error.code);
    if (isMissing) return undefined;
    throw error;
  }
}

async function filePath(
  { services, credentialFile }: ToolContext,
  credFile: string | undefined,
): Promise<string> {
  const opened = services.credentialPath(credentialFile);
  if (credFile === undefined) return opened;
  const given = services.expandHome(credFile) ?? credFile;
  return await resolveAllowedPath(given, opened, services.configPath());
}
