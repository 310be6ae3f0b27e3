import type { CredentialsDocument } from "../credentials/document.ts";
import { parseExpiration } from "../credentials/expiration.ts";
import { parseValid } from "../credentials/checks.ts";
import {
  type ProfileInfo,
  profileInfo,
  profileInfos,
} from "../credentials/profile.ts";
import { UpdstsError } from "../errors.ts";
import { checkProfileName, findProfile } from "../operations/get_session.ts";
import type { McpServerOptions } from "../operations/mcp_server.ts";
import type { Patience } from "./ask_user.ts";
import { resolveAllowedPath } from "./allowed_path.ts";
import type { PendingRequests } from "./pending_requests.ts";
import type { RateLimit } from "./rate_limit.ts";
import type { ToolArguments } from "./tool_schemas.ts";

/** The options and the state that the tools share. */
export interface ToolContext extends McpServerOptions {
  readonly pendingRequests: PendingRequests;
  readonly patience: Patience;
  readonly stsCalls: RateLimit;
  readonly callsWithoutCode: RateLimit;
  /** The words that start updsts of this installation in a terminal. */
  program(): Promise<readonly string[]>;
  now(): Date;
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
