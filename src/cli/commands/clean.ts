import {
  cleanFile,
  type CleanUp,
  cleanUp,
  type SessionSelection,
} from "../../operations/clean.ts";
import { UpdstsError } from "../../errors.ts";
import { formatExpiration } from "../../credentials/expiry.ts";
import { parseValid } from "../../credentials/parse.ts";
import { checkProfileName } from "../../operations/check_request.ts";
import { findProfile } from "../../operations/profile_errors.ts";
import { formatDuration } from "../../util/duration.ts";
import { sanitize, sanitizeJson } from "../../util/sanitize.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import type { Flags } from "../command_line_types.ts";

export const spec: CommandSpec<"clean"> = {
  usage: ["[NAME] [--dry-run] [-c FILE]", "NAME --live [--dry-run] [-c FILE]"],
  description: [
    "Removes expired sessions; with --live, also the sessions of one profile that " +
    "have not expired. A section that also contains your own lines keeps them. " +
    "Removing a session does not revoke it: AWS accepts its keys until they expire.",
  ],
  options: {
    profile: {
      brief: "Only sessions of this profile, or only the session of this name",
    },
    live: {
      brief: "Also remove sessions that have not expired; needs NAME",
    },
    dryRun: {
      brief: "Show what would be removed, secrets masked, and write nothing",
    },
  },
};

export async function run(
  context: CommandContext,
  flags: Flags<"clean">,
): Promise<void> {
  const { profile: name, live: includesLive = false } = flags;
  if (name !== undefined) checkProfileName(name);
  else if (includesLive) {
    throw new UpdstsError(
      "usage",
      "--live needs the name of a session or of its profile",
      "name it: updsts clean NAME --live",
    );
  }
  const { services, runtime } = context;
  const { path, store } = context.openCredentials();
  const now = runtime.now();
  const selection: SessionSelection = {
    now,
    includesLive,
    isChosen: ({ section, source }) =>
      name === undefined || name === section || name === source,
    config: await services.inspectConfig(),
  };
  let done = await store.read((text) => {
    if (name !== undefined) refuseUnknown(text, name);
    return cleanUp(text, selection);
  });
  if (!flags.dryRun && done.removed.length > 0) {
    done = await cleanFile(store, selection, runtime.signal);
  }
  runtime.stdout.write(
    flags.json
      ? `${sanitizeJson(asJson(done, flags.dryRun ?? false), 2)}\n`
      : asText(done, path, now, flags.dryRun ?? false),
  );
}

/** Accepts the source of a block, too: that profile may no longer exist. */
function refuseUnknown(text: string, name: string): void {
  const document = parseValid(text);
  if (document.blocks.some(({ source }) => source === name)) return;
  findProfile(document, name);
}

function asJson({ removed, diff }: CleanUp, isDryRun: boolean) {
  return {
    removed: removed.map(({ section, source, expiration, isKept }) => ({
      profile_name: section,
      source_profile: source,
      expiration_datetime: expiration ? formatExpiration(expiration) : null,
      section_kept: isKept,
    })),
    dry_run: isDryRun,
    diff,
  };
}

function asText(
  { removed, diff }: CleanUp,
  path: string,
  now: Date,
  isDryRun: boolean,
): string {
  if (removed.length === 0) return `nothing to remove in ${sanitize(path)}\n`;
  const lines = removed.map(({ section, expiration, isKept }) => {
    return [
      isDryRun ? "would remove " : "removed ",
      `${section}, ${describeExpiry(expiration, now)}`,
      isKept ? "; its section stays because it contains your own lines" : "",
    ].join("");
  });
  if (isDryRun) lines.unshift(...diff.split("\n").slice(0, -1));
  return lines.map((line) => `${sanitize(line)}\n`).join("");
}

function describeExpiry(expiration: Date | undefined, now: Date): string {
  if (!expiration) return "expiry unknown";
  const seconds = (expiration.getTime() - now.getTime()) / 1000;
  return seconds <= 0
    ? `expired ${formatDuration(-seconds)} ago`
    : `valid for another ${formatDuration(seconds)}`;
}
