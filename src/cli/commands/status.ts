import { getCommand, hint, UpdstsError } from "../../errors.ts";
import { parse, parseValid } from "../../credentials/parse.ts";
import {
  describedInfo,
  describeProfile,
  type ProfileDescription,
} from "../../credentials/profile_description.ts";
import { Profiles } from "../../credentials/profiles.ts";
import { checkProfileName } from "../../operations/check_request.ts";
import { sanitize, sanitizeJson } from "../../util/sanitize.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import { DONE, FAILED } from "../exit_status.ts";
import type { Flags } from "../command_line_types.ts";
import { describeRemaining } from "../profile_text.ts";
import { shortList } from "../usage_errors.ts";

export const spec: CommandSpec<"status"> = {
  usage: ["[NAME] [--json] [-c FILE]"],
  description: [
    "Prints one line for prompts and scripts, such as: default_sts 42m. The exit " +
    "status is 0 if the session is valid, and 1 if it has expired, if its expiry " +
    "is unknown, or if there is no session.",
  ],
  examples: [
    'updsts status work 2>/dev/null || echo "no session"',
    "updsts status --json | jq .remaining_seconds",
  ],
  options: {
    profile: {
      brief: "The session, or the profile that it was requested for",
      default: "the session of [default], or the only one of updsts",
    },
  },
};

export async function run(
  context: CommandContext,
  { profile: name, json }: Flags<"status">,
): Promise<number> {
  if (name !== undefined) checkProfileName(name);
  const { runtime } = context;
  const { store } = context.openCredentials();
  const document = await store.read(parseValid);
  // The config has no session.
  const profiles = new Profiles(document, parse(""));
  const session = chooseSession(profiles, name);
  const now = runtime.now();
  const { text, state } = describeRemaining(session, now)!;
  runtime.stdout.write(
    json
      ? `${sanitizeJson(describedInfo(profiles, session, now))}\n`
      : `${sanitize(session.name)} ${text}\n`,
  );
  return state === "valid" || state === "soon" ? DONE : FAILED;
}

/** The session to show: see the help on NAME. */
function chooseSession(
  profiles: Profiles,
  name: string | undefined,
): ProfileDescription {
  const ofName = sessionsOf(profiles, name ?? "default");
  const found = name === undefined && ofName.length === 0
    ? sessionsOfUpdsts(profiles)
    : ofName;
  const [session, ...others] = found;
  if (session && others.length === 0) return session;
  if (session) {
    const names = shortList(found.map((each) => each.name));
    throw new UpdstsError(
      "usage",
      `there are several sessions: ${names}`,
      "name one: updsts status NAME",
    );
  }
  throw new UpdstsError(
    "profile_not_found",
    name === undefined
      ? "there is no session in the credentials file"
      : `there is no session of the profile "${name}" in the credentials file`,
    hint`get one with ${
      getCommand(name === undefined ? undefined : { profileName: name })
    }`,
  );
}

/** The profile itself, else its session of the default name, else all of its sessions. */
function sessionsOf(profiles: Profiles, name: string): ProfileDescription[] {
  const itself = sessionNamed(profiles, name);
  if (itself) return [itself];
  const usual = sessionNamed(profiles, `${name}_sts`);
  if (usual?.source === name) return [usual];
  return sessionsOfUpdsts(profiles).filter(({ source }) => source === name);
}

function sessionsOfUpdsts(profiles: Profiles): ProfileDescription[] {
  return profiles.names()
    .filter((name) => profiles.sourceProfileOf(name) !== undefined)
    .flatMap((name) => sessionNamed(profiles, name) ?? []);
}

function sessionNamed(
  profiles: Profiles,
  name: string,
): ProfileDescription | undefined {
  const profile = profiles.find(name);
  const described = profile && describeProfile(profiles, profile);
  return described?.hasSession ? described : undefined;
}
