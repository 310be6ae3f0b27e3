import type { CommandEntry, CommandTable } from "./command_types.ts";

/** The commands; a command's file is loaded when it is run or explained. */
export const commands: CommandTable = {
  get: {
    brief: "Get an STS session for a profile and write it",
    load: () => import("./commands/get.ts"),
  },
  list: {
    brief: "List the profiles, with their type and the time remaining",
    load: () => import("./commands/list.ts"),
  },
  status: {
    brief: "Print the time remaining of a session, in one line",
    load: () => import("./commands/status.ts"),
  },
  clean: {
    brief: "Remove expired sessions, or one that has not expired",
    load: () => import("./commands/clean.ts"),
  },
  doctor: {
    brief: "Find problems that make AWS tools fail, and show the fixes",
    load: () => import("./commands/doctor.ts"),
  },
  mcp: {
    brief: "Show the MCP tools, serve them, or show how to set up a client",
    load: () => import("./commands/mcp.ts"),
  },
  whoami: {
    brief: "Check the keys of a profile, and show their identity",
    load: () => import("./commands/whoami.ts"),
  },
  export: {
    brief: "Print a profile's keys for another program, secrets included",
    load: () => import("./commands/export.ts"),
  },
  completions: {
    brief: "Print a script that completes commands, options and profiles",
    load: () => import("./commands/completions.ts"),
  },
  man: {
    brief: "Print the manual page",
    load: () => import("./commands/man.ts"),
  },
  complete: {
    brief: "Print the completions of a command line, for the scripts",
    isHidden: true,
    load: () => import("./commands/complete.ts"),
  },
};

/** The commands without a file of their own; `run` has them. */
export const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ["help", "Explain a command"],
  ["version", "Print the version"],
]);

export function findCommand(name: string): CommandEntry | undefined {
  return Object.hasOwn(commands, name)
    ? commands[name as keyof CommandTable]
    : undefined;
}

/** The commands that help and completions show. */
export function shownCommands(): [name: string, brief: string][] {
  return [
    ...Object.entries(commands).filter(([, { isHidden }]) => !isHidden)
      .map(([name, { brief }]): [string, string] => [name, brief]),
    ...BUILT_IN,
  ];
}
