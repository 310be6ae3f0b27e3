import { UpdstsError } from "../errors.ts";
import {
  checkRequest,
  getSession,
  parseMfaCode,
  type RoleRequest,
  type SessionRequest,
} from "../operations/get_session.ts";
import { openCodeReader } from "./code.ts";
import type { CliSession, Flags } from "./context.ts";
import { sanitizeJson } from "../util/sanitize.ts";

/** The flags of `get`. */
export interface GetFlags extends Flags {
  readonly profile: string;
  readonly totpToken: string | undefined;
  readonly stsProfileName: string | undefined;
  readonly duration: string | undefined;
  readonly ifExpiresWithin: string | undefined;
  readonly roleArn: string | undefined;
  readonly roleSessionName: string | undefined;
  readonly externalId: string | undefined;
}

/** `updsts get`: gets an STS session for a profile and writes it. */
export async function get(cli: CliSession, flags: GetFlags): Promise<void> {
  const { totpToken, ifExpiresWithin } = flags;
  const request: SessionRequest = {
    profileName: flags.profile,
    stsProfileName: flags.stsProfileName || `${flags.profile}_sts`,
    duration: wholeNumber(flags.duration),
    ifExpiresWithin: wholeNumber(ifExpiresWithin),
    role: typedRole(flags),
  };
  checkRequest(request);
  if (totpToken !== undefined && totpToken !== "-") parseMfaCode(totpToken);
  const openCode = () => openCodeReader(cli, totpToken);
  // Where no code may be needed, nothing is read and no terminal is missed.
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
  { roleArn: arn, roleSessionName: sessionName, externalId }: GetFlags,
): RoleRequest | undefined {
  if (arn !== undefined) return { arn, sessionName, externalId };
  if (sessionName === undefined && externalId === undefined) return undefined;
  throw new UpdstsError(
    "usage",
    "--role-session-name and --external-id belong to --role-arn",
    "for a profile that names its role, write role_session_name and external_id into it",
  );
}

/** Not a number where the text is none; the operation refuses that. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
}
