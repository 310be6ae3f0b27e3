import { buildCommand, type Command } from "@stricli/core";
import type { CliContext } from "./common_flags.ts";

/** `updsts man` as typed and explained; what it does is loaded when it is run. */
export const manCommand: Command<CliContext> = buildCommand<
  Record<never, never>,
  [],
  CliContext
>({
  docs: {
    brief: "Print the manual page",
    fullDescription: [
      "Prints the manual page, for man to show.",
      "",
      "To install it:",
      "  mkdir -p ~/.local/share/man/man1",
      "  updsts man > ~/.local/share/man/man1/updsts.1",
    ].join("\n"),
  },
  parameters: {},
  loader: async () => {
    const { MAN_PAGE } = await import("./man_page.ts");
    return function () {
      this.process.stdout.write(MAN_PAGE);
    };
  },
});
