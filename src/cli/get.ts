import { UpdstsError } from "../errors.ts";
import {
  checkRequest,
  getSession,
  parseMfaCode,
  type RoleRequest,
  type SessionRequest,
} from "../operations/get_session.ts";
import { openCodeReader } from "./code.ts";
import type { CommandSpec } from "./command.ts";
import type { CliSession } from "./context.ts";
import type { Flags } from "./options.ts";
import { requireProfile } from "./usage_errors.ts";
import { sanitizeJson } from "../util/sanitize.ts";

/** `updsts get` as it is explained. */
export const spec: CommandSpec<"get"> = {
  usage: [
    "NAME [-t CODE] [-sn NAME] [-d SECONDS] [-c FILE]",
    "NAME --if-expires-within SECONDS [-t CODE] …",
    "NAME --role-arn ARN [--role-session-name NAME] [--external-id ID] …",
  ],
  description: [
    "Asks AWS STS for a session with an MFA code of the profile's device, and " +
    "writes it into the credentials file as the profile NAME_sts. A profile of " +
    "~/.aws/config that has a role_arn and a source_profile has its role " +
    "assumed. The spellings --profile_name, --totp_token, --sts_profile_name " +
    "and --credential_file also work.",
  ],
  examples: [
    "updsts get default",
    "updsts get work -t 012345 -sn work_mfa -d 43200",
  ],
  options: {
    profile: {
      brief: "The profile with the long-term access keys, or that of a role",
    },
    totpToken: {
      brief:
        "The six digits of the MFA device; - reads a line of standard input",
      default: "asked for at a terminal",
    },
    stsProfileName: {
      brief: "The profile to write",
      default: "the source profile's name and _sts",
    },
    duration: {
      brief: "How long the session lasts, 900 to 129600; with a role to 43200",
      default: "3600, or duration_seconds of a role's profile",
    },
    ifExpiresWithin: {
      brief: "Do nothing while the session in the file lasts longer than this",
    },
    roleArn: {
      brief: "Assume this role with the profile's keys and MFA device",
    },
    roleSessionName: {
      brief: "The name of the role's session in CloudTrail",
      default: "updsts",
    },
    externalId: { brief: "The external ID that the role's owner gave you" },
  },
};

/** Gets an STS session for a profile and writes it. */
export async function run(
  cli: CliSession,
  flags: Flags<"get">,
): Promise<void> {
  const profileName = requireProfile(flags.profile, "get");
  const { totpToken, ifExpiresWithin } = flags;
  const request: SessionRequest = {
    profileName,
    stsProfileName: flags.stsProfileName || `${profileName}_sts`,
    duration: wholeNumber(flags.duration),
    ifExpiresWithin: wholeNumber(ifExpiresWithin),
    role: typedRole(flags),
  };
  checkRequest(request);
  if (totpToken !== undefined && totpToken !== "-") parseMfaCode(totpToken);
  const openCode = () => openCodeReader(cli, totpToken);
  // If the session in the file may be enough, no MFA code is read in advance.
  using code = ifExpiresWithin === undefined ? await openCode() : undefined;
  const { services, runtime } = cli;
  const path = services.credentialPath(flags.credentialFile);
  cli.log.info(`the credentials file is ${path}`);
  const { result, isNew } = await getSession(request, {
    store: services.openStore(path),
    readConfig: services.readConfig,
    async connect(settings, mfaDevice) {
      const ask = await services.connect(settings, mfaDevice);
      return (request, signal) =>
        cli.withStatus("asking STS for a session …", ask(request, signal));
    },
    async readCode({ mfaDevice }) {
      if (code) return await code.read(mfaDevice);
      using late = await openCode();
      return await late.read(mfaDevice);
    },
    now: runtime.now,
    signal: runtime.signal,
    saveSignal: runtime.signal,
  });
  const { updated_profile_name: name, aws_token_expiration: end } = result;
  const outcome = `${name} is good until ${end}`;
  try {
    if (flags.json) runtime.stdout.write(`${sanitizeJson(result)}\n`);
    else if (isNew) runtime.stdout.write(`${outcome}\n`);
    else cli.log.info(`nothing to do: ${outcome}`);
  } catch (error) {
    if (!isNew || !(error instanceof UpdstsError)) throw error;
    const hint = `the session was saved all the same: ${outcome}`;
    throw new UpdstsError(error.code, error.message, hint, { cause: error });
  }
}

function typedRole(
  { roleArn: arn, roleSessionName: sessionName, externalId }: Flags<"get">,
): RoleRequest | undefined {
  if (arn !== undefined) return { arn, sessionName, externalId };
  if (sessionName === undefined && externalId === undefined) return undefined;
  throw new UpdstsError(
    "usage",
    "--role-session-name and --external-id belong to --role-arn",
    "for a profile that names its role, write role_session_name and external_id into it",
  );
}

/** `NaN` where the text is no whole number; the operation refuses that. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
}
