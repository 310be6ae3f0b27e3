import { parseExpiration } from "../../credentials/expiry.ts";
import { checkProfileName } from "../../operations/check_request.ts";
import { whoami } from "../../operations/whoami.ts";
import { formatDuration } from "../../util/duration.ts";
import { sanitizeJson } from "../../util/sanitize.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import type { Flags } from "../command_line_types.ts";
import { requireProfile } from "../usage_errors.ts";

export const spec: CommandSpec<"whoami"> = {
  usage: ["NAME [--json] [-c FILE]"],
  description: [
    "Asks STS whose keys a profile has, and prints the account, the ARN and the user ID.",
  ],
  options: {
    profile: {
      brief: "A session, or a profile with long-term access keys",
    },
  },
};

export async function run(
  context: CommandContext,
  flags: Flags<"whoami">,
): Promise<void> {
  const profileName = requireProfile(flags.profile, "whoami");
  checkProfileName(profileName);
  const { services, runtime } = context;
  const result = await whoami(profileName, {
    ...context.openCredentials(),
    readConfig: services.readConfig,
    async connectIdentity(settings, arn) {
      const ask = await services.connectIdentity(settings, arn);
      return (keys, signal) =>
        context.withStatus("waiting for STS …", ask(keys, signal));
    },
    now: runtime.now,
    signal: runtime.signal,
  });
  const lines = [
    `account  ${result.account}`,
    `arn      ${result.arn}`,
    `user id  ${result.user_id}`,
    ...expiryLines(result.expiration_datetime, runtime.now()),
  ];
  runtime.stdout.write(
    flags.json
      ? `${sanitizeJson(result)}\n`
      : lines.map((line) => `${line}\n`).join(""),
  );
}

function expiryLines(written: string | null, now: Date): string[] {
  if (written === null) return [];
  const expiration = parseExpiration(written);
  if (!expiration) return [];
  const seconds = (expiration.getTime() - now.getTime()) / 1000;
  const remaining = seconds > 0
    ? ` (${formatDuration(seconds)} remaining)`
    : "";
  return [`expires  ${written}${remaining}`];
}
