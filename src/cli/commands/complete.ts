import { parse } from "../../credentials/parse.ts";
import { Profiles } from "../../credentials/profiles.ts";
import {
  canGetSession,
  describeProfiles,
  type ProfileDescription,
} from "../../credentials/profile_description.ts";
import type { Command, CommandEntry, CommandSpec } from "../command_types.ts";
import type { CommandContext } from "../command_context.ts";
import type { Flags } from "../command_line_types.ts";
import { describeRemaining, describeType } from "../profile_text.ts";
import {
  type ProfileUse,
  type Proposal,
  propose,
} from "../completion_proposals.ts";

const spec: CommandSpec<"complete"> = {
  usage: ["--line LINE"],
  options: { line: { brief: "The command line up to the cursor" } },
};

/**
 * `updsts complete`, which the completion scripts run. It prints a line for each
 * proposal: the text, a tab, its purpose.
 *
 * @param shown The names and briefs of the commands to propose.
 * @param find The command of a name, if any.
 */
export function makeComplete(
  shown: readonly [name: string, brief: string][],
  find: (name: string) => CommandEntry | undefined,
): Command {
  const run = async (cli: CommandContext, { line = "" }: Flags<"complete">) => {
    const found = await propose(line, {
      shown,
      find,
      profiles: (use, credentialFile) => proposals(cli, use, credentialFile),
    });
    const lines = found.map(({ text, brief }) => `${text}\t${brief}\n`);
    cli.runtime.stdout.write(lines.join(""));
  };
  return { spec, run };
}

async function proposals(
  { services, runtime }: CommandContext,
  use: ProfileUse,
  credentialFile: string | undefined,
): Promise<Proposal[]> {
  const path = services.credentialPath(credentialFile);
  const document = await services.openStore(path).read(parse);
  const config = await services.inspectConfig() ?? parse("");
  const profiles = new Profiles(document, config);
  const now = runtime.now();
  return describeProfiles(profiles)
    .filter((profile) => isFor(use, profile, profiles))
    .filter(({ name }) => PLAIN_WORD.test(name))
    .map((profile) => ({ text: profile.name, brief: describe(profile, now) }));
}

function describe(profile: ProfileDescription, now: Date): string {
  const remaining = describeRemaining(profile, now);
  const type = describeType(profile);
  return remaining ? `${type}, ${remaining.text}` : type;
}

function isFor(
  use: ProfileUse,
  profile: ProfileDescription,
  profiles: Profiles,
): boolean {
  const { name, kind, source, hasSession } = profile;
  switch (use) {
    case "get a session":
      return canGetSession(profile);
    case "show a session":
      return hasSession;
    case "change a session":
      return kind === "session" && source !== undefined;
    case "read keys":
      return profiles.get(name, "aws_access_key_id") !== undefined;
    case "show":
      return true;
  }
}

/**
 * A shell may insert a proposal without quotes, so only names without characters
 * that are special in a shell are proposed.
 */
const PLAIN_WORD = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.@%/+:-]*$/u;
