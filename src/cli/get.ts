import { showArn } from "../credentials/mask.ts";
import { UpdstsError } from "../errors.ts";
import { checkCode, checkRequest, refresh } from "../refresh.ts";
import type { RefreshRequest } from "../refresh.ts";
import type { Terminal } from "./context.ts";
import type { CliSession, Flags } from "./run.ts";
import { printableJson } from "../printable.ts";

/** The flags of `get`. */
export interface GetFlags extends Flags {
  readonly profile: string;
  readonly totpToken: string | undefined;
  readonly stsProfileName: string | undefined;
  readonly duration: string;
}

const MAX_TRIES = 3;

/** `updsts get`: gets an STS session for a profile and writes it. */
export async function get(cli: CliSession, flags: GetFlags): Promise<void> {
  const request: RefreshRequest = {
    profileName: flags.profile,
    stsProfileName: flags.stsProfileName ?? `${flags.profile}_sts`,
    duration: wholeNumber(flags.duration),
  };
  checkRequest(request);
  const { services, world } = cli;
  const given = await givenCode(cli, flags.totpToken);
  using terminal = given === undefined ? await terminalOf(cli) : undefined;
  const path = services.credentialPath(flags.credentialFile);
  cli.log.info(`the credentials file is ${path}`);
  const result = await refresh(request, {
    store: services.openStore(path),
    readSettings: services.readSettings,
    async connect(settings, mfaDevice) {
      const ask = await services.connect(settings, mfaDevice);
      return (request, signal) =>
        cli.withStatus("asking STS for a session …", ask(request, signal));
    },
    readCode: (device) =>
      given !== undefined ? Promise.resolve(given) : askForCode(
        cli,
        terminal!,
        device,
      ),
    signal: world.signal,
  });
  world.stdout.write(
    flags.json
      ? `${printableJson(result)}\n`
      : `${result.updated_profile_name} is good until ${result.aws_token_expiration}\n`,
  );
}

function wholeNumber(text: string): number {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
}

/** The code of the command line or of standard input; nothing if to be asked for. */
async function givenCode(
  { world }: CliSession,
  option: string | undefined,
): Promise<string | undefined> {
  if (option === undefined) return undefined;
  const code = option === "-" ? (await world.readLine()).trim() : option;
  checkCode(code);
  return code;
}

async function terminalOf({ world }: CliSession): Promise<Terminal> {
  const terminal = await world.openTerminal();
  if (terminal) return terminal;
  throw new UpdstsError(
    "usage",
    "there is no code, and no terminal to ask for it",
    "give the code with -t CODE, or with -t - on standard input",
  );
}

async function askForCode(
  { world }: CliSession,
  terminal: Terminal,
  device: string,
): Promise<string> {
  for (let attempt = 1;; attempt++) {
    world.stderr.write(`updsts: code of ${showArn(device)}: `);
    let line: string | undefined;
    try {
      line = await terminal.readHidden(world.signal);
    } finally {
      world.stderr.write("\n");
    }
    if (line === undefined) {
      throw new UpdstsError("usage", "no code was given");
    }
    try {
      checkCode(line.trim());
      return line.trim();
    } catch (error) {
      if (attempt === MAX_TRIES) throw error;
      world.stderr.write("updsts: that was not six digits\n");
    }
  }
}
