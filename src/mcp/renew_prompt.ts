import {
  type CompleteRequest,
  type CompleteResult,
  type GetPromptRequest,
  type GetPromptResult,
  type ListPromptsResult,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import {
  canGetSession,
  describeProfile,
} from "../credentials/profile_description.ts";
import type { Profiles } from "../credentials/profiles.ts";
import { UpdstsError } from "../errors.ts";
import { checkProfileName } from "../operations/check_request.ts";
import { chainError } from "../operations/profile_errors.ts";
import { sanitize, sanitizeJson } from "../util/sanitize.ts";
import { refuseOtherProfiles, withoutSuggestion } from "./allowed_profiles.ts";
import { readAllProfiles } from "./info_tools.ts";
import type { ToolContext } from "./tool_context.ts";
import { type ToolName, TOOLS } from "./tool_descriptions.ts";
import { failureLines } from "./tool_results.ts";
import { checkUnknownArguments } from "./unknown_arguments.ts";

/** Clients show the prompt as a command, such as `/mcp__updsts__renew`. */
const NAME = "renew";
const PROFILE = "profile";

const UPDATE: ToolName = "updsts_update_sts_credential";
const LIST: ToolName = "updsts_get_credential_info_list";

/** `prompts/list` */
export function listPrompts(): ListPromptsResult {
  return {
    prompts: [{
      name: NAME,
      title: TOOLS[UPDATE].title,
      description:
        "Have the agent get a new AWS session; updsts asks you for the MFA code",
      arguments: [{
        name: PROFILE,
        description:
          "The profile to get a session for. By default that of the session that has expired",
        required: false,
      }],
    }],
  };
}

/** `prompts/get` */
export async function getPrompt(
  context: ToolContext,
  { name, arguments: args = {} }: GetPromptRequest["params"],
): Promise<GetPromptResult> {
  checkPromptName(name);
  try {
    checkUnknownArguments(args, [PROFILE], context.log);
    const profile = args[PROFILE];
    // Clients send these in place of an argument that is not given, as to tools.
    const isMissing = !profile || profile === "null";
    if (!isMissing) await checkProfile(context, profile);
    const text = isMissing ? renewExpired() : renewProfile(profile);
    context.log.info(`${NAME}: done`);
    return { messages: [{ role: "user", content: { type: "text", text } }] };
  } catch (error) {
    const code = error instanceof UpdstsError ? error.code : "internal";
    context.log.info(`${NAME}: ${code}`);
    throw new ProtocolError(
      code === "usage" || code === "profile_not_found"
        ? ProtocolErrorCode.InvalidParams
        : ProtocolErrorCode.InternalError,
      failureLines(withoutSuggestion(context.allowedProfiles, error))
        .join("; "),
    );
  }
}

/** `completion/complete`: the names of profiles that can get a session. */
export async function complete(
  context: ToolContext,
  { ref, argument }: CompleteRequest["params"],
): Promise<CompleteResult> {
  checkPromptName(ref.type === "ref/prompt" ? ref.name : ref.uri);
  const names = argument.name === PROFILE
    ? await matchingNames(context, argument.value)
    : [];
  return {
    completion: {
      values: names.slice(0, MAX_COMPLETIONS),
      total: names.length,
      hasMore: names.length > MAX_COMPLETIONS,
    },
  };
}

/** The limit of the protocol. */
const MAX_COMPLETIONS = 100;

function checkPromptName(name: string): void {
  if (name === NAME) return;
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `the only prompt is ${NAME}`,
  );
}

async function checkProfile(context: ToolContext, name: string): Promise<void> {
  checkProfileName(name);
  refuseOtherProfiles(context.allowedProfiles, {
    profileName: name,
    stsProfileName: `${name}_sts`,
  });
  const profiles = await readAllProfiles(context, undefined);
  if (!profiles.has(name)) {
    throw chainError(profiles, [], { kind: "missing", name });
  }
}

function renewProfile(name: string): string {
  const args = sanitizeJson({ profile_name: name });
  return `Renew an AWS session: call ${UPDATE} with ${args}. ${AFTERWARDS}`;
}

function renewExpired(): string {
  return `Renew an AWS session. List the profiles with ${LIST}. If exactly one session has expired, call ${UPDATE} with ` +
    `its source profile (NAME for a session NAME_sts). Otherwise ask me which profile to renew. ${AFTERWARDS}`;
}

const AFTERWARDS =
  "Then tell me which profile has the session and when it expires.";

async function matchingNames(
  context: ToolContext,
  typed: string,
): Promise<string[]> {
  try {
    const profiles = await readAllProfiles(context, undefined);
    return profiles.names().filter((name) =>
      name.startsWith(typed) && isProposed(context, profiles, name)
    );
  } catch (error) {
    const code = error instanceof UpdstsError ? error.code : "internal";
    context.log.info(`no profile names are proposed: ${code}`);
    return [];
  }
}

/** Whether the update tool accepts the profile, and a client can show its name. */
function isProposed(
  { allowedProfiles, scope }: ToolContext,
  profiles: Profiles,
  name: string,
): boolean {
  if (allowedProfiles && !allowedProfiles.includes(name)) return false;
  if (sanitize(name) !== name) return false;
  const description = describeProfile(profiles, profiles.find(name)!);
  const { kind, mfaDevice } = description;
  return canGetSession(description) &&
    (kind === "role" || (mfaDevice !== undefined && !scope));
}
