import { buildCommand, type Command } from "@stricli/core";
import { type CliContext, commonAliases, commonFlags } from "./common_flags.ts";
import type { Flags } from "./context.ts";

/** `updsts list` as typed and explained; what it does is loaded when it is run. */
export const listCommand: Command<CliContext> = buildCommand<
  Flags,
  [],
  CliContext
>({
  docs: {
    brief: "Show every profile, secrets masked, and what is left of sessions",
  },
  parameters: { flags: commonFlags, aliases: commonAliases },
  loader: async () => {
    const { list } = await import("./list.ts");
    return function (flags) {
      return list(this.begin(flags), flags);
    };
  },
});
