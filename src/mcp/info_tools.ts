import { parseExpiration } from "../credentials/expiry.ts";
import { parseValid } from "../credentials/edit_checks.ts";
import { isProfileName } from "../credentials/names.ts";
import { parse } from "../credentials/parse.ts";
import { type ProfileInfo, profileInfo } from "../credentials/profile_info.ts";
import { type Profile, Profiles } from "../credentials/profiles.ts";
import { mask, showArn, showMfaDevice } from "../credentials/mask_secrets.ts";
import { UpdstsError } from "../errors.ts";
import { checkProfileName } from "../operations/check_request.ts";
import type { McpServerOptions } from "../operations/mcp_server_options.ts";
import type { WaitLimits } from "./ask_user.ts";
import { resolveAllowedPath } from "./allowed_path.ts";
import { isVisible } from "./allowed_profiles.ts";
import type { PendingRequests } from "./mfa_pages.ts";
import type { RateLimit } from "./rate_limit.ts";
import type { ToolArguments } from "./tool_schemas.ts";

/** The options and the state that the tools share. */
export interface ToolContext extends McpServerOptions {
  readonly pendingRequests: PendingRequests;
  readonly waitLimits: WaitLimits;
  readonly stsCalls: RateLimit;
  readonly callsWithoutCode: RateLimit;
  /** The command that starts updsts of this installation in a terminal. */
  program(): Promise<readonly string[]>;
  now(): Date;
}

/** `updsts_get_credential_info` */
export async function info(
  context: ToolContext,
  args: ToolArguments<"updsts_get_credential_info">,
): Promise<ToolProfile | null> {
  checkProfileName(args.profile_name);
  const profiles = await readProfiles(context, args.cred_file);
  const profile = profiles.find(args.profile_name);
  return profile && isShown(context, profiles, profile)
    ? toolProfile(profiles, profile, context.now())
    : null;
}

/** `updsts_get_credential_info_list` */
export async function list(
  context: ToolContext,
  args: ToolArguments<"updsts_get_credential_info_list">,
): Promise<ToolProfile[]> {
  const profiles = await readProfiles(context, args.cred_file);
  return profiles.names().flatMap((name) => {
    const profile = profiles.find(name);
    return profile && isShown(context, profiles, profile)
      ? [toolProfile(profiles, profile, context.now())]
      : [];
  });
}

/** A profile, as a model gets it. */
interface ToolProfile extends ProfileInfo {
  /** Models are bad at calculating with dates and time zones. */
  readonly remaining_seconds: number | null;
  readonly role_arn: string | null;
  readonly source_profile: string | null;
}

/** Of the config's profiles, those with a role can have a session. */
function isShown(
  { allowedProfiles }: ToolContext,
  profiles: Profiles,
  { name, section, get }: Profile,
): boolean {
  return isVisible(allowedProfiles, profiles, name) &&
    (section !== undefined || Boolean(get("role_arn")));
}

function toolProfile(
  { credentials }: Profiles,
  { name, section, mfaDevice, get }: Profile,
  now: Date,
): ToolProfile {
  const info = section
    ? profileInfo(credentials, section, now)
    : emptyInfo(name);
  const expiry = parseExpiration(info.expiration_datetime ?? "");
  const remaining = expiry &&
    Math.max(0, Math.floor((expiry.getTime() - now.getTime()) / 1000));
  const role = get("role_arn");
  const source = get("source_profile");
  return {
    ...info,
    mfa_device_arn: mfaDevice ? showMfaDevice(mfaDevice) : info.mfa_device_arn,
    remaining_seconds: remaining ?? null,
    role_arn: role ? showArn(role) : null,
    // Text after a line break in it may be a secret.
    source_profile: source
      ? isProfileName(source) ? source : mask(source)
      : null,
  };
}

function emptyInfo(name: string): ProfileInfo {
  return {
    profile_name: name,
    aws_access_key_id: null,
    aws_secret_access_key: null,
    aws_session_token: null,
    mfa_device_arn: null,
    totp_secret_name: null,
    expiration_datetime: null,
    managed: false,
    expired: null,
  };
}

/** The profiles of both files. Without the default credentials file, of the config. */
async function readProfiles(
  context: ToolContext,
  credFile: string | undefined,
): Promise<Profiles> {
  const { services } = context;
  const path = await filePath(context, credFile);
  const config = await services.inspectConfig() ?? parse("");
  try {
    return await services.openStore(path)
      .read((text) => new Profiles(parseValid(text), config));
  } catch (error) {
    const isMissing = error instanceof UpdstsError &&
      error.code === "file_not_found";
    if (isMissing && credFile === undefined) {
      return new Profiles(parse(""), config);
    }
    throw error;
  }
}

/** The path of the credentials file of a call. */
export async function filePath(
  { services, credentialFile }: ToolContext,
  credFile: string | undefined,
): Promise<string> {
  const opened = services.credentialPath(credentialFile);
  if (credFile === undefined) return opened;
  const given = services.expandHome(credFile) ?? credFile;
  return await resolveAllowedPath(given, opened, services.configPath());
}
