import { parseExpiration } from "../credentials/expiration.ts";
import { type ProfileInfo, profileInfos } from "../credentials/profile.ts";
import { parseValid } from "../credentials/checks.ts";
import { sanitize, sanitizeJson } from "../util/sanitize.ts";
import type { CommandSpec } from "./command.ts";
import type { CliSession } from "./context.ts";
import type { Flags } from "./options.ts";
import { type Cell, drawTable } from "./table.ts";
import { formatDuration } from "./duration.ts";

/** `updsts list` as it is explained. */
export const spec: CommandSpec<"list"> = {
  usage: ["[--json] [-c FILE]"],
  options: {},
};

/** Shows every profile of the file, secrets masked. */
export async function run(
  cli: CliSession,
  flags: Flags<"list">,
): Promise<void> {
  const { services, runtime } = cli;
  const path = services.credentialPath(flags.credentialFile);
  cli.log.info(`the credentials file is ${path}`);
  const document = await services.openStore(path).read(parseValid);
  const now = runtime.now();
  const infos = profileInfos(document, now);
  if (flags.json) {
    runtime.stdout.write(`${sanitizeJson(infos, 2)}\n`);
  } else if (infos.length === 0) {
    runtime.stdout.write(`no profiles in ${sanitize(path)}\n`);
  } else {
    runtime.stdout.write(await asTable(cli, infos, now));
  }
}

async function asTable(
  { runtime, color }: CliSession,
  infos: readonly ProfileInfo[],
  now: Date,
): Promise<string> {
  const header = ["PROFILE", "ACCESS KEY ID", "SECRET KEY", "SESSION", "MFA"]
    .map((text): Cell => ({ text, style: "bold" }));
  const rows = [header, ...infos.map((info) => row(info, now))];
  return drawTable(rows, {
    columns: runtime.stdout.isTerminal ? runtime.columns() : undefined,
    color,
    widthOf: await widthFor(infos),
  });
}

function row(info: ProfileInfo, now: Date): Cell[] {
  return [
    { text: sanitize(info.profile_name) },
    { text: info.aws_access_key_id ?? "–" },
    { text: info.aws_secret_access_key ?? "–" },
    session(info, now),
    { text: info.mfa_device_arn?.replace(/^arn:[^/]*\//, "") ?? "–" },
  ];
}

function session(info: ProfileInfo, now: Date): Cell {
  if (info.aws_session_token === null && info.expiration_datetime === null) {
    return { text: "–", style: "dim" };
  }
  const expiration = parseExpiration(info.expiration_datetime ?? "");
  if (!expiration) return { text: "expiry unknown" };
  const seconds = (expiration.getTime() - now.getTime()) / 1000;
  return seconds > 0
    ? { text: `${formatDuration(seconds)} left`, style: "green" }
    : { text: `expired ${formatDuration(-seconds)} ago`, style: "red" };
}

/** Only names beyond ASCII need the tables of wide letters. */
async function widthFor(
  infos: readonly ProfileInfo[],
): Promise<(text: string) => number> {
  const isPlain = infos.every((info) =>
    /^[\x20-\x7e]*$/.test(info.profile_name)
  );
  if (isPlain) return (text) => text.length;
  const { default: stringWidth } = await import("string-width");
  return stringWidth;
}
