import { parseExpiration } from "../credentials/expiration.ts";
import { checkProfileName } from "../operations/get_session.ts";
import { whoami as askWhoami } from "../operations/whoami.ts";
import { sanitizeJson } from "../util/sanitize.ts";
import type { CliSession, Flags } from "./context.ts";
import { formatDuration } from "./duration.ts";

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
  const { services, runtime } = cli;
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
    now: runtime.now,
    signal: runtime.signal,
  });
  const lines = [
    `account  ${result.account}`,
    `arn      ${result.arn}`,
    `user id  ${result.user_id}`,
    ...ends(result.expiration_datetime, runtime.now()),
  ];
  runtime.stdout.write(
    flags.json
      ? `${sanitizeJson(result)}\n`
      : lines.map((line) => `${line}\n`).join(""),
  );
}

function ends(written: string | null, now: Date): string[] {
  if (written === null) return [];
  const expiration = parseExpiration(written);
  if (!expiration) return [];
  const seconds = (expiration.getTime() - now.getTime()) / 1000;
  const left = seconds > 0 ? ` (${formatDuration(seconds)} left)` : "";
  return [`until    ${written}${left}`];
}
