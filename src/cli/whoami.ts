import { parseExpiration } from "../credentials/expiration.ts";
import { checkProfileName } from "../refresh.ts";
import { whoami as askWhoami } from "../whoami.ts";
import { printableJson } from "../printable.ts";
import type { CliSession, Flags } from "./run.ts";
import { inWords } from "./words.ts";

/** The flags of `whoami`. */
export interface WhoamiFlags extends Flags {
  readonly profile: string;
}

/** `updsts whoami`: asks STS whose the keys of a profile are. */
export async function whoami(
  cli: CliSession,
  flags: WhoamiFlags,
): Promise<void> {
  checkProfileName(flags.profile);
  const { services, world } = cli;
  const path = services.credentialPath(flags.credentialFile);
  cli.log.info(`the credentials file is ${path}`);
  const result = await askWhoami(flags.profile, {
    store: services.openStore(path),
    readConfig: services.readConfig,
    async connectIdentity(settings, arn) {
      const ask = await services.connectIdentity(settings, arn);
      return (keys, signal) =>
        cli.withStatus("asking STS …", ask(keys, signal));
    },
    now: world.now,
    signal: world.signal,
  });
  const lines = [
    `account  ${result.account}`,
    `arn      ${result.arn}`,
    `user id  ${result.user_id}`,
    ...ends(result.expiration_datetime, world.now()),
  ];
  world.stdout.write(
    flags.json
      ? `${printableJson(result)}\n`
      : lines.map((line) => `${line}\n`).join(""),
  );
}

function ends(written: string | null, now: Date): string[] {
  if (written === null) return [];
  const expiration = parseExpiration(written);
  if (!expiration) return [];
  const seconds = (expiration.getTime() - now.getTime()) / 1000;
  const left = seconds > 0 ? ` (${inWords(seconds)} left)` : "";
  return [`until    ${written}${left}`];
}
