import {
  describedInfo,
  describeProfiles,
  type ProfileDescription,
} from "../../credentials/profile_description.ts";
import { parse } from "../../credentials/parse.ts";
import type { Profiles } from "../../credentials/profiles.ts";
import { checkProfileName } from "../../operations/check_request.ts";
import { findProfile } from "../../operations/profile_errors.ts";
import { readProfiles } from "../../operations/read_profiles.ts";
import { sanitize, sanitizeJson } from "../../util/sanitize.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import type { Flags } from "../command_line_types.ts";
import {
  describeDevice,
  describeRemaining,
  describeType,
} from "../profile_text.ts";
import { drawTable, type Row } from "../profile_table.ts";

export const spec: CommandSpec<"list"> = {
  usage: ["[NAME…] [--json] [-c FILE]"],
  description: [
    "Lists the profiles of the credentials file and of ~/.aws/config, with their " +
    "type, the time remaining of the session, and the MFA device that get would " +
    "use. Sessions are below their source profile. No secret is shown.",
  ],
  options: {
    profiles: {
      brief: "Only this profile and its sessions; may be repeated",
      default: "every profile",
    },
  },
};

export async function run(
  context: CommandContext,
  { profiles: names, json }: Flags<"list">,
): Promise<void> {
  names?.forEach(checkProfileName);
  const { services, runtime } = context;
  const file = context.openCredentials();
  const config = await services.inspectConfig() ?? parse("");
  const profiles = await readProfiles(file, config, (profiles) => profiles);
  for (const name of names ?? []) {
    if (!profiles.has(name)) findProfile(profiles.credentials, name);
  }
  const chosen = describeProfiles(profiles).filter(({ name, kind, source }) =>
    !names || names.includes(name) ||
    (kind === "session" && source !== undefined && names.includes(source))
  );
  const now = runtime.now();
  if (json) {
    const infos = chosen.map((each) => describedInfo(profiles, each, now));
    runtime.stdout.write(`${sanitizeJson(infos, 2)}\n`);
  } else if (chosen.length === 0) {
    runtime.stdout.write(`no profiles in ${sanitize(file.path)}\n`);
  } else {
    const rows = sessionsBelowSources(chosen).map((placed) =>
      rowOf(profiles, placed, now)
    );
    runtime.stdout.write(drawTable(rows, {
      columns: runtime.stdout.isTerminal ? runtime.columns() : undefined,
      color: context.color,
      widthOf: await widthFor(rows),
    }));
  }
}

interface PlacedProfile {
  readonly profile: ProfileDescription;
  /** Whether it is below its source profile. */
  readonly isBelow: boolean;
}

function sessionsBelowSources(
  profiles: readonly ProfileDescription[],
): PlacedProfile[] {
  const sources = new Set<string | undefined>(
    profiles.filter(({ kind }) => kind !== "session").map(({ name }) => name),
  );
  const bySource = Map.groupBy(
    profiles,
    ({ kind, source }) =>
      kind === "session" && sources.has(source) ? source : undefined,
  );
  const placed = (source: string | undefined, isBelow: boolean) =>
    bySource.get(source)?.map((profile) => ({ profile, isBelow })) ?? [];
  return placed(undefined, false).flatMap((each) => [
    each,
    ...placed(each.profile.name, true),
  ]);
}

function rowOf(
  profiles: Profiles,
  { profile, isBelow }: PlacedProfile,
  now: Date,
): Row {
  const { name, kind, source } = profile;
  const sourceRole = kind === "session" && source !== undefined
    ? profiles.get(source, "role_arn")
    : undefined;
  const { text = "", state } = describeRemaining(profile, now) ?? {};
  return {
    name: `${isBelow ? "  " : ""}${sanitize(name)}`,
    type: describeType(profile, sourceRole),
    remaining: text,
    device: describeDevice(profile),
    style: state,
  };
}

/** Only text beyond ASCII needs the tables of wide letters. */
async function widthFor(
  rows: readonly Row[],
): Promise<(text: string) => number> {
  const isPlain = rows.every(({ name, type }) =>
    /^[\x20-\x7e]*$/.test(name + type)
  );
  if (isPlain) return (text) => text.length;
  const { default: stringWidth } = await import("string-width");
  return stringWidth;
}
