import { buildCommand, type Command } from "@stricli/core";
import { type CliContext, commonAliases, commonFlags } from "./common_flags.ts";
import type { DoctorFlags } from "./doctor.ts";

/** `updsts doctor` as typed and explained; what it does is loaded when it is run. */
export const doctorCommand: Command<CliContext> = buildCommand<
  DoctorFlags,
  [],
  CliContext
>({
  docs: {
    brief: "Look for what makes AWS tools fail, and say what to do",
    fullDescription: [
      "Looks at the credentials file and at variables that override it, without the",
      "network. The exit status is 1 if anything found makes a tool fail.",
    ].join("\n"),
    customUsage: ["[--fix] [-c FILE]"],
  },
  parameters: {
    flags: {
      fix: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief:
          "Mend what needs no choice (the file's mode, expired sessions) and show the diff",
      },
      ...commonFlags,
    },
    aliases: commonAliases,
  },
  loader: async () => {
    const { doctor } = await import("./doctor.ts");
    return function (flags) {
      return doctor(this.begin(flags), flags);
    };
  },
});
