import type { Profiles } from "../credentials/profiles.ts";
import { UpdstsError } from "../errors.ts";
import { existingSession } from "../operations/kept_session.ts";
import { checkRequest } from "../operations/check_request.ts";
import { getSession } from "../operations/get_session.ts";
import { parseMfaCode } from "../operations/mfa_code.ts";
import type { SessionParameters } from "../operations/sts_request.ts";
import type { RoleRequest } from "../operations/role.ts";
import type {
  SessionRequest,
  SessionResult,
} from "../operations/session_types.ts";
import { readProfiles } from "../operations/read_profiles.ts";
import { getCommandLine } from "../platform/get_command_line.ts";
import { attempt } from "../util/attempt.ts";
import { refuseOtherProfiles, withoutSuggestion } from "./allowed_profiles.ts";
import { askUser } from "./ask_user.ts";
import { pageExpired } from "../page/pending_request.ts";
import {
  describeRequest,
  type RequestDetails,
} from "../page/request_details.ts";
import type { ToolCall } from "./tool_call.ts";
import { credentialPath, type ToolContext } from "./tool_context.ts";
import type { ToolArguments } from "./tool_schemas.ts";

/** A checked call of the tool. */
interface Update {
  readonly request: SessionRequest;
  /** The path of the credentials file. */
  readonly path: string;
  /** The same, where it is not the default. */
  readonly credentialFile: string | undefined;
}

/** `updsts_update_sts_credential` */
export async function update(
  context: ToolContext,
  args: ToolArguments<"updsts_update_sts_credential">,
  call: ToolCall,
): Promise<SessionResult> {
  const request = {
    profileName: args.profile_name,
    stsProfileName: args.sts_profile_name ?? `${args.profile_name}_sts`,
    duration: args.duration,
    ifExpiresWithin: args.if_expires_within,
    role: requestedRole(args),
    scope: context.scope,
  };
  checkRequest(request);
  refuseOtherProfiles(context.allowedProfiles, request);
  const code = args.totp_token === undefined
    ? undefined
    : parseMfaCode(args.totp_token);
  const path = await credentialPath(context, args.cred_file);
  // Keys of the config would otherwise be enough to make the file.
  if (args.cred_file) await context.services.openStore(path).read(() => {});
  const credentialFile = args.cred_file ? path : context.credentialFile;
  const update = { request, path, credentialFile };
  if (code === undefined) return await updateWithUser(context, update, call);
  const given = { hasMfaCode: true, readCode: () => code };
  const result = await getSessionWith(context, update, given, call.signal);
  context.mfaPages.find(keyOf(update))?.pending.complete(result);
  return result;
}

/** Identifies what is requested. */
function keyOf({ request, path }: Update): string {
  return JSON.stringify([path, request]);
}

/** Gets a session with an MFA code of the user's, if a new session is needed. */
async function updateWithUser(
  context: ToolContext,
  update: Update,
  call: ToolCall,
): Promise<SessionResult> {
  const { mfaPages, program } = context;
  const key = keyOf(update);
  const find = () =>
    call.state === undefined
      ? mfaPages.find(key)
      : mfaPages.get(call.state, key);
  const isResponse = call.responses?.page !== undefined;
  if (!find() && (call.state !== undefined || isResponse)) throw pageExpired();
  const session = find()?.session ?? await checkUpdate(context, update, call);
  if ("updated_profile_name" in session) return session;
  const existing = await existingSessionOf(context, update, session);
  const known = find(); // Another call may have made it.
  const isNew = existing?.aws_access_key_id !==
    known?.existing?.aws_access_key_id;
  // The user has run the command in a terminal meanwhile.
  if (existing && known && isNew) known.pending.complete(existing);
  const run = async (code: string, signal: AbortSignal) => {
    const result = await getSessionWith(context, update, {
      hasMfaCode: true,
      readCode(now) {
        if (JSON.stringify(now) !== JSON.stringify(session)) throw changed();
        return code;
      },
    }, signal);
    context.log.info("saved a session with an MFA code of the user");
    return result;
  };
  const page = known ?? (context.allowPage
    ? mfaPages.open({
      key,
      session,
      existing,
      details: detailsOf(context, update, session, call),
      run,
    })
    : undefined);
  return await askUser({
    request: update.request,
    session,
    credentialFile: update.credentialFile,
    page,
    isNew: !known,
    allowForm: context.allowFormElicitation,
    program,
    run,
  }, call);
}

/** Thrown where every check has passed and the MFA code is missing. */
class CodeNeeded {
  readonly session: SessionParameters;

  constructor(session: SessionParameters) {
    this.session = session;
  }
}

/** Does all that an update does without an MFA code. */
async function checkUpdate(
  context: ToolContext,
  update: Update,
  call: ToolCall,
): Promise<SessionResult | SessionParameters> {
  try {
    return await getSessionWith(context, update, {
      hasMfaCode: false,
      readCode(session) {
        throw new CodeNeeded(session);
      },
    }, call.signal);
  } catch (error) {
    if (!(error instanceof CodeNeeded)) throw error;
    context.callsWithoutCode.take(error.session.mfaDevice);
    return error.session;
  }
}

interface CodeSource {
  /** Otherwise a session in the file may assume the role. */
  readonly hasMfaCode: boolean;
  readCode(session: SessionParameters): string;
}

/** The session that is in the file. */
async function existingSessionOf(
  { services, now }: ToolContext,
  { request, path }: Update,
  { roles }: SessionParameters,
): Promise<SessionResult | undefined> {
  return await readProfiles(
    { store: services.openStore(path) },
    await services.readConfig(),
    (profiles) =>
      existingSession(
        profiles,
        { ...request, ifExpiresWithin: 0 },
        roles.at(-1)?.arn,
        now(),
      ),
  );
}

/** The operation with the rules for agents. */
async function getSessionWith(
  context: ToolContext,
  { request, path, credentialFile }: Update,
  { hasMfaCode, readCode }: CodeSource,
  signal: AbortSignal,
): Promise<SessionResult> {
  const { services, stsCalls, callsWithoutCode } = context;
  const store = services.openStore(path);
  const checkWrite = (profiles: Profiles) =>
    refuseReplacement(profiles, { request, credentialFile });
  const config = await services.readConfig();
  checkWrite(await readProfiles({ store }, config, (profiles) => profiles));
  const { result } = await getSession(request, {
    store,
    checkWrite,
    readConfig: services.readConfig,
    async connect(settings, arn) {
      // Without a device it is the role, and an agent may name any number of these.
      const device = /:role\//.test(arn) ? "" : arn;
      stsCalls.check(device); // Before the user is asked.
      const ask = await services.connect(settings, arn);
      return (request, signal) => {
        (request.mfa ? stsCalls : callsWithoutCode).take(device);
        return ask(request, signal);
      };
    },
    log: context.log,
    hasMfaCode,
    readCode: (session) => Promise.try(readCode, session),
    now: context.now,
    signal,
  }).catch((error) => {
    throw withoutSuggestion(context.allowedProfiles, error);
  });
  return result;
}

/** The user allowed what the page showed. */
function changed(): UpdstsError {
  return new UpdstsError(
    "file_conflict",
    "the profile's MFA device, roles or duration have changed since the request was shown",
    "make the request again",
  );
}

function detailsOf(
  { services, allowedProfiles }: ToolContext,
  { request, path }: Update,
  session: SessionParameters,
  { client }: ToolCall,
): RequestDetails {
  const isDefault = path === attempt(() => services.credentialPath());
  return {
    ...describeRequest(request, session),
    requester: "agent",
    allowedProfiles,
    client,
    credentialsFile: isDefault ? undefined : path,
  };
}

/**
 * Refuses to write a profile that an agent may not write: a session whose scope
 * its user has chosen, since another one could do more; and `[default]`, which AWS
 * tools use where no profile is named, unless it is the session of the same role and
 * scope.
 */
function refuseReplacement(
  profiles: Profiles,
  { request, credentialFile }: Pick<Update, "request" | "credentialFile">,
): void {
  const { profileName, stsProfileName, role, scope } = request;
  const section = profiles.find(stsProfileName)?.section;
  const read = (key: string) => section?.settings.get(key)?.value || undefined;
  const command = () =>
    getCommandLine({ ...request, credentialsFile: credentialFile });
  const given = read("assumed_role_scope");
  if (given !== undefined && given !== scope?.id) {
    throw new UpdstsError(
      "file_conflict",
      `an agent may not replace the session [${stsProfileName}], which the user has limited with policies or marked with tags`,
      `choose another sts_profile_name; or ask the user to run this in a terminal, with the options of that session: ${command()}`,
    );
  }
  if (stsProfileName !== "default") return;
  const wanted = role?.arn ?? profiles.get(profileName, "role_arn");
  const isRenewal = profiles.sourceProfileOf(stsProfileName) === profileName &&
    (wanted || undefined) === read("assumed_role_arn") && given === scope?.id;
  if (isRenewal) return;
  throw new UpdstsError(
    "file_conflict",
    "an agent may not write the profile [default], which AWS tools use if no profile is named",
    `leave sts_profile_name out, or choose another; or ask the user to run this in a terminal: ${command()}`,
  );
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
