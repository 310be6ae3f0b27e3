import type { CommandContext, CommandSpec } from "../command_types.ts";
import { explainedCommands, manPage } from "../man_page.ts";

export const spec: CommandSpec<"man"> = {
  usage: [""],
  description: [
    "Prints the manual page in the format of man.",
    "",
    "To install it:",
    "  mkdir -p ~/.local/share/man/man1",
    "  updsts man > ~/.local/share/man/man1/updsts.1",
  ],
  options: {},
};

export async function run(context: CommandContext): Promise<void> {
  context.runtime.stdout.write(manPage(await explainedCommands(context)));
}
