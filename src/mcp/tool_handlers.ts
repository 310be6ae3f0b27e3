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
import type { McpServerOptions } from "../operations/mcp_server.ts";
import type { CodeElicitor, ToolCall } from "./elicit_code.ts";
import { resolveAllowedPath } from "./allowed_path.ts";
import type { RateLimit } from "./rate_limit.ts";
import type { ToolArguments } from "./tool_schemas.ts";

/** The options and the state that the tools share. */
export interface ToolContext
  extends Pick<McpServerOptions, "services" | "credentialFile"> {
  readonly elicitor: CodeElicitor;
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
    // The page is for this call only.
    context.elicitor.close(client.state);
  }
}

async function updateWith(
  context: ToolContext,
  args: ToolArguments<"updsts_update_sts_credential">,
  client: ToolCall,
): Promise<SessionResult> {
  const { services, stsCalls, elicitor } = context;
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
    hasMfaCode: code !== undefined || client.responses !== undefined,
    async connect(settings, device) {
      stsCalls.check(device); // Before the user is asked.
      const isFirst = client.responses === undefined;
      if (code === undefined && isFirst) context.callsWithoutCode.take(device);
      const ask = await services.connect(settings, device);
      return (request, signal) => {
        if (request.mfa) stsCalls.take(device);
        return ask(request, signal);
      };
    },
    async readCode(session) {
      if (code !== undefined) return code;
      return await elicitor.ask({ request, session, credentialFile }, client);
    },
    now: context.now,
    signal: client.signal,
  });
  return result;
}

/**
 * AWS tools use `[default]` where no profile is named. Where the user has made
 * it the block of a profile, an agent may renew that session.
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
      "an agent may not write the profile [default], which AWS tools use where no profile is named",
      "leave sts_profile_name out, or choose another; or ask the user to run this in a terminal: " +
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
    "role_session_name and external_id need role_arn",
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
  return profile ? withRemainingTime(profile, context.now()) : null;
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
  return (profiles ?? []).map((info) => withRemainingTime(info, context.now()));
}

/** Models are bad at calculating with dates and time zones. */
interface TimedInfo extends ProfileInfo {
  /** Until the session expires; 0 where it has, `null` where unknown. */
  readonly remaining_seconds: number | null;
}

function withRemainingTime(info: ProfileInfo, now: Date): TimedInfo {
  const end = parseExpiration(info.expiration_datetime ?? "");
  const left = end && Math.floor((end.getTime() - now.getTime()) / 1000);
  return {
    ...info,
    remaining_seconds: left ? Math.max(0, left) : left ?? null,
  };
}

/** @returns Nothing where the file or the profile does not exist. */
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
