import type { Application, Command } from "@stricli/core";
import type { CliContext } from "./common_flags.ts";

/** The commands of the table by name, in its order, without the hidden ones. */
export function commandsOf(
  { root }: Application<CliContext>,
): Map<string, Command<CliContext>> {
  const commands = new Map<string, Command<CliContext>>();
  if (!("getAllEntries" in root)) return commands;
  for (const { name, target, hidden } of root.getAllEntries()) {
    if (!hidden && "parameters" in target) commands.set(name.original, target);
  }
  return commands;
}
