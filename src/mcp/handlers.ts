import { parseExpiration } from "../credentials/expiration.ts";
import { parseValid } from "../credentials/refusals.ts";
import type { CredentialsDocument } from "../credentials/document.ts";
import {
  type ProfileInfo,
  profileInfo,
  profileInfos,
} from "../credentials/profile.ts";
import { UpdstsError } from "../errors.ts";
import {
  checkCode,
  checkProfileName,
  checkRequest,
  findProfile,
  refresh,
  type RefreshResult,
  type RoleRequest,
} from "../refresh.ts";
import type { Services } from "../services.ts";
import type { CodeAsker, Conversation } from "./ask_code.ts";
import { confine } from "./confine.ts";
import type { RateLimit } from "./rate_limit.ts";
import type { ToolArguments } from "./tools.ts";

/** What the tools work with. */
export interface Workshop {
  readonly services: Services;
  /** The credentials file of `-c`, if any. */
  readonly credentialFile: string | undefined;
  readonly asker: CodeAsker;
  readonly limit: RateLimit;
  now(): Date;
}

/** `updsts_update_sts_credential` */
export async function update(
  shop: Workshop,
  args: ToolArguments<"updsts_update_sts_credential">,
  client: Conversation,
): Promise<RefreshResult> {
  try {
    return await updateWith(shop, args, client);
  } finally {
    // A page that the user was sent to is of no use to any other call.
    shop.asker.close(client.state);
  }
}

async function updateWith(
  shop: Workshop,
  args: ToolArguments<"updsts_update_sts_credential">,
  client: Conversation,
): Promise<RefreshResult> {
  const { services, limit, asker } = shop;
  const request = {
    profileName: args.profile_name,
    stsProfileName: args.sts_profile_name ?? `${args.profile_name}_sts`,
    duration: args.duration,
    ifExpiresWithin: args.if_expires_within,
    role: roleOf(args),
  };
  checkRequest(request);
  const { totp_token: code } = args;
  if (code !== undefined) checkCode(code);
  const path = await filePath(shop, args.cred_file);
  const { result } = await refresh(request, {
    store: services.openStore(path),
    readConfig: services.readConfig,
    async connect(settings, device) {
      limit.check(device); // Before the user is bothered.
      const ask = await services.connect(settings, device);
      return (request, signal) => {
        limit.take(device);
        return ask(request, signal);
      };
    },
    async readCode(session) {
      if (code !== undefined) return code;
      const credentialFile = args.cred_file ? path : shop.credentialFile;
      return await asker.ask({ request, session, credentialFile }, client);
    },
    now: shop.now,
    signal: client.signal,
  });
  return result;
}

function roleOf(
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
  shop: Workshop,
  args: ToolArguments<"updsts_get_credential_info">,
): Promise<TimedInfo | null> {
  checkProfileName(args.profile_name);
  const profile = await readDocument(shop, args.cred_file, (document) => {
    const section = findProfile(document, args.profile_name);
    return profileInfo(document, section, shop.now());
  });
  return profile ? timed(profile, shop.now()) : null;
}

/** `updsts_get_credential_info_list` */
export async function list(
  shop: Workshop,
  args: ToolArguments<"updsts_get_credential_info_list">,
): Promise<TimedInfo[]> {
  const profiles = await readDocument(
    shop,
    args.cred_file,
    (document) => profileInfos(document, shop.now()),
  );
  return (profiles ?? []).map((info) => timed(info, shop.now()));
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
  shop: Workshop,
  credFile: string | undefined,
  use: (document: CredentialsDocument) => T,
): Promise<T | undefined> {
  const path = await filePath(shop, credFile);
  try {
    return await shop.services.openStore(path)
      .read((text) => use(parseValid(text)));
  } catch (error) {
    const isMissing = error instanceof UpdstsError &&
      /^(file|profile)_not_found$/.test(error.code);
    if (isMissing) return undefined;
    throw error;
  }
}

async function filePath(
  { services, credentialFile }: Workshop,
  credFile: string | undefined,
): Promise<string> {
  const opened = services.credentialPath(credentialFile);
  if (credFile === undefined) return opened;
  return await confine(services.expandHome(credFile) ?? credFile, opened);
}
