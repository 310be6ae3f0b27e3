import {
  type CommandName,
  formatHint,
  type Hint,
  type ParameterName,
  type RecommendedRequest,
} from "../errors.ts";

/**
 * Formats a hint with the tools and their parameters. A model can't run a command
 * or change the server's configuration: those steps are the user's.
 */
export function hintText(hint: Hint): string {
  return formatHint(hint, {
    parameter: ({ name }) => PARAMETERS[name],
    with_parameter: ({ name, value }) => withParameter(name, value),
    command: ({ name }) => COMMANDS[name],
    get: ({ request }) => updateTool(request),
    permission: ({ flags }) =>
      flags === undefined
        ? "ask the user to restart this server: it determines its permissions at the start"
        : `ask the user to add ${flags} to the server's configuration`,
  });
}

const PARAMETERS: Record<ParameterName, string> = {
  stsProfileName: "sts_profile_name",
  duration: "duration",
  ifExpiresWithin: "if_expires_within",
  credentialsFile: "cred_file",
  defaultCredentialsFile: "cred_file",
  mfaCode: "totp_token",
};

const COMMANDS: Record<CommandName, string> = {
  list: "updsts_get_credential_info_list",
  clean: '"updsts clean" (which the user runs in a terminal)',
  doctor_fix: '"updsts doctor --fix" (which the user runs in a terminal)',
};

const IN_CONFIGURATION =
  "in the server's configuration, which only the user can change";

function withParameter(name: ParameterName, value: string | undefined): string {
  const parameter = PARAMETERS[name];
  const given = value === undefined ? parameter : `${parameter} "${value}"`;
  switch (name) {
    case "defaultCredentialsFile":
      return IN_CONFIGURATION;
    // An agent can name a file of one directory only; see `allowed_path.ts`.
    case "credentialsFile":
      return `as ${given} if it is in the same directory, else ${IN_CONFIGURATION}`;
    default:
      return `as ${given}`;
  }
}

function updateTool(request: RecommendedRequest | undefined): string {
  const tool = "updsts_update_sts_credential";
  if (!request) return tool;
  const { profileName, stsProfileName, duration, role } = request;
  const given = {
    profile_name: profileName,
    sts_profile_name: stsProfileName,
    duration,
    role_arn: role?.arn,
    role_session_name: role?.sessionName,
    external_id: role?.externalId,
    cred_file: request.credentialsFile,
  };
  return `${tool} ${JSON.stringify(given)}`;
}
