import { buildCommand, type Command } from "@stricli/core";
import {
  type CliContext,
  commonAliases,
  commonFlags,
  text,
} from "./common_flags.ts";
import type { WhoamiFlags } from "./whoami.ts";

/** `updsts whoami` as typed and explained; what it does is loaded when it is run. */
export const whoamiCommand: Command<CliContext> = buildCommand<
  WhoamiFlags,
  [],
  CliContext
>({
  docs: {
    brief: "Ask STS whose the keys of a profile are, and whether they work",
    customUsage: ["-n NAME [--json] [-c FILE]"],
  },
  parameters: {
    flags: {
      profile: {
        ...text,
        placeholder: "NAME",
        brief: "The profile; a session's, or one with long-lived keys",
      },
      ...commonFlags,
    },
    aliases: { n: "profile", ...commonAliases },
  },
  loader: async () => {
    const { whoami } = await import("./whoami.ts");
    return function (flags) {
      return whoami(this.begin(flags), flags);
    };
  },
});
