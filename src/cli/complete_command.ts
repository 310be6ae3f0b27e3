import { buildCommand, type Command } from "@stricli/core";
import { type CliContext, text } from "./common_flags.ts";
import type { CompleteFlags } from "./complete.ts";

/** `updsts complete`, which only the completion scripts call. */
export const completeCommand: Command<CliContext> = buildCommand<
  CompleteFlags,
  [],
  CliContext
>({
  docs: { brief: "Propose what may be typed next, for the completion scripts" },
  parameters: {
    flags: {
      line: {
        ...text,
        placeholder: "LINE",
        brief: "The command line up to the cursor",
      },
    },
  },
  loader: async () => {
    const { complete } = await import("./complete.ts");
    return function (flags) {
      return complete(this, flags);
    };
  },
});
