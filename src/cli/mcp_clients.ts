import { sanitizeJson } from "../util/sanitize.ts";
import { quoteCommand } from "../platform/quote_words.ts";

/** How a client starts the MCP server. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The variables that the client has to set, since it may pass no others. */
  readonly env: Readonly<Record<string, string>>;
}

/** The setup with which a client starts the MCP server. */
interface ClientSetup {
  /** A command to run, or a configuration to paste. */
  readonly text: string;
  /** An instruction for the text. */
  readonly todo: string;
}

/** Makes the setup of a client; a command in it is quoted for the system. */
type MakeSetup = (server: ServerCommand, os?: string) => ClientSetup;

/** The MCP clients that updsts can set up. */
export const MCP_CLIENTS: ReadonlyMap<string, MakeSetup> = new Map([
  ["claude-code", addCommand("claude mcp add --scope user updsts")],
  [
    "claude-desktop",
    configuration("claude_desktop_config.json (Settings, Developer)"),
  ],
  [
    "cline",
    configuration("cline_mcp_settings.json (CLI: in ~/.cline/data/settings)"),
  ],
  ["codex", addCommand("codex mcp add updsts")],
  ["copilot", addCommand("copilot mcp add updsts")],
  ["cursor", configuration("~/.cursor/mcp.json")],
  [
    "gemini",
    // It does not accept "--" before the program.
    command((server) => [
      ..."gemini mcp add -s user".split(" "),
      ...variables("-e", server),
      ...["updsts", server.command, ...server.args],
    ]),
  ],
  ["kiro", configuration("~/.kiro/settings/mcp.json")],
  ["opencode", addCommand("opencode mcp add updsts")],
  [
    "vscode",
    command((server, os) => {
      const json = sanitizeJson({ name: "updsts", ...withoutEmptyEnv(server) });
      // PowerShell passes no plain quotes to code.cmd.
      const escaped = json.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
      return ["code", "--add-mcp", os === "windows" ? escaped : json];
    }),
  ],
  [
    "zed",
    configuration(
      "settings.json (action: zed: open settings file)",
      "context_servers",
    ),
  ],
]);

/** A command of the client that adds the server. */
function addCommand(start: string): MakeSetup {
  // The option for variables takes every word up to the next option or "--".
  return command((server) => [
    ...start.split(" "),
    ...variables("--env", server),
    ...["--", server.command, ...server.args],
  ]);
}

function command(
  words: (server: ServerCommand, os: string) => string[],
): MakeSetup {
  return (server, os = Deno.build.os) => ({
    text: quoteCommand(words(server, os), os),
    todo: "run this in a terminal:",
  });
}

function variables(option: string, { env }: ServerCommand): string[] {
  return Object.entries(env)
    .flatMap(([name, value]) => [option, `${name}=${value}`]);
}

/** Text for a configuration file. */
function configuration(file: string, key = "mcpServers"): MakeSetup {
  return (server) => ({
    text: sanitizeJson({ [key]: { updsts: withoutEmptyEnv(server) } }, 2),
    todo: `add this to ${file}:`,
  });
}

function withoutEmptyEnv({ env, ...server }: ServerCommand) {
  return Object.keys(env).length === 0 ? server : { ...server, env };
}
