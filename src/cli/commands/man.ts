import type { CommandSpec } from "../command_types.ts";
import type { CommandContext } from "../command_context.ts";

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

export async function run({ runtime }: CommandContext): Promise<void> {
  const { MAN_PAGE } = await import("../man_page.ts");
  runtime.stdout.write(MAN_PAGE);
}
