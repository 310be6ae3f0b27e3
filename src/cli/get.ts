import { UpdstsError } from "../errors.ts";
import {
  checkRequest,
  getSession,
  parseMfaCode,
  type RoleRequest,
  type SessionRequest,
} from "../operations/get_session.ts";
import { readSession } from "../operations/read_credentials.ts";
import { getCommandLine } from "../platform/get_command.ts";
import { sanitizeJson } from "../util/sanitize.ts";
import { CodeReader } from "./code.ts";
import type { CliSession, Flags, Runtime } from "./context.ts";
import type { KeyFormat } from "./key_format_names.ts";
import { openKeyOutput } from "./key_output.ts";
import { describeOutcome, describeUse } from "./outcome.ts";

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
  readonly format: KeyFormat | undefined;
  readonly toTerminal: boolean | undefined;
}

/** `updsts get`: gets an STS session for a profile and writes it. */
export async function get(cli: CliSession, flags: GetFlags): Promise<void> {
  const { services, runtime } = cli;
  const print = outputOf(flags, runtime);
  const request = requestOf(flags);
  checkRequest(request);
  const { totpToken: option, credentialFile } = flags;
  if (option !== undefined && option !== "-") parseMfaCode(option);
  const command = getCommandLine({
    ...request,
    credentialsFile: credentialFile || undefined,
  });
  await using code = new CodeReader(cli, { option, command });
  // Where the session in the file may do, no MFA code and no terminal is needed.
  if (request.ifExpiresWithin === undefined) await code.open();
  const path = services.credentialPath(credentialFile);
  cli.log.info(`the credentials file is ${path}`);
  const store = services.openStore(path);
  const outcome = await getSession(request, {
    store,
    readConfig: services.readConfig,
    async connect(settings, mfaDevice) {
      const ask = await services.connect(settings, mfaDevice);
      return (request, signal) =>
        cli.withStatus("asking STS for a session …", ask(request, signal));
    },
    readCode: ({ mfaDevice }) => code.read(mfaDevice),
    readCodeAgain: (rejection) => code.readAgain(rejection),
    now: runtime.now,
    signal: runtime.signal,
    saveSignal: runtime.signal,
  });
  const said = describeOutcome(outcome, runtime.now());
  try {
    if (print) {
      cli.log.info(said);
      const { result } = outcome;
      const { inspectConfig } = services;
      const { now } = runtime;
      print(
        await readSession(result, { store, inspectConfig, now }),
        result.updated_profile_name,
      );
    } else if (flags.json) {
      runtime.stdout.write(`${sanitizeJson(outcome.result)}\n`);
    } else if (outcome.isNew) {
      const lines = outcome.isFirst ? [said, describeUse(outcome)] : [said];
      runtime.stdout.write(lines.map((line) => `${line}\n`).join(""));
    } else cli.log.info(said);
  } catch (error) {
    if (!outcome.isNew || !(error instanceof UpdstsError)) throw error;
    const saved = describeOutcome({ ...outcome, isNew: false }, runtime.now());
    const hint = `the session was saved: ${saved}`;
    throw new UpdstsError(error.code, error.message, hint, { cause: error });
  }
}

/** Prints the credentials, where that is wanted. */
function outputOf(
  flags: GetFlags,
  runtime: Runtime,
): ReturnType<typeof openKeyOutput> | undefined {
  if (flags.format !== undefined) {
    return openKeyOutput("get --format", flags, runtime);
  }
  if (!flags.toTerminal) return undefined;
  throw new UpdstsError(
    "usage",
    "--to-terminal belongs to --format",
    "add --format FORMAT to print the credentials",
  );
}

function requestOf(flags: GetFlags): SessionRequest {
  const within = wholeNumber(flags.ifExpiresWithin);
  return {
    profileName: flags.profile,
    stsProfileName: flags.stsProfileName || `${flags.profile}_sts`,
    duration: wholeNumber(flags.duration),
    ifExpiresWithin: within ??
      (flags.format === undefined ? undefined : PRINTED_IF_EXPIRES_WITHIN),
    role: typedRole(flags),
  };
}

/** Seconds: a program that is given a session needs a while to use it. */
const PRINTED_IF_EXPIRES_WITHIN = 300;

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
