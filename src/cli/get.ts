import {
  checkCode,
  checkRequest,
  refresh,
  type RefreshRequest,
} from "../refresh.ts";
import { openCodeReader } from "./code.ts";
import type { CliSession, Flags } from "./run.ts";
import { printableJson } from "./printable.ts";

/** The flags of `get`. */
export interface GetFlags extends Flags {
  readonly profile: string;
  readonly totpToken: string | undefined;
  readonly stsProfileName: string | undefined;
  readonly duration: string;
  readonly ifExpiresWithin: string | undefined;
}

/** `updsts get`: gets an STS session for a profile and writes it. */
export async function get(cli: CliSession, flags: GetFlags): Promise<void> {
  const { totpToken, ifExpiresWithin } = flags;
  const request: RefreshRequest = {
    profileName: flags.profile,
    stsProfileName: flags.stsProfileName ?? `${flags.profile}_sts`,
    duration: wholeNumber(flags.duration),
    ifExpiresWithin: ifExpiresWithin === undefined
      ? undefined
      : wholeNumber(ifExpiresWithin),
  };
  checkRequest(request);
  if (totpToken !== undefined && totpToken !== "-") checkCode(totpToken);
  const openCode = () => openCodeReader(cli, totpToken);
  // Where no code may be needed, nothing is read and no terminal is missed.
  using code = ifExpiresWithin === undefined ? await openCode() : undefined;
  const { services, world } = cli;
  const path = services.credentialPath(flags.credentialFile);
  cli.log.info(`the credentials file is ${path}`);
  const { result, isNew } = await refresh(request, {
    store: services.openStore(path),
    readSettings: services.readSettings,
    async connect(settings, mfaDevice) {
      const ask = await services.connect(settings, mfaDevice);
      return (request, signal) =>
        cli.withStatus("asking STS for a session …", ask(request, signal));
    },
    async readCode(device) {
      if (code) return await code.read(device);
      using late = await openCode();
      return await late.read(device);
    },
    now: world.now,
    signal: world.signal,
  });
  const { updated_profile_name: name, aws_token_expiration: end } = result;
  if (flags.json) world.stdout.write(`${printableJson(result)}\n`);
  else if (isNew) world.stdout.write(`${name} is good until ${end}\n`);
  else cli.log.info(`nothing to do: ${name} is good until ${end}`);
}

function wholeNumber(text: string): number {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
}
