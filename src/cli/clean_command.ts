import { buildCommand, type Command } from "@stricli/core";
import type { CleanFlags } from "./clean.ts";
import {
  type CliContext,
  commonAliases,
  commonFlags,
  text,
} from "./common_flags.ts";

/** `updsts clean` as typed and explained; what it does is loaded when it is run. */
export const cleanCommand: Command<CliContext> = buildCommand<
  CleanFlags,
  [],
  CliContext
>({
  docs: {
    brief: "Remove expired sessions from the file",
    fullDescription: [
      "Removes the sessions that are over, and nothing else. Where lines of your own are",
      "in a session's section, the section stays with them.",
    ].join("\n"),
    customUsage: ["[-n NAME] [--dry-run] [-c FILE]"],
  },
  parameters: {
    flags: {
      profile: {
        ...text,
        optional: true,
        placeholder: "NAME",
        brief:
          "Only sessions of this profile, or only the session of this name",
      },
      dryRun: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Show what would be removed, secrets masked, and write nothing",
      },
      ...commonFlags,
    },
    aliases: { n: "profile", ...commonAliases },
  },
  loader: async () => {
    const { clean } = await import("./clean.ts");
    return function (flags) {
      return clean(this.begin(flags), flags);
    };
  },
});
